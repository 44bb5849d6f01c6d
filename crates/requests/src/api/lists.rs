//! Requests, the review queue, and how long a yes takes.

use base::{Result, Seat, Timestamp};
use serde::{Deserialize, Serialize};
use web::api::{Answered, Call, Limit, Many, One, Query, ToSchema};

use super::named::PersonName;
use crate::{
    case::{Case, cases},
    effect::Effect,
    request::{self, Listing, RequestId, State},
    rights,
    target::Target,
    time_to_yes::{DAYS, time_to_yes},
    today::{Task, queue as waiting, standing},
    words::Phrase,
};

/// Whose requests to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Whose {
    /// What the caller asked or joined.
    Mine,
    /// Everybody's.
    All,
}

/// Which requests to list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = WantedRequests)]
pub(super) struct Wanted {
    /// Everybody's, where the caller may see those; else their own.
    whose: Option<Whose>,
    state: Option<State>,
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: Option<i64>,
}

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct RequestLine {
    pub(crate) id: RequestId,
    /// Who asks.
    pub(crate) asker: PersonName,
    /// For what.
    pub(crate) target: Target,
    /// The category that chooses the seats: that of the service, or `unknown`.
    pub(crate) category: String,
    pub(crate) state: State,
    /// The seats that must agree.
    pub(crate) required: Vec<Seat>,
    /// Those of them that have said nothing to the terms that stand.
    pub(crate) silent: Vec<Seat>,
    /// What all of them say, if they say the same.
    pub(crate) agreement: Option<Effect>,
    /// What they say, in words.
    pub(crate) standing: String,
    /// Counts the changes of the terms, from 1.
    pub(crate) revision: i64,
    pub(crate) asked_at: Timestamp,
    pub(crate) decided_at: Option<Timestamp>,
    pub(crate) withdrawn_at: Option<Timestamp>,
}

impl RequestLine {
    pub(super) fn of(case: &Case, phrase: &Phrase) -> Self {
        let request = &case.request;
        Self {
            id: request.id,
            asker: PersonName::of(&phrase.names, request.asker),
            target: request.target.clone(),
            category: request.category.clone(),
            state: request.state(),
            required: case.required.clone(),
            silent: case.silent(),
            agreement: case.agreement(),
            standing: standing(case),
            revision: request.revision,
            asked_at: request.asked_at,
            decided_at: request.decided_at,
            withdrawn_at: request.withdrawn_at,
        }
    }
}

pub(super) async fn requests(
    call: Call,
    Query(wanted): Query<Wanted>,
) -> Answered<Many<RequestLine>> {
    let listing =
        Listing { of: whose(&call, wanted.whose)?, state: wanted.state, before: wanted.after };
    let found = request::list(&call.app.store, listing, wanted.limit.and_one()).await?;
    let cases = cases(&call.app.store, found).await?;
    let phrase = about(&call, cases.iter()).await?;
    let page = Many::page(cases, wanted.limit, |case| case.request.id.to_string());
    Ok(page.map(|case| RequestLine::of(&case, &phrase)))
}

/// `None` for everybody's.
fn whose(call: &Call, wanted: Option<Whose>) -> Result<Option<i64>> {
    match wanted {
        Some(Whose::All) => call.caller.require(&rights::READ).map(|()| None),
        None if call.caller.may(&rights::READ) => Ok(None),
        _ => call.caller.require_person().map(Some),
    }
}

async fn about(call: &Call, cases: impl Iterator<Item = &Case>) -> Result<Phrase> {
    let askers: Vec<i64> = cases.map(|case| case.request.asker).collect();
    Phrase::about(&call.app, &askers).await
}

/// Something that waits for a seat of the caller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ReviewTask {
    pub(crate) request: RequestLine,
    /// What for, in the words of whoever asks.
    pub(crate) purpose: String,
    /// Whether the decision is what is left; else a review.
    pub(crate) is_decision: bool,
    /// Since when it waits.
    pub(crate) since: Timestamp,
}

impl ReviewTask {
    fn of(task: &Task, phrase: &Phrase) -> Self {
        Self {
            request: RequestLine::of(&task.case, phrase),
            purpose: task.case.request.purpose.clone(),
            is_decision: task.is_decision,
            since: task.since,
        }
    }
}

/// The longest wait first; never more than a queue looks at, so it is one page.
pub(super) async fn queue(call: Call) -> Answered<Many<ReviewTask>> {
    let tasks = waiting(&call.app.store, &call.caller).await?;
    let phrase = about(&call, tasks.iter().map(|task| &task.case)).await?;
    Ok(Many::all(tasks.iter().map(|task| ReviewTask::of(task, &phrase)).collect()))
}

/// How long a yes takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct TimeToYes {
    /// Over how many days.
    pub(crate) days: u32,
    /// The median from asked to allowed; null if nothing was allowed.
    pub(crate) median_seconds: Option<u64>,
}

pub(super) async fn yes(call: Call) -> Answered<One<TimeToYes>> {
    let median = time_to_yes(&call.app.store, call.now).await?;
    Ok(One(TimeToYes { days: DAYS, median_seconds: median.map(|median| median.as_secs()) }))
}
