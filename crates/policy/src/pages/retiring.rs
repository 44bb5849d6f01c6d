//! Putting a policy out of force, and what its page says then.

use axum::{extract::Path, http::StatusCode};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{Button, Field, Notice, When, button_row, disclosure, form},
};

use super::reading;
use crate::{Version, retiring, rights, version};

/// `POST /policies/{slug}/end`
pub(super) async fn retire(signed: Signed, Path(slug): Path<String>, sent: Form) -> Answered {
    // What is no number is no version in force either.
    let number = sent.text("version").parse().unwrap_or_default();
    let reason = sent.text("reason");
    let done = retiring::retire(&signed.app, &signed.caller, &slug, number, reason).await;
    let Err(problem) = done else {
        let sentence = "Retired. It is kept as it was, and nobody is asked to read it.";
        return Ok(signed.go_saying(&format!("/policies/{slug}"), sentence));
    };
    let sent = sent.refused(problem)?;
    let version = version::current(&signed.app.store, &slug).await?;
    let view = reading::view(&signed, &version, &sent).await?;
    Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, &version.title, view))
}

/// The form, for whoever may and where there is something to retire.
pub(super) fn panel(signed: &Signed, version: &Version, sent: &Form) -> Markup {
    if !signed.may(&rights::RETIRE) || version.retired().is_some() {
        return html! {};
    }
    let action = format!("/policies/{}/end", version.slug);
    disclosure(
        "Retire this policy",
        form(
            &action,
            &signed.csrf,
            html! {
                p { "Nobody is asked to read it any more. Its versions and who has read them stay. The next version that is published puts it in force again." }
                p { (doors()) " No new decision can ask for it." }
                input type="hidden" name="version" value=(version.number);
                (Field::area("reason", "Why?", 2).value(sent.text("reason")).error(sent.error("reason")))
                (button_row(html! { (Button::danger("Retire")) }))
            },
        ),
    )
}

/// Above the text of a retired policy.
pub(super) fn notice(version: &Version, when: &When) -> Markup {
    html! {
        @if let Some(retired) = version.retired() {
            (Notice::note("This policy is retired. Nobody is asked to read it.").body(html! {
                p { (retired.by) ", " (when.at(retired.at)) ": " (retired.reason) }
                p { (doors()) }
            }))
        }
    }
}

/// What becomes of the doors that need it: a retired policy opens nothing that was closed, and takes
/// from nobody what they have.
const fn doors() -> &'static str {
    "Doors that ask for it stay open to those who have read it, and closed to everybody else. To change that, decide anew about them."
}
