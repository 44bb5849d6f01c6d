//! A decision: made together, never edited; it ends by itself, by a seat, or by another decision.

use base::{Id, Problem, Result, Seat, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Query, Value, values};
use web::{Caller, Evidence, api::ToSchema};

use crate::{
    effect::Effect,
    request::Request,
    rights, sql,
    target::Target,
    terms::{Terms, from_json},
};

/// Without its parameter, as schemas need it.
pub(crate) type DecisionId = Id<Decision>;

/// Somebody who decided, as they were then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decider {
    /// Their number.
    pub person: i64,
    /// Their name.
    pub name: String,
    /// The seat for which they spoke.
    pub seat: Seat,
}

/// How a decision ended before its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DecisionEnding)]
pub struct Ending {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// The decision in its place, if there is one.
    pub superseded_by: Option<DecisionId>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// Its number.
    pub id: Id<Decision>,
    /// The request that it answers.
    pub request: Id<Request>,
    /// The revision of the terms that was decided.
    pub revision: i64,
    /// Allow or refuse.
    pub effect: Effect,
    /// About what.
    pub target: Target,
    /// For whom and when; `starts` is always there.
    pub terms: Terms,
    /// Why.
    pub reason: String,
    /// What to use instead: the slug of a service, or words.
    pub alternative: Option<String>,
    /// Who decided.
    pub deciders: Vec<Decider>,
    /// When.
    pub decided_at: Timestamp,
    /// What the deciders saw.
    pub evidence: Vec<Evidence>,
    /// SHA-256 of that, in hex.
    pub evidence_hash: String,
    /// How it ended, if somebody ended it.
    pub ending: Option<Ending>,
}

impl Decision {
    /// Whether it opens a door.
    pub fn is_allow(&self) -> bool {
        self.effect == Effect::Allow
    }

    /// Whether somebody ended or superseded it.
    pub fn is_ended(&self) -> bool {
        self.ending.is_some()
    }

    /// Whether its time is over at `at`.
    pub fn is_over(&self, at: Timestamp) -> bool {
        self.terms.ends.is_some_and(|ends| ends <= at)
    }

    /// Whether its time is still to come at `at`.
    pub fn is_ahead(&self, at: Timestamp) -> bool {
        self.terms.starts.is_some_and(|starts| starts > at)
    }

    /// Whether it holds at `at`, as far as its dates go.
    pub fn is_in_force(&self, at: Timestamp) -> bool {
        !self.is_ended() && !self.is_over(at) && !self.is_ahead(at)
    }

    /// The numbers of whom it is for and of who decided.
    pub(crate) fn people(&self) -> Vec<i64> {
        let deciders = self.deciders.iter().map(|decider| decider.person);
        self.terms.audience.people.iter().copied().chain(deciders).collect()
    }

    /// Whether `caller` may see it: the seats, and whom it is for.
    pub fn is_open_to(&self, caller: &Caller) -> bool {
        let covered = |person| self.terms.audience.covers(person, &caller.groups);
        caller.may(&rights::READ) || caller.person().is_some_and(covered)
    }

    /// The same as a check.
    pub(crate) fn require_open_to(&self, caller: &Caller) -> Result<()> {
        if self.is_open_to(caller) {
            return Ok(());
        }
        Err(Problem::forbidden("Only those whom it is for and the seats see this decision."))
    }

    /// Whether `caller` could close it: a door by any seat, a refusal only by the operator.
    pub(crate) fn may_be_ended_by(&self, caller: &Caller) -> bool {
        caller.may(&rights::END) && (self.is_allow() || caller.person().is_none())
    }

    /// Nothing can end twice.
    pub(crate) fn require_standing(&self) -> Result<()> {
        match &self.ending {
            None => Ok(()),
            Some(ending) => Err(Problem::conflict(format!(
                "Decision {} was ended by {} already.",
                self.id, ending.by
            ))),
        }
    }

    /// Its page.
    pub fn href(&self) -> String {
        format!("/decisions/{}", self.id)
    }

    /// What the audit log calls it.
    pub fn object(&self) -> String {
        format!("decision/{}", self.id)
    }
}

