//! One's own access tokens.

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
};
use base::{Id, Problem, Result, Timestamp};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{
        Button, Choice, Choices, Column, Empty, Field, Notice, PageHeading, Table, button_row,
        code_block, error_summary, form, section,
    },
};

use super::oneself::views;
use crate::{
    confirm::Proven,
    token::{self, Created, Draft, Token, scopes},
};

const PAGE: &str = "/me/tokens";

/// `GET /me/tokens?name=&scopes=&ends=`: a program may lead here with its wishes filled in.
pub(super) async fn list(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let view = view(&signed, &Form::from_query(query.as_deref()), None).await?;
    Ok(signed.page("Access tokens", view))
}

async fn view(signed: &Signed, sent: &Form, created: Option<&Created>) -> Result<Markup> {
    let tokens = token::list(&signed.app.store, signed.caller.require_person()?).await?;
    Ok(html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Access tokens").lede(html! {
            "With a token, a program acts for you: with your name in the audit log, and never more rights than you have."
        }))
        (views(PAGE))
        @if let Some(created) = created {
            (Notice::done("Here is the token. It is shown only now: copy it to where it will be used."))
            (code_block("Token", &created.text))
        }
        @if tokens.is_empty() {
            (Empty::new("No token yet", "The command line and other programs sign in with one."))
        } @else { (table(signed, &tokens, PAGE)) }
        (section("new", "Make a token", new_form(signed, sent)))
    })
}

/// Tokens and what each may do; `base` is the page to which they belong.
pub(super) fn table(signed: &Signed, tokens: &[Token], base: &str) -> Markup {
    let when = signed.when();
    let columns = ["Name", "May", "Ends", "Last used", ""].map(Column::text);
    let rows = tokens.iter().map(|token| {
        vec![
            html! { (token.name) },
            html! { (token.scopes().join(", ")) },
            html! { @if token.ends <= signed.now { "ended " } (when.ago(token.ends)) },
            html! { @if let Some(used) = token.used { (when.ago(used)) } @else { "never" } },
            form(
                &format!("{base}/{}/end", token.id),
                &signed.csrf,
                html! { (Button::quiet("End").about(&token.name).small()) },
            ),
        ]
    });
    html! { (Table::new("Tokens", columns).caption_hidden().rows(rows)) }
}

fn new_form(signed: &Signed, sent: &Form) -> Markup {
    let until = default_end(signed).to_string();
    let ends = if sent.text("ends").is_empty() { until.as_str() } else { sent.text("ends") };
    let rights: Vec<_> = scopes::grantable(&signed.app, &signed.caller).collect();
    let mut whole: Vec<_> = rights.iter().map(|right| scopes::capability(right)).collect();
    whole.dedup();
    let labels: Vec<String> = whole.iter().map(|name| format!("Everything of “{name}”")).collect();
    let all =
        [Choice::new(scopes::ALL, "Everything that I may do")
            .hint("Rights that you get later too.")];
    let choices = all
        .into_iter()
        .chain(whole.iter().zip(&labels).map(|(name, label)| Choice::new(name, label)))
        .chain(rights.iter().map(|right| Choice::new(right.name, right.may).hint(right.name)));
    form(
        PAGE,
        &signed.csrf,
        html! {
            (Field::text("name", "Name").value(sent.text("name")).error(sent.error("name"))
                .hint("Where it will be used, so that you know it again."))
            (Field::date("ends", "Ends on").value(ends).error(sent.error("ends"))
                .hint("At most a year from now. It ends at the close of that day."))
            (Choices::checkboxes("scopes", "What it may do", choices).chosen(sent.all("scopes")).error(sent.error("scopes"))
                .hint("As little as it needs."))
            (button_row(html! { (Button::primary("Make token")) }))
        },
    )
}

fn default_end(signed: &Signed) -> Date {
    signed.app.now().after(token::AGE_DEFAULT).to_jiff().to_zoned(zone(signed)).date()
}

fn zone(signed: &Signed) -> TimeZone {
    TimeZone::get(&signed.app.settings.zone).unwrap_or(TimeZone::UTC)
}

/// The close of a day in the organisation's zone.
fn close_of(signed: &Signed, day: &str) -> Result<Timestamp> {
    let wrong = || Problem::invalid("ends", format!("`{day}` is not a day: write 2027-02-20."));
    let day: Date = day.parse().map_err(|_| wrong())?;
    let next = day.tomorrow().and_then(|next| next.to_zoned(zone(signed)));
    next.map(|next| next.timestamp().into()).map_err(|_| wrong())
}

/// `POST /me/tokens`
pub(super) async fn create(signed: Signed, _: Proven, form: Form) -> Answered {
    match made(&signed, &form).await {
        Ok(created) => {
            let view = view(&signed, &Form::empty(), Some(&created)).await?;
            Ok(signed.page("Access tokens", view))
        }
        Err(problem) => {
            let view = view(&signed, &form.refused(problem)?, None).await?;
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, "Access tokens", view))
        }
    }
}

async fn made(signed: &Signed, form: &Form) -> Result<Created> {
    let draft = Draft {
        name: form.text("name").to_owned(),
        scopes: form.all("scopes").into_iter().map(str::to_owned).collect(),
        ends: close_of(signed, form.text("ends"))?,
    };
    token::create(&signed.app, &signed.caller, &draft).await
}

/// `POST /me/tokens/{id}/end`
pub(super) async fn end(signed: Signed, Path(id): Path<i64>) -> Answered {
    let person = signed.caller.require_person()?;
    token::revoke(&signed.app, &signed.caller, person, Id::new(id)).await?;
    Ok(signed.go_saying(PAGE, "The token is ended."))
}
