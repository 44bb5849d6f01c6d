//! What people do on a request, and to a decision.

use base::{Id, Problem, Result, Seat};
use serde::{Deserialize, Serialize};
use web::api::{Answered, Call, Created, Done, Json, One, Path, ToSchema};

use super::{decisions::DecisionSheet, sheet::Shown};
use crate::{Opinion, Ruling, effect::Effect, request::Request};

/// How to join.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NewJoin {
    /// Only be told of it, and not become part of the audience.
    pub(crate) only_follow: bool,
}

pub(super) async fn join(
    call: Call,
    Path(id): Path<Id<Request>>,
    Json(new): Json<NewJoin>,
) -> Answered<One<Shown>> {
    crate::join(&call.app, &call.caller, id, !new.only_follow).await?;
    shown(&call, id).await
}

pub(super) async fn leave(call: Call, Path(id): Path<Id<Request>>) -> Answered<Done> {
    crate::leave(&call.app, &call.caller, id).await?;
    Ok(Done)
}

/// The request as it is after the act.
pub(super) async fn shown(call: &Call, id: Id<Request>) -> Answered<One<Shown>> {
    Ok(One(Shown::of(&call.app, &call.caller, id).await?))
}

/// What a seat thinks.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReview {
    /// The seat for which the caller speaks; their only one, if it is left out.
    pub(crate) seat: Option<Seat>,
    /// The revision of the terms that they saw.
    #[schema(minimum = 1)]
    pub(crate) revision: i64,
    pub(crate) answer: Effect,
    /// A sentence; needed to refuse.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(crate) note: String,
}

pub(super) async fn review(
    call: Call,
    Path(id): Path<Id<Request>>,
    Json(new): Json<NewReview>,
) -> Answered<One<Shown>> {
    let seat = seat(&call, new.seat)?;
    let opinion = Opinion { seat, revision: new.revision, answer: new.answer, note: new.note };
    crate::review(&call.app, &call.caller, id, &opinion).await?;
    shown(&call, id).await
}

fn seat(call: &Call, named: Option<Seat>) -> Result<Seat> {
    match (named, &call.caller.seats[..]) {
        (Some(seat), _) => Ok(seat),
        (None, [only]) => Ok(*only),
        (None, []) => Err(Problem::forbidden("Only a seat reviews.")),
        (None, _) => Err(Problem::invalid("seat", "You hold several seats. Say for which one.")),
    }
}

/// Something to say.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewComment {
    #[schema(min_length = 1, max_length = 4000)]
    pub(crate) words: String,
}

pub(super) async fn comment(
    call: Call,
    Path(id): Path<Id<Request>>,
    Json(new): Json<NewComment>,
) -> Answered<One<Shown>> {
    crate::comment(&call.app, &call.caller, id, &new.words).await?;
    shown(&call, id).await
}

/// What is decided, by somebody who has seen what they name.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDecision {
    /// The seat for which the caller speaks; the one that may decide, if it is left out.
    pub(crate) seat: Option<Seat>,
    /// The revision of the terms that they saw.
    #[schema(minimum = 1)]
    pub(crate) revision: i64,
    pub(crate) effect: Effect,
    /// Why; needed to refuse.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(crate) reason: String,
    /// What to use instead, when it is refused: a service, or words.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(crate) alternative: String,
    /// The hash of the evidence that they saw.
    pub(crate) evidence_sha256: String,
}

pub(super) async fn decide(
    call: Call,
    Path(id): Path<Id<Request>>,
    Json(new): Json<NewDecision>,
) -> Answered<Created<DecisionSheet>> {
    let ruling = Ruling {
        seat: new.seat,
        revision: new.revision,
        effect: new.effect,
        reason: new.reason,
        alternative: new.alternative,
        evidence_hash: new.evidence_sha256,
    };
    let decided = crate::decide(&call.app, &call.caller, id, &ruling).await?;
    let sheet = DecisionSheet::of(&call, decided).await?;
    Ok(Created::at(format!("/decisions/{decided}"), sheet))
}

pub(super) async fn withdraw(call: Call, Path(id): Path<Id<Request>>) -> Answered<One<Shown>> {
    crate::withdraw(&call.app, &call.caller, id).await?;
    shown(&call, id).await
}

/// Why a decision ends.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEnd {
    /// For the record, and for those whom it was for.
    #[schema(min_length = 1, max_length = 4000)]
    pub(crate) reason: String,
}