store::row! {
    struct Row {
        id: Id<Decision>,
        request_id: Id<Request>,
        revision: i64,
        effect: String,
        target_kind: String,
        target: String,
        target_name: String,
        audience: String,
        schedule: Option<String>,
        conditions: String,
        starts: Timestamp,
        ends: Option<Timestamp>,
        reason: String,
        alternative: Option<String>,
        deciders: String,
        decided_at: Timestamp,
        evidence: String,
        evidence_hash: String,
        ended_at: Option<Timestamp>,
        ended_by: Option<String>,
        end_reason: Option<String>,
        superseded_by: Option<i64>,
    }
}

impl TryFrom<Row> for Decision {
    type Error = Problem;

    fn try_from(row: Row) -> Result<Self> {
        let superseded_by = row.superseded_by.map(Id::new);
        let ending = row.ended_at.map(|at| Ending {
            at,
            by: row.ended_by.unwrap_or_default(),
            reason: row.end_reason.unwrap_or_default(),
            superseded_by,
        });
        let terms = Terms {
            audience: from_json(&row.audience)?,
            schedule: row.schedule.as_deref().map(from_json).transpose()?,
            conditions: from_json(&row.conditions)?,
            starts: Some(row.starts),
            ends: row.ends,
        };
        Ok(Self {
            id: row.id,
            request: row.request_id,
            revision: row.revision,
            effect: row.effect.parse()?,
            target: Target { kind: row.target_kind, key: row.target, name: row.target_name },
            terms,
            reason: row.reason,
            alternative: row.alternative,
            deciders: from_json(&row.deciders)?,
            decided_at: row.decided_at,
            evidence: from_json(&row.evidence)?,
            evidence_hash: row.evidence_hash,
            ending,
        })
    }
}

async fn read(on: &impl Query, sql: &str, values: Vec<Value>) -> Result<Vec<Decision>> {
    on.all::<Row>(sql, values).await?.into_iter().map(Decision::try_from).collect()
}

/// The decision with this number.
pub async fn decision(on: &impl Query, id: Id<Decision>) -> Result<Option<Decision>> {
    Ok(read(on, sql::DECISION, values![id]).await?.pop())
}

/// The same, or the sentence that there is none.
pub(crate) async fn required(on: &impl Query, id: Id<Decision>) -> Result<Decision> {
    let missing = || Problem::not_found(format!("There is no decision {id}."));
    decision(on, id).await?.ok_or_else(missing)
}

/// The decision in which a request ended.
pub(crate) async fn decision_of(on: &impl Query, id: Id<Request>) -> Result<Option<Decision>> {
    Ok(read(on, sql::DECISION_OF, values![id]).await?.pop())
}

/// Decisions before the number `before`, newest first.
pub(crate) async fn decisions(on: &impl Query, before: i64, most: i64) -> Result<Vec<Decision>> {
    read(on, sql::DECISIONS, values![before, most]).await
}

/// The last 50 decisions on a target, newest first.
pub async fn decisions_on(on: &impl Query, target: &Target) -> Result<Vec<Decision>> {
    read(on, sql::DECISIONS_ON, values![target.kind.as_str(), target.key.as_str()]).await
}

/// Those of them that hold at `at`.
pub(crate) async fn in_force_on(
    on: &impl Query,
    target: &Target,
    at: Timestamp,
) -> Result<Vec<Decision>> {
    let mut all = decisions_on(on, target).await?;
    all.retain(|decision| decision.is_in_force(at));
    Ok(all)
}

/// Every decision that holds at `at`.
pub async fn in_force(on: &impl Query, at: Timestamp) -> Result<Vec<Decision>> {
    read(on, sql::IN_FORCE, values![at, at]).await
}

/// Those of them before the number `before`, newest first.
pub(crate) async fn in_force_before(
    on: &impl Query,
    at: Timestamp,
    before: i64,
    most: i64,
) -> Result<Vec<Decision>> {
    read(on, sql::IN_FORCE_BEFORE, values![at, at, before, most]).await
}

/// Decisions since `since` on what this person asked or joined.
pub(crate) async fn answers_to(
    on: &impl Query,
    person: i64,
    since: Timestamp,
) -> Result<Vec<Decision>> {
    read(on, sql::DECISIONS_FOR, values![since, person, person]).await
}
