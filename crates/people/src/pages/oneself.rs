//! One's own page: password and browsers.

use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{
        Button, Column, Field, PageHeading, Table, button_row, description_list, error_summary,
        form, section,
    },
    session::{self, Session},
};

use crate::sign_in;

/// `GET /me`
pub(super) async fn show(signed: Signed) -> Answered {
    page(&signed, &Form::empty()).await
}

async fn page(signed: &Signed, sent: &Form) -> Answered {
    let sessions = session::list(&signed.app.store, signed.caller.require_person()?).await?;
    let status = if sent.errors().next().is_some() { 422 } else { 200 };
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    Ok(signed.page_with(status, "You", view(signed, &sessions, sent)))
}

fn view(signed: &Signed, sessions: &[Session], sent: &Form) -> Markup {
    let seats: Vec<&str> = signed.caller.seats.iter().map(|seat| seat.title()).collect();
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new(&signed.caller.name()))
        (description_list([
            ("Login", html! { (signed.caller.login()) }),
            ("Speaks for", html! { @if seats.is_empty() { "no seat" } @else { (seats.join(", ")) } }),
        ]))
        (section("browsers", "Where you are signed in", browsers(signed, sessions)))
        (section("password", "Change your password", form("/me/password", &signed.csrf, html! {
            (Field::password("old", "Present password").error(sent.error("old")).autocomplete("current-password"))
            (Field::password("new", "New password").error(sent.error("new"))
                .hint("At least 10 characters; a short sentence is good. Other browsers are signed out.")
                .autocomplete("new-password"))
            (button_row(html! { (Button::primary("Change password")) }))
        })))
    }
}

fn browsers(signed: &Signed, sessions: &[Session]) -> Markup {
    let when = signed.when();
    let columns = [
        Column::text("Browser"),
        Column::text("Address"),
        Column::text("Signed in"),
        Column::text("Last used"),
    ];
    let rows = sessions.iter().map(|session| {
        vec![
            html! { (browser(&session.agent)) @if session.is(signed.token()) { " (this one)" } },
            html! { (session.address) },
            when.short(session.began),
            when.ago(session.seen),
        ]
    });
    html! {
        (Table::new("Your browsers", columns).caption_hidden().rows(rows))
        (form("/me/sign-out-everywhere", &signed.csrf, button_row(html! {
            (Button::secondary("Sign out everywhere"))
        })))
    }
}

/// The browser's name out of its description, as far as that can be told.
fn browser(agent: &str) -> &str {
    let known =
        [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    known.iter().find(|(sign, _)| agent.contains(sign)).map_or("A browser", |(_, name)| name)
}

/// `POST /me/password`
pub(super) async fn change_password(signed: Signed, form: Form) -> Answered {
    let (old, new) = (form.text("old"), form.text("new"));
    match sign_in::change_password(&signed, &signed.caller, old, new).await {
        Ok(token) => {
            let mut response = signed.go_saying("/me", "Your password is changed.");
            signed.keep_token(&mut response, &token);
            Ok(response)
        }
        Err(problem) => page(&signed, &form.refused(problem)?).await,
    }
}

/// `POST /me/sign-out-everywhere`
pub(super) async fn sign_out_everywhere(signed: Signed) -> Answered {
    sign_in::sign_out_everywhere(&signed.app, &signed.caller).await?;
    Ok(signed.go_saying("/sign-in", "You are signed out everywhere."))
}
