//! What people do on the page of a request.

use axum::{extract::Path, response::Response};
use base::{Id, Problem, Result, Seat};
use web::{Answered, Form, Signed};

use super::{number, one};
use crate::{Effect, Opinion, Request, Ruling};

/// On to the page with a sentence; what cannot be taken is given back on it.
async fn answer(
    signed: &Signed,
    id: Id<Request>,
    form: Form,
    done: Result<()>,
    said: &str,
) -> Answered<Response> {
    match done {
        Ok(()) => Ok(signed.go_saying(&format!("/requests/{id}"), said)),
        Err(problem) => one::give_back(signed, id, form, problem).await,
    }
}

/// `POST /requests/{id}/joins`: with `only_follow` they do not become part of the audience.
pub(super) async fn join(signed: Signed, Path(id): Path<String>, form: Form) -> Answered {
    let id = number(&id, "request")?;
    let done = crate::join(&signed.app, &signed.caller, id, !form.ticked("only_follow")).await;
    answer(&signed, id, form, done, "You have joined. What is said and decided is shown here.")
        .await
}

/// `POST /requests/{id}/joins/end`: back to the list, as the page may not be theirs any more.
pub(super) async fn leave(signed: Signed, Path(id): Path<String>, form: Form) -> Answered {
    let id = number(&id, "request")?;
    match crate::leave(&signed.app, &signed.caller, id).await {
        Ok(()) => Ok(signed.go_saying("/requests", "You have left the request.")),
        Err(problem) => one::give_back(&signed, id, form, problem).await,
    }
}

/// `POST /requests/{id}/reviews`
pub(super) async fn review(signed: Signed, Path(id): Path<String>, form: Form) -> Answered {
    let id = number(&id, "request")?;
    let done = match opinion(&signed, &form) {
        Ok(opinion) => crate::review(&signed.app, &signed.caller, id, &opinion).await,
        Err(problem) => Err(problem),
    };
    answer(&signed, id, form, done, "Your review is recorded.").await
}

fn opinion(signed: &Signed, form: &Form) -> Result<Opinion> {
    let only = signed.caller.seats.first().copied();
    let seat = form.read::<Seat>("seat")?.or(only);
    Ok(Opinion {
        seat: seat.ok_or_else(|| Problem::forbidden("Only a seat reviews."))?,
        revision: revision(form),
        answer: effect(form, "answer")?,
        note: form.text("note").to_owned(),
    })
}

/// The revision that the form was made for; 0, which no request has, where it says none.
pub(super) fn revision(form: &Form) -> i64 {
    form.text("revision").parse().unwrap_or(0)
}

fn effect(form: &Form, field: &str) -> Result<Effect> {
    form.text(field).parse().map_err(|problem: Problem| problem.at(field))
}

/// `POST /requests/{id}/comments`
pub(super) async fn comment(signed: Signed, Path(id): Path<String>, form: Form) -> Answered {
    let id = number(&id, "request")?;
    let done = crate::comment(&signed.app, &signed.caller, id, form.text("words")).await;
    answer(&signed, id, form, done, "Said.").await
}

/// `POST /requests/{id}/decisions`
pub(super) async fn decide(signed: Signed, Path(id): Path<String>, form: Form) -> Answered {
    let id = number(&id, "request")?;
    let done = match ruling(&form) {
        Ok(ruling) => crate::decide(&signed.app, &signed.caller, id, &ruling).await.map(drop),
        Err(problem) => Err(problem),
    };
    answer(&signed, id, form, done, "Decided. It is in force within a second.").await
}

fn ruling(form: &Form) -> Result<Ruling> {
    Ok(Ruling {
        seat: form.read::<Seat>("seat")?,
        revision: revision(form),
        effect: effect(form, "effect")?,
        reason: form.text("reason").to_owned(),
        alternative: form.text("alternative").to_owned(),
        evidence_hash: form.text("evidence").to_owned(),
    })
}

/// `POST /requests/{id}/withdrawal`
pub(super) async fn withdraw(signed: Signed, Path(id): Path<String>, form: Form) -> Answered {
    let id = number(&id, "request")?;
    let done = crate::withdraw(&signed.app, &signed.caller, id).await;
    answer(&signed, id, form, done, "Withdrawn.").await
}
