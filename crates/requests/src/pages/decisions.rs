//! The page of a decision.

use audit::Filter;
use axum::{extract::Path, response::Response};
use base::{Id, Problem};
use maud::Markup;
use web::{Answered, Form, Signed};

use super::number;
use crate::{
    decision::{self, Decision},
    views::decision::decision_page,
    words::Phrase,
};

/// `GET /decisions/{id}`
pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Answered {
    let (title, view) = view(&signed, number(&id, "decision")?, &Form::empty()).await?;
    Ok(signed.page(&title, view))
}

async fn view(signed: &Signed, id: Id<Decision>, sent: &Form) -> base::Result<(String, Markup)> {
    let decision = decision::required(&signed.app.store, id).await?;
    decision.require_open_to(&signed.caller)?;
    let phrase = Phrase::about(&signed.app, &decision.terms.audience.people).await?;
    let alternative = match &decision.alternative {
        Some(slug) => catalog::by_slug(&signed.app.store, slug).await?,
        None => None,
    };
    let title = format!("Decision {id}: {}", decision.target.name);
    let view = decision_page(signed, sent, &decision, &phrase, alternative.as_ref(), &title);
    Ok((title, view))
}

/// `POST /decisions/{id}/end`
pub(super) async fn end(signed: Signed, Path(id): Path<String>, form: Form) -> Answered<Response> {
    let id = number(&id, "decision")?;
    match crate::end(&signed.app, &signed.caller, id, form.text("reason")).await {
        Ok(()) => {
            Ok(signed.go_saying(&format!("/decisions/{id}"), "Ended. It stops within a second."))
        }
        Err(problem) => {
            let status = web::failure_status(&problem);
            let (title, view) = view(&signed, id, &form.refused(problem)?).await?;
            Ok(signed.page_with(status, &title, view))
        }
    }
}

/// `GET /decisions/{id}/proof`: the entry of the audit log in which it was decided, for somebody who
/// does not trust us. Whoever sees the decision may have it: the entry says what the page says, with
/// numbers in place of some names, and the login of whoever decided last. Nothing of it can be left
/// out, or it would prove nothing.
pub(super) async fn proof(signed: Signed, Path(id): Path<String>) -> Answered<Response> {
    let decision = decision::required(&signed.app.store, number(&id, "decision")?).await?;
    decision.require_open_to(&signed.caller)?;
    let filter = Filter {
        act: "requests.decide".to_owned(),
        object: format!("request/{}", decision.request),
        ..Filter::default()
    };
    // A request is decided once.
    let entries = audit::entries(&signed.app.store, &filter, None, 1).await?;
    let entry = entries.first().ok_or_else(|| {
        Problem::internal("a decision has no entry in the audit log", decision.object())
    })?;
    Ok(web::log::proof(&signed.app, entry.seq).await?)
}
