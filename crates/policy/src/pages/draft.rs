//! Looking at a draft, and publishing it.

use axum::{extract::Path, http::StatusCode};
use base::Result;
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{Button, Notice, PageHeading, button_row, disclosure, form, section},
};

use super::{
    history::changes,
    prose,
    writing::{seen, seen_field},
};
use crate::{Version, publishing, version, writing};

/// `GET /policies/{slug}/draft`
pub(super) async fn show(signed: Signed, Path(slug): Path<String>) -> Answered {
    let draft = version::draft(&signed.app.store, &slug).await?;
    let view = view(&signed, &draft, &Form::empty()).await?;
    Ok(signed.page(&format!("Draft: {}", draft.title), view))
}

/// `POST /policies/{slug}/versions`
pub(super) async fn publish(signed: Signed, Path(slug): Path<String>, form: Form) -> Answered {
    let outcome = publishing::publish_draft(&signed.app, &signed.caller, &slug, seen(&form)).await;
    match outcome {
        Ok(number) => {
            let sentence = format!("Version {number} is in force.");
            Ok(signed.go_saying(&format!("/policies/{slug}"), &sentence))
        }
        Err(problem) => {
            let form = form.refused(problem)?;
            let draft = version::draft(&signed.app.store, &slug).await?;
            let view = view(&signed, &draft, &form).await?;
            Ok(signed.page_with(StatusCode::CONFLICT, &format!("Draft: {}", draft.title), view))
        }
    }
}

/// `POST /policies/{slug}/draft/end`
pub(super) async fn discard(signed: Signed, Path(slug): Path<String>, form: Form) -> Answered {
    writing::discard(&signed.app, &signed.caller, &slug, seen(&form)).await?;
    Ok(signed.go_saying("/policies", "The draft is discarded."))
}

async fn view(signed: &Signed, draft: &Version, sent: &Form) -> Result<Markup> {
    let text = draft.text(&signed.app.store).await?;
    let base = format!("/policies/{}", draft.slug);
    let edit = format!("{base}/edit");
    let history = match draft.number {
        1 => Vec::new(),
        _ => version::history(&signed.app.store, &draft.slug).await?,
    };
    Ok(html! {
        @for (_, sentence) in sent.errors() { (Notice::warning(sentence)) }
        (PageHeading::new(&draft.title)
            .above(html! { a href="/policies" { "Policies" } " · draft of version " (draft.number) })
            .lede(html! { "Saved by " (draft.saved_by) ", " (signed.when().ago(draft.saved_at)) "." })
            .actions(html! { (Button::secondary("Edit").link(&edit)) }))
        div.columns {
            div {
                (prose(&text))
                (changes(signed, &history, draft, &text).await?)
            }
            aside { (publish_panel(signed, draft)) }
        }
    })
}

fn publish_panel(signed: &Signed, draft: &Version) -> Markup {
    let base = format!("/policies/{}", draft.slug);
    section(
        "publish",
        "Publish",
        html! {
            div.panel.stack {
                p {
                    "For: " (draft.audience()) ". "
                    @if draft.must_be_read() { "They are asked to read it, and what waits for this policy stays closed to them until they have." }
                    @else { "Whoever has read the last version need not read it again." }
                }
                @if let Some(note) = &draft.note { p { "What is new: " (note) } }
                p { "It is in force at once. A published version stays as it is; what is wrong in it is mended by the next." }
                (form(&format!("{base}/versions"), &signed.csrf, html! {
                    (seen_field(draft))
                    (button_row(html! { (Button::primary("Publish")) }))
                }))
                (disclosure("Discard this draft", form(&format!("{base}/draft/end"), &signed.csrf, html! {
                    p { "What is written in it is gone then. The published versions stay." }
                    (seen_field(draft))
                    (button_row(html! { (Button::danger("Discard")) }))
                })))
            }
        },
    )
}
