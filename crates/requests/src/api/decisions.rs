//! Decisions: the record.

use base::{Id, Result, Seat, Timestamp};
use serde::{Deserialize, Serialize};
use web::api::{Answered, Call, Json, Limit, Many, One, Path, Query, ToSchema};

use super::{acting::NewEnd, named::TermsNames, sheet::EvidenceShown};
use crate::{
    decision::{self, Decision, DecisionId, Ending},
    effect::Effect,
    request::RequestId,
    rights,
    target::Target,
    words::Phrase,
};

/// Which decisions to list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = WantedDecisions)]
pub(super) struct Wanted {
    /// Only those that hold now.
    in_force: bool,
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: Option<i64>,
}

/// Where a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = DecisionState)]
pub(crate) enum State {
    /// Its time is still to come.
    Ahead,
    /// It holds.
    InForce,
    /// Its time is over, or somebody ended it.
    Ended,
}

/// Somebody who decided, as they were called then.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = DecidedBy)]
pub(crate) struct DeciderShown {
    pub(crate) login: String,
    pub(crate) name: String,
    /// The seat for which they spoke.
    pub(crate) seat: Seat,
}

/// A decision.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct DecisionLine {
    pub(crate) id: DecisionId,
    /// The request that it answers.
    pub(crate) request: RequestId,
    /// The revision of the terms that was decided.
    pub(crate) revision: i64,
    pub(crate) effect: Effect,
    pub(crate) state: State,
    pub(crate) target: Target,
    pub(crate) terms: TermsNames,
    pub(crate) reason: String,
    /// What to use instead: the short name of a service, or words.
    pub(crate) alternative: Option<String>,
    pub(crate) deciders: Vec<DeciderShown>,
    pub(crate) decided_at: Timestamp,
    /// How it ended before its time, if somebody ended it.
    pub(crate) ending: Option<Ending>,
}

/// A decision with its grounds.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct DecisionSheet {
    #[serde(flatten)]
    pub(crate) line: DecisionLine,
    /// What the deciders saw: for the seats.
    pub(crate) evidence: Option<EvidenceShown>,
    /// Whether the caller may end it now.
    pub(crate) may_end: bool,
}

impl DecisionLine {
    fn of(decision: &Decision, phrase: &Phrase, now: Timestamp) -> Self {
        let target = &decision.target;
        let decider = |decider: &decision::Decider| DeciderShown {
            login: phrase.names.login(decider.person).to_owned(),
            name: decider.name.clone(),
            seat: decider.seat,
        };
        Self {
            id: decision.id,
            request: decision.request,
            revision: decision.revision,
            effect: decision.effect,
            state: state(decision, now),
            terms: TermsNames::of(phrase, decision.effect, &target.name, &decision.terms),
            target: target.clone(),
            reason: decision.reason.clone(),
            alternative: decision.alternative.clone(),
            deciders: decision.deciders.iter().map(decider).collect(),
            decided_at: decision.decided_at,
            ending: decision.ending.clone(),
        }
    }
}

fn state(decision: &Decision, now: Timestamp) -> State {
    if decision.is_ended() || decision.is_over(now) {
        State::Ended
    } else if decision.is_ahead(now) {
        State::Ahead
    } else {
        State::InForce
    }
}

impl DecisionSheet {
    /// The decision as the caller sees it.
    pub(super) async fn of(call: &Call, id: Id<Decision>) -> Result<Self> {
        let decision = decision::required(&call.app.store, id).await?;
        decision.require_open_to(&call.caller)?;
        let phrase = Phrase::about(&call.app, &decision.people()).await?;
        let line = DecisionLine::of(&decision, &phrase, call.now);
        let may_end = line.state != State::Ended && decision.may_be_ended_by(&call.caller);
        let evidence = EvidenceShown { sha256: decision.evidence_hash, panels: decision.evidence };
        let evidence = call.caller.may(&rights::READ).then_some(evidence);
        Ok(Self { line, evidence, may_end })
    }
}

pub(super) async fn list(call: Call, Query(wanted): Query<Wanted>) -> Answered<Many<DecisionLine>> {
    let (before, most) = (wanted.after.unwrap_or(i64::MAX), wanted.limit.and_one());
    let found = if wanted.in_force {
        decision::in_force_before(&call.app.store, call.now, before, most).await?
    } else {
        decision::decisions(&call.app.store, before, most).await?
    };
    let people: Vec<i64> = found.iter().flat_map(Decision::people).collect();
    let phrase = Phrase::about(&call.app, &people).await?;
    let page = Many::page(found, wanted.limit, |decision| decision.id.to_string());
    Ok(page.map(|decision| DecisionLine::of(&decision, &phrase, call.now)))
}

pub(super) async fn show(call: Call, Path(id): Path<Id<Decision>>) -> Answered<One<DecisionSheet>> {
    Ok(One(DecisionSheet::of(&call, id).await?))
}

pub(super) async fn end(
    call: Call,
    Path(id): Path<Id<Decision>>,
    Json(new): Json<NewEnd>,
) -> Answered<One<DecisionSheet>> {
    crate::end(&call.app, &call.caller, id, &new.reason).await?;
    Ok(One(DecisionSheet::of(&call, id).await?))
}

pub(super) async fn prove(call: Call, Path(id): Path<Id<Decision>>) -> Answered<One<audit::Proof>> {
    Ok(One(crate::prove(&call.app, &call.caller, id).await?))
}
