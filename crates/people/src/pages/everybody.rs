//! Everybody: the list, adding, importing.

use axum::{extract::RawQuery, http::StatusCode};
use base::{Result, limits, text::fold};
use maud::{Markup, html};
use store::{Query, values};
use web::{
    Answered, Form, Signed,
    components::{
        Button, Column, Empty, Field, Icon, PageHeading, Pagination, Table, Tag, Tone, button_row,
        error_summary, form, section, tabs,
    },
};

use super::one::fields;
use crate::{Draft, Import, Person, Plan, group, import as importing, person, rights, sql};

/// The views of who works here.
pub(super) fn views(current: &str) -> Markup {
    let items = [
        ("/people", "People"),
        ("/groups", "Groups and seats"),
        ("/addresses", "Addresses"),
        ("/second-factor", "Second factor"),
    ];
    tabs(
        "People",
        items.map(|(href, label)| {
            web::components::NavItem::new(href, label).current(href == current)
        }),
    )
}

/// `GET /people?q=&after=`
pub(super) async fn list(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let query = Form::from_query(query.as_deref());
    let people = page_of(&signed, &query).await?;
    let more = people.len() > limits::PAGE_ROWS;
    let shown = &people[..people.len().min(limits::PAGE_ROWS)];
    let older = shown.last().filter(|_| more).map(|last| {
        format!("/people?{}", web::query(&[("q", query.text("q")), ("after", &last.login)]))
    });
    let newer = (!query.text("after").is_empty())
        .then(|| format!("/people?{}", web::query(&[("q", query.text("q"))])));
    let main = html! {
        (PageHeading::new("People").actions(html! {
            @if signed.may(&rights::CHANGE) {
                (Button::primary("Add a person").link("/people/new"))
                (Button::secondary("Import a file").link("/people/import"))
            }
        }))
        (views("/people"))
        form.filter method="get" action="/people" {
            (Field::text("q", "Name or login").value(query.text("q")))
            (Button::secondary("Find"))
        }
        @if shown.is_empty() {
            (Empty::new("Nobody by that name", "Try a part of the name, or the login that the proxy shows."))
        } @else {
            (table(shown))
            (Pagination { newer: newer.as_deref(), older: older.as_deref() })
        }
    };
    Ok(signed.page("People", main))
}

async fn page_of(signed: &Signed, query: &Form) -> Result<Vec<Person>> {
    let like = format!("%{}%", fold(query.text("q")).replace(['%', '_', '\\'], ""));
    let after = person::by_login(&signed.app.store, query.text("after")).await?;
    let (name, id) = after.map_or((String::new(), 0), |after| (fold(&after.name), after.id.get()));
    let limit = i64::try_from(limits::PAGE_ROWS + 1).unwrap_or(i64::MAX);
    signed.app.store.all(sql::PEOPLE_LIKE, values![like.clone(), like, name, id, limit]).await
}

fn table(people: &[Person]) -> Markup {
    let columns =
        [Column::text("Name"), Column::text("Login"), Column::text("Mail"), Column::text("State")];
    let rows = people.iter().map(|person| {
        vec![
            html! { a href=(person.href()) { (person.name) } },
            html! { code { (person.login) } },
            html! { (person.email) },
            state(person),
        ]
    });
    html! { (Table::new("People", columns).caption_hidden().rows(rows)) }
}

pub(super) fn state(person: &Person) -> Markup {
    html! {
        @if !person.is_active() { (Tag::new(Tone::Quiet, "Switched off").icon(Icon::Bar)) }
        @else if person.secured == 1 { "Can sign in" }
        @else { (Tag::new(Tone::Coach, "No password yet")) }
    }
}

/// `GET /people/new`
pub(super) async fn new(signed: Signed) -> Answered {
    let view = new_form(&signed, &Form::empty()).await?;
    Ok(signed.page("Add a person", view))
}

