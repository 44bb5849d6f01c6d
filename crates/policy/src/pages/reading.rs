//! Reading a policy, and saying so.

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
};
use base::Result;
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{
        Button, Notice, PageHeading, When, button_row, description_list, form, hash, section,
    },
    go,
    visit::is_own_page,
};

use super::{prose, retiring, views};
use crate::{
    Read, Version, acknowledgement,
    mine::{Mine, mine},
    rights, version,
};

/// `GET /policies/{slug}?then=`: `then` is where they come from and return to.
pub(super) async fn show(
    signed: Signed,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Answered {
    if signed.may(&rights::WRITE) && is_only_a_draft(&signed, &slug).await? {
        return Ok(go(&format!("/policies/{slug}/draft")));
    }
    let version = version::current(&signed.app.store, &slug).await?;
    let view = view(&signed, &version, &Form::from_query(query.as_deref())).await?;
    Ok(signed.page(&version.title, view))
}

async fn is_only_a_draft(signed: &Signed, slug: &str) -> Result<bool> {
    let newest = version::newest(&signed.app.store, slug).await?;
    Ok(newest.is_some_and(|version| version.number == 1 && version.is_draft()))
}

/// `POST /policies/{slug}/acknowledgements`
pub(super) async fn acknowledge(signed: Signed, Path(slug): Path<String>, form: Form) -> Answered {
    let read = Read {
        // What is no number is no version in force either.
        version: form.text("version").parse().unwrap_or_default(),
        sha256: form.text("sha256").to_owned(),
    };
    let outcome = acknowledgement::acknowledge(&signed.app, &signed.caller, &slug, &read).await;
    let Err(problem) = outcome else {
        let back = then(&form).map_or_else(|| format!("/policies/{slug}"), str::to_owned);
        return Ok(signed.go_saying(&back, "Noted: you have read this policy."));
    };
    let form = form.refused(problem)?;
    let version = version::current(&signed.app.store, &slug).await?;
    let view = view(&signed, &version, &form).await?;
    Ok(signed.page_with(StatusCode::CONFLICT, &version.title, view))
}

/// Where they came from, if that is a page of ours.
fn then(form: &Form) -> Option<&str> {
    Some(form.text("then")).filter(|to| is_own_page(to))
}

pub(super) async fn view(signed: &Signed, version: &Version, sent: &Form) -> Result<Markup> {
    let text = version.text(&signed.app.store).await?;
    let mine = mine(&signed.app.store, signed.caller.require_person()?).await?;
    let mine = mine.into_iter().find(|policy| policy.slug == version.slug);
    let mut heading = PageHeading::new(&version.title)
        .above(html! { a href="/policies" { "Policies" } })
        .lede(lede(version, &signed.when()));
    let edit = format!("/policies/{}/edit", version.slug);
    if signed.may(&rights::WRITE) {
        heading =
            heading.actions(html! { (Button::secondary("Write the next version").link(&edit)) });
    }
    Ok(html! {
        @for (_, sentence) in sent.errors() { (Notice::warning(sentence)) }
        (retiring::notice(version, &signed.when()))
        (heading)
        (views(signed, version, "Text"))
        div.columns {
            div {
                (prose(&text))
                @if let Some(mine) = &mine { (confirmation(signed, version, mine, sent)) }
            }
            aside.stack {
                (facts(version))
                (retiring::panel(signed, version, sent))
            }
        }
    })
}

/// The form at the end of the text; or, for whoever has read it, when that was.
fn confirmation(signed: &Signed, version: &Version, mine: &Mine, sent: &Form) -> Markup {
    let then = then(sent);
    let body = match (mine.is_read(), mine.read_at, mine.read_number) {
        (true, Some(at), Some(number)) => html! {
            p {
                "You read " @if number == version.number { "this version" } @else { "version " (number) }
                " on " (signed.when().day(at)) ". There is nothing more for you to do."
            }
            @if let Some(then) = then { p { (Button::primary("Go on").link(then)) } }
        },
        _ => confirmation_form(signed, version, mine, then),
    };
    section("confirm", "Have you read it?", html! { div.panel.stack { (body) } })
}

fn confirmation_form(
    signed: &Signed,
    version: &Version,
    mine: &Mine,
    then: Option<&str>,
) -> Markup {
    let action = format!("{}/acknowledgements", mine.href());
    let changes = format!("{}/versions/{}", mine.href(), mine.asked_number);
    html! {
        p {
            @if let Some(news) = mine.news() { (news) " " a href=(changes) { "See what changed" } ". " }
            @if mine.is_asked() { "You are asked to read this policy." }
            @else { "Nobody asks you to, but you may confirm it: some sites open only to those who have." }
        }
        (form(&action, &signed.csrf, html! {
            input type="hidden" name="version" value=(version.number);
            input type="hidden" name="sha256" value=(version.sha256);
            @if let Some(then) = then { input type="hidden" name="then" value=(then); }
            (button_row(html! { (Button::primary("I have read this")) }))
        }))
    }
}

/// Above the text: which text it is.
pub(super) fn lede(version: &Version, when: &When) -> Markup {
    html! {
        "Version " (version.number)
        @if let Some(at) = version.published_at { ", published on " (when.day(at)) }
    }
}

/// Beside the text: what else there is to know of it.
pub(super) fn facts(version: &Version) -> Markup {
    let by = version.published_by.as_deref().unwrap_or_default();
    let mut facts = vec![
        ("For", html! { (version.audience()) }),
        ("Published by", html! { (by) }),
        ("SHA-256", hash(&version.sha256)),
    ];
    if let Some(note) = &version.note {
        facts.insert(0, ("What is new", html! { (note) }));
    }
    html! { div.panel { (description_list(facts)) } }
}
