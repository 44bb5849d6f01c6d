//! The page of a request.

use axum::{extract::Path, response::Response};
use base::{Id, Problem, Result};
use maud::Markup;
use web::{Answered, Form, Signed};

use super::number;
use crate::{
    case,
    change::changes,
    comment,
    decision::{self, Decision},
    evidence::seen,
    request::Request,
    rights,
    views::request::{Page, who_may_join, whole},
    words::Phrase,
};

/// `GET /requests/{id}`
pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Answered {
    let (title, view) = view(&signed, number(&id, "request")?, &Form::empty()).await?;
    Ok(signed.page(&title, view))
}

/// The page with a form that could not be taken, and why.
pub(super) async fn give_back(
    signed: &Signed,
    id: Id<Request>,
    form: Form,
    problem: Problem,
) -> Answered<Response> {
    let status = web::failure_status(&problem);
    let (title, view) = view(signed, id, &form.refused(problem)?).await?;
    Ok(signed.page_with(status, &title, view))
}

async fn view(signed: &Signed, id: Id<Request>, sent: &Form) -> Result<(String, Markup)> {
    let (app, caller) = (&signed.app, &signed.caller);
    let case = case::required(&app.store, id).await?;
    if !case.is_open_to(caller) {
        return outside(signed, case, sent);
    }
    let comments = comment::comments(&app.store, id).await?;
    let mut changes = changes(&app.store, id).await?;
    changes.retain(|change| !change.is_join(&case.joiners));
    let mut people = case.people();
    people.extend(comments.iter().map(|comment| comment.person_id));
    people.extend(changes.iter().map(|change| change.changed_by));
    let deciding = case.request.is_open() && signed.may(&rights::READ);
    let page = Page {
        signed,
        sent,
        phrase: Phrase::about(app, &people).await?,
        comments,
        changes,
        decision: decision::decision_of(&app.store, id).await?,
        evidence: if deciding { Some(seen(app, &case.request).await?) } else { None },
        refusals: if deciding { refusals(signed, &case.request).await? } else { Vec::new() },
        case,
    };
    Ok((page.title(), whole(&page)))
}

/// Others learn only that it was asked, so that they can join.
fn outside(signed: &Signed, case: crate::Case, sent: &Form) -> Result<(String, Markup)> {
    if !case.request.is_open() {
        case.require_open_to(&signed.caller)?;
    }
    let title = format!("{} is asked already", case.request.target.name);
    let view = who_may_join(signed, &case.request, &title, sent);
    Ok((title, view))
}

/// Refusals of the same that are in force.
async fn refusals(signed: &Signed, request: &Request) -> Result<Vec<Decision>> {
    let mut all = decision::in_force_on(&signed.app.store, &request.target, signed.now).await?;
    all.retain(|decision| !decision.is_allow());
    Ok(all)
}