async fn new_form(signed: &Signed, sent: &Form) -> Result<Markup> {
    let groups = group::groups(&signed.app.store).await?;
    Ok(html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Add a person").above(html! { a href="/people" { "People" } }))
        (form("/people", &signed.csrf, html! {
            (Field::text("login", "Login").value(sent.text("login")).error(sent.error("login"))
                .hint("The name by which the proxy knows them. DOMAIN\\name and name@DOMAIN are the same person."))
            (fields(sent, &groups))
            (button_row(html! { (Button::primary("Add person")) (Button::quiet("Cancel").link("/people")) }))
        }))
    })
}

/// `POST /people`
pub(super) async fn create(signed: Signed, form: Form) -> Answered {
    match person::add(&signed.app, &signed.caller, &draft(&form)).await {
        Ok(person) => {
            Ok(signed.go_saying(&person.href(), "Added. Send them a link to choose a password."))
        }
        Err(problem) => {
            let view = new_form(&signed, &form.refused(problem)?).await?;
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, "Add a person", view))
        }
    }
}

pub(super) fn draft(form: &Form) -> Draft {
    Draft {
        login: form.text("login").to_owned(),
        name: form.text("name").to_owned(),
        email: form.text("email").to_owned(),
        groups: form.all("groups").into_iter().map(str::to_owned).collect(),
        aliases: form.text("aliases").split([',', ';', ' ']).map(str::to_owned).collect(),
    }
}

/// `GET /people/import`
pub(super) async fn import_form(signed: Signed) -> Answered {
    Ok(signed.page("Import people", import_view(&signed, &Form::empty(), None)))
}

/// `POST /people/import`: shows what would happen; with `apply` it happens.
pub(super) async fn import(signed: Signed, form: Form) -> Answered {
    let apply = form.ticked("apply");
    let done = match Import::read(form.text("file").as_bytes()) {
        Ok(file) => importing::import(&signed.app, &signed.caller, &file, apply).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(plan) if apply => {
            Ok(signed.go_saying("/people", &format!("Imported: {}", plan.sentence())))
        }
        Ok(plan) => Ok(signed.page("Import people", import_view(&signed, &form, Some(&plan)))),
        Err(problem) => {
            let view = import_view(&signed, &form.refused(problem)?, None);
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, "Import people", view))
        }
    }
}

fn import_view(signed: &Signed, sent: &Form, plan: Option<&Plan>) -> Markup {
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Import people").above(html! { a href="/people" { "People" } }).lede(html! {
            "The first line names the columns: " code { "login,name,email,groups,aliases" }
            ". Nothing changes before you have seen what would."
        }))
        @if let Some(plan) = plan { (section("plan", "What would happen", plan_view(signed, sent, plan))) }
        (form("/people/import", &signed.csrf, html! {
            (Field::area("file", "The file's text", 12).value(sent.text("file")).error(sent.error("file"))
                .hint("Larger files: footbridge people import FILE at the command line."))
            (button_row(html! {
                @if plan.is_some() { (Button::secondary("Show what would happen")) }
                @else { (Button::primary("Show what would happen")) }
                (Button::quiet("Cancel").link("/people"))
            }))
        }))
    }
}

fn plan_view(signed: &Signed, sent: &Form, plan: &Plan) -> Markup {
    html! {
        p { (plan.sentence()) }
        ul {
            @for slug in &plan.groups { li { "new group " code { (slug) } } }
            @for login in plan.added.iter().take(limits::PAGE_ROWS) { li { "new: " code { (login) } } }
            @for (login, what) in plan.changed.iter().take(limits::PAGE_ROWS) {
                li { code { (login) } " changes: " (what) }
            }
        }
        @if !plan.is_empty() {
            (form("/people/import", &signed.csrf, html! {
                input type="hidden" name="file" value=(sent.text("file"));
                (button_row(html! { (Button::primary("Import").named("apply", "yes")) }))
            }))
        }
    }
}
