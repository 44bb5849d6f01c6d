//! What deciders do.

use base::{Id, Problem, Result, Seat};
use clap::Args;
use serde_json::json;
use web::{Console, api::escaped};

use super::{seen::Seen, text};
use crate::{
    api::{
        DecisionSheet, NewDecision, NewEnd, NewReview, NewRule, RequestSheet, ReviewRule, Shown,
    },
    decision::Decision,
    effect::Effect,
    request::Request,
};

#[derive(Debug, Args)]
pub(crate) struct Reviewing {
    /// The number of the request
    id: Id<Request>,
    /// What your seat says
    answer: Effect,
    /// What you saw: the word after `seen:` that `show` gives
    #[arg(long)]
    seen: Seen,
    /// The seat for which you speak; your only one, if you leave it out
    #[arg(long)]
    seat: Option<Seat>,
    /// In a sentence; needed to refuse
    #[arg(long, default_value = "")]
    note: String,
}

pub(super) async fn review(console: &Console, reviewing: Reviewing) -> Result<()> {
    let Reviewing { id, answer, seen, seat, note } = reviewing;
    let new = NewReview { seat, revision: seen.revision, answer, note };
    let path = format!("/requests/{id}/reviews");
    let shown: Shown = console.api().await?.post(&path, &new).await?;
    console.answer(&shown, &format!("reviewed request {id}"))
}

#[derive(Debug, Args)]
pub(crate) struct Deciding {
    /// The number of the request
    id: Id<Request>,
    /// What is decided
    effect: Effect,
    /// What you saw: the word after `seen:` that `show` gives
    #[arg(long)]
    seen: Seen,
    /// The seat for which you speak; the one that may decide, if you leave it out
    #[arg(long)]
    seat: Option<Seat>,
    /// Why; needed to refuse
    #[arg(long, default_value = "")]
    reason: String,
    /// What to use instead, when it is refused: a service, or words
    #[arg(long, default_value = "")]
    instead: String,
}

pub(super) async fn decide(console: &Console, deciding: Deciding) -> Result<()> {
    let Deciding { id, effect, seen, seat, reason, instead } = deciding;
    let api = console.api().await?;
    let sheet = whole(api.get(&format!("/requests/{id}")).await?)?;
    seen.require_same(&sheet)?;
    let evidence = sheet.evidence.ok_or_else(|| Problem::forbidden("Only a seat decides."))?;
    let new = NewDecision {
        seat,
        revision: seen.revision,
        effect,
        reason,
        alternative: instead,
        evidence_sha256: evidence.sha256,
    };
    let made: DecisionSheet = api.post(&format!("/requests/{id}/decisions"), &new).await?;
    console.answer(&made, text::decision_line(console, &made.line).trim_start())
}

/// What only those who may see all of a request can do.
fn whole(shown: Shown) -> Result<RequestSheet> {
    match shown {
        Shown::Whole(sheet) => Ok(*sheet),
        Shown::Outline(_) => Err(Problem::forbidden(
            "Only whoever asked, whoever joined and the seats see this request.",
        )),
    }
}

pub(super) async fn end(console: &Console, id: Id<Decision>, reason: String) -> Result<()> {
    let path = format!("/decisions/{id}/end");
    let ended: DecisionSheet = console.api().await?.post(&path, &NewEnd { reason }).await?;
    console.answer(&ended, &format!("ended decision {id}"))
}

pub(super) async fn rule(console: &Console, category: String, seats: Vec<Seat>) -> Result<()> {
    let api = console.api().await?;
    let path = format!("/review-rules/{}", escaped(&category));
    if seats.is_empty() {
        api.delete(&path).await?;
        let answer = json!({ "category": category, "own": false });
        return console.answer(&answer, &format!("took the rule for {category} away"));
    }
    let rule: ReviewRule = api.put(&path, &NewRule { seats }).await?;
    console.answer(&rule, &format!("set the rule for {category}"))
}
