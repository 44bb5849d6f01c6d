//! Groups and the seats they hold.

use axum::{extract::Path, http::StatusCode};
use base::{Problem, Result, Seat};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{
        Button, Choice, Choices, Column, Empty, Field, PageHeading, PersonChip, Table, button_row,
        error_summary, form, section,
    },
};

use super::everybody::views;
use crate::{group, rights};

/// `GET /groups`
pub(super) async fn list(signed: Signed) -> Answered {
    let view = list_view(&signed, &Form::empty()).await?;
    Ok(signed.page("Groups and seats", view))
}

async fn list_view(signed: &Signed, sent: &Form) -> Result<Markup> {
    let groups = group::groups(&signed.app.store).await?;
    let columns = [Column::text("Group"), Column::text("Seat"), Column::number("People")];
    let rows = groups.iter().map(|group| {
        vec![
            html! { a href={ "/groups/" (group.slug) } { (group.name) } },
            html! { (group.seat().map_or(if group.administrators == 1 { "Looks after the program" } else { "" }, Seat::title)) },
            html! { (group.members) },
        ]
    });
    Ok(html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Groups and seats").lede(html! {
            "A group that holds a seat takes part in decisions. A person may belong to several."
        }))
        (views("/groups"))
        (Table::new("Groups", columns).caption_hidden().rows(rows))
        @if signed.may(&rights::CHANGE) { (section("add", "Add a group", add_form(signed, sent))) }
    })
}

fn add_form(signed: &Signed, sent: &Form) -> Markup {
    let seats = std::iter::once(Choice::new("", "No seat"))
        .chain(Seat::ALL.into_iter().map(|seat| Choice::new(seat.word(), seat.title())));
    form(
        "/groups",
        &signed.csrf,
        html! {
            (Field::text("name", "Name").value(sent.text("name")).error(sent.error("name")))
            (Field::text("slug", "Short name").value(sent.text("slug")).error(sent.error("slug"))
                .hint("For files and commands: small letters, digits and hyphens."))
            (Choices::radios("seat", "Seat", seats).chosen([sent.text("seat")]).error(sent.error("seat")))
            (button_row(html! { (Button::primary("Add group")) }))
        },
    )
}

/// `POST /groups`
pub(super) async fn create(signed: Signed, form: Form) -> Answered {
    let added = match form.read::<Seat>("seat") {
        Ok(seat) => {
            let (slug, name) = (form.text("slug"), form.text("name"));
            group::add_group(&signed.app, &signed.caller, slug, name, seat).await
        }
        Err(problem) => Err(problem),
    };
    match added {
        Ok(_) => Ok(signed.go_saying("/groups", "Added.")),
        Err(problem) => {
            let view = list_view(&signed, &form.refused(problem)?).await?;
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, "Groups and seats", view))
        }
    }
}

/// `GET /groups/{slug}`
pub(super) async fn show(signed: Signed, Path(slug): Path<String>) -> Answered {
    let found = group::group(&signed.app.store, &slug).await?;
    let group = found.ok_or_else(|| Problem::not_found(format!("There is no group `{slug}`.")))?;
    let members = group::members(&signed.app.store, group.id).await?;
    let main = html! {
        (PageHeading::new(&group.name).above(html! { a href="/groups" { "Groups and seats" } }))
        @if members.is_empty() {
            (Empty::new("Nobody belongs to it yet", "Open a person's page to put them into this group, or import a file."))
        } @else {
            ul.plain-list role="list" {
                @for member in &members { li { (PersonChip::new(&member.name).seat(group.seat()).href(&member.href())) } }
            }
        }
    };
    Ok(signed.page(&group.name, main))
}
