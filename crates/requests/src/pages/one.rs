//! The page of a request.

use axum::{extract::Path, response::Response};
use base::{Id, Problem, Result};
use maud::Markup;
use web::{Answered, Form, Signed};

use super::number;
use crate::{
    case,
    look::look,
    request::Request,
    views::request::{Page, who_may_join, whole_page},
    whole::Whole,
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
    let whole = Whole::seen_by(app, caller, case).await?;
    let phrase = Phrase::about(app, &whole.people()).await?;
    look(&app.store, id, caller.require_person()?, &whole.comments).await?;
    let page = Page { signed, sent, phrase, whole };
    Ok((page.title(), whole_page(&page)))
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
