//! The page of a decision.

use axum::{extract::Path, response::Response};
use base::Id;
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

/// `GET /decisions/{id}/proof`
pub(super) async fn proof(signed: Signed, Path(id): Path<String>) -> Answered<Response> {
    let id = number(&id, "decision")?;
    Ok(web::log::proof(&crate::prove(&signed.app, &signed.caller, id).await?)?)
}
