//! The pages of requests.

mod acting;
mod asking;
mod decisions;
mod lists;
mod one;
mod rules;
mod terms;

use base::{Id, Problem, Result};
use web::{Access, Routes};

use crate::rights;

/// The verb asks for the right to ask.
const SIGNED_OUT_MEANWHILE: Access = Access::Open(
    "whoever was signed out while they wrote signs in and finds what they wrote; nothing is asked",
);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/requests", &rights::ASK, lists::requests)
        .post("/requests", SIGNED_OUT_MEANWHILE, asking::create)
        .get("/requests/new", &rights::ASK, asking::new)
        .get("/requests/{id}", &rights::ASK, one::show)
        .post("/requests/{id}/joins", &rights::JOIN, acting::join)
        .post("/requests/{id}/joins/end", &rights::JOIN, acting::leave)
        .get("/requests/{id}/terms", &rights::CHANGE_TERMS, terms::edit)
        .post("/requests/{id}/terms", &rights::CHANGE_TERMS, terms::change)
        .post("/requests/{id}/reviews", &rights::REVIEW, acting::review)
        .post("/requests/{id}/comments", &rights::COMMENT, acting::comment)
        .post("/requests/{id}/decisions", &rights::DECIDE, acting::decide)
        .post("/requests/{id}/withdrawal", &rights::WITHDRAW, acting::withdraw)
        .get("/review", &rights::REVIEW, lists::queue)
        .get("/decisions", &rights::READ, lists::decisions)
        .get("/decisions/{id}", &rights::ASK, decisions::show)
        .get("/decisions/{id}/proof", &rights::ASK, decisions::proof)
        .post("/decisions/{id}/end", &rights::END, decisions::end)
        .get("/review-rules", Access::AnyOf(rights::SEEING_RULES), rules::show)
        .post("/review-rules", &rights::SET_RULE, rules::set)
}

/// The number in an address of a page.
fn number<T>(text: &str, what: &str) -> Result<Id<T>> {
    text.parse().map_err(|_| Problem::not_found(format!("There is no {what} `{text}`.")))
}
