//! One's own page: password and browsers.

use axum::{extract::Path, http::StatusCode};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{
        Button, Column, Field, NavItem, PageHeading, Table, Tag, Tone, button_row,
        description_list, error_summary, form, section, tabs,
    },
    session::{self, Session},
};

use crate::{agent, password, sessions};

/// The three views of oneself.
pub(super) fn views(current: &str) -> Markup {
    let items =
        [("/me", "You"), ("/me/second-factor", "Second factor"), ("/me/tokens", "Access tokens")];
    let items = items.map(|(href, label)| NavItem::new(href, label).current(href == current));
    tabs("You", items)
}

/// `GET /me`
pub(super) async fn show(signed: Signed) -> Answered {
    page(&signed, &Form::empty(), StatusCode::OK).await
}

async fn page(signed: &Signed, sent: &Form, status: StatusCode) -> Answered {
    let sessions = session::list(&signed.app.store, signed.caller.require_person()?).await?;
    Ok(signed.page_with(status, "You", view(signed, &sessions, sent)))
}

fn view(signed: &Signed, sessions: &[Session], sent: &Form) -> Markup {
    let seats: Vec<&str> = signed.caller.seats.iter().map(|seat| seat.title()).collect();
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new(&signed.caller.name()))
        (views("/me"))
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
    let columns = ["Browser", "Address", "Signed in", "Last used", ""].map(Column::text);
    let rows = sessions.iter().map(|session| browser(signed, session));
    html! {
        (Table::new("Your browsers", columns).caption_hidden().rows(rows))
        p.small.quiet { "One that you do not know? End it, and change your password." }
        @if sessions.len() > 1 {
            (form("/me/sessions/end-others", &signed.csrf, button_row(html! {
                (Button::secondary("End all others"))
                (Button::quiet("Sign out everywhere").action("/me/sign-out-everywhere"))
            })))
        } @else {
            (form("/me/sign-out-everywhere", &signed.csrf, button_row(html! {
                (Button::secondary("Sign out everywhere"))
            })))
        }
    }
}

fn browser(signed: &Signed, session: &Session) -> Vec<Markup> {
    let when = signed.when();
    let name = agent::words(&session.agent);
    let about = format!("{name} at {}", session.address);
    vec![
        html! { (name) },
        html! { (session.address) },
        when.short(session.began),
        when.ago(session.seen),
        html! {
            @if session.is(signed.token()) { (Tag::new(Tone::Quiet, "This one")) }
            @else {
                (form(&format!("/me/sessions/{}/end", session.id), &signed.csrf, html! {
                    (Button::quiet("End").about(&about).small())
                }))
            }
        },
    ]
}

/// `POST /me/password`
pub(super) async fn change_password(signed: Signed, form: Form) -> Answered {
    let (old, new) = (form.text("old"), form.text("new"));
    match password::change_password(&signed, &signed.caller, old, new).await {
        Ok(token) => {
            let mut response = signed.go_saying("/me", "Your password is changed.");
            signed.keep_token(&mut response, &token);
            Ok(response)
        }
        Err(problem) => {
            let status = web::failure_status(&problem);
            page(&signed, &form.refused(problem)?, status).await
        }
    }
}

/// `POST /me/sign-out-everywhere`
pub(super) async fn sign_out_everywhere(signed: Signed) -> Answered {
    sessions::sign_out_everywhere(&signed.app, &signed.caller).await?;
    Ok(signed.go_saying("/sign-in", "You are signed out everywhere."))
}

/// `POST /me/sessions/{id}/end`
pub(super) async fn end_session(signed: Signed, Path(id): Path<i64>) -> Answered {
    sessions::end_session(&signed.app, &signed.caller, id).await?;
    Ok(signed.go_saying("/me", "That browser is signed out."))
}

/// `POST /me/sessions/end-others`
pub(super) async fn end_others(signed: Signed) -> Answered {
    sessions::end_other_sessions(&signed, &signed.caller).await?;
    Ok(signed.go_saying("/me", "All other browsers are signed out."))
}
