//! Requests and decisions for programs: what the pages show and do, with the same rights.

mod acting;
mod asking;
mod decisions;
mod lists;
mod may;
mod named;
mod rules;
mod said;
mod sheet;
mod terms;

pub(crate) use {
    acting::{NewComment, NewDecision, NewEnd, NewJoin, NewReview},
    asking::{NewAudience, NewRequest, Until},
    decisions::{DecisionLine, DecisionSheet},
    lists::{RequestLine, ReviewTask, TimeToYes},
    rules::{NewRule, ReviewRule},
    sheet::{RequestSheet, Shown},
    terms::{NewTerms, TermsShown},
};

use web::{Access, Api};

use crate::rights;

pub(crate) fn api() -> Api {
    let api =
        Api::new("Requests", "Asking, reviewing and deciding together; and what was decided.")
            .get("/requests", "List requests, newest first", &rights::ASK, lists::requests)
            .post("/requests", "Ask for a service or a site", &rights::ASK, asking::create)
            .get("/requests/{id}", "Read a request", &rights::ASK, sheet::show)
            .post("/requests/{id}/joins", "Join a request", &rights::JOIN, acting::join)
            .delete("/requests/{id}/joins", "Leave a request", &rights::JOIN, acting::leave)
            .get("/requests/{id}/terms", "Read the terms of a request", &rights::ASK, terms::show)
            .put("/requests/{id}/terms", "Change the terms", &rights::CHANGE_TERMS, terms::replace)
            .post("/requests/{id}/reviews", "Review a request", &rights::REVIEW, acting::review)
            .post("/requests/{id}/comments", "Say something", &rights::COMMENT, acting::comment)
            .post(
                "/requests/{id}/decisions",
                "Decide on a request",
                &rights::DECIDE,
                acting::decide,
            )
            .post(
                "/requests/{id}/withdrawal",
                "Withdraw a request",
                &rights::WITHDRAW,
                acting::withdraw,
            )
            .get("/review-queue", "List what waits for your seats", &rights::REVIEW, lists::queue);
    decided(api)
}

fn decided(api: Api) -> Api {
    let seeing_rules = Access::AnyOf(rights::SEEING_RULES);
    api.get("/time-to-yes", "Read how long a yes takes", &rights::READ, lists::yes)
        .get("/decisions", "List decisions, newest first", &rights::READ, decisions::list)
        .get("/decisions/{id}", "Read a decision", &rights::ASK, decisions::show)
        .get("/decisions/{id}/proof", "Prove a decision", &rights::ASK, decisions::prove)
        .post("/decisions/{id}/end", "End a decision before its time", &rights::END, decisions::end)
        .get("/review-rules", "List which seats must agree", seeing_rules, rules::list)
        .get("/review-rules/{category}", "Read a rule", seeing_rules, rules::show)
        .put("/review-rules/{category}", "Set a rule", &rights::SET_RULE, rules::set)
        .delete("/review-rules/{category}", "Take a rule away", &rights::SET_RULE, rules::remove)
}
