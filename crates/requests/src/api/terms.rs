//! The terms of a request.

use base::{Id, Problem, Schedule, Timestamp};
use serde::{Deserialize, Serialize};
use web::api::{Answered, Call, Json, One, Path, ToSchema};

use super::{asking::NewAudience, named::TermsNames};
use crate::{TermsDraft, case, effect::Effect, request::Request, words::Phrase};

/// What is proposed now.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RequestTerms)]
pub(crate) struct TermsShown {
    /// Counts the changes, from 1: a change and a review name the one that they saw.
    pub(crate) revision: i64,
    #[serde(flatten)]
    pub(crate) terms: TermsNames,
}

/// Other terms. What the seats said of the old ones is void then.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTerms {
    /// The revision that the caller saw.
    #[schema(minimum = 1)]
    pub(crate) revision: i64,
    #[serde(default)]
    pub(crate) audience: NewAudience,
    /// On which days and hours; at any time, if null.
    #[serde(default)]
    pub(crate) schedule: Option<Schedule>,
    /// The short names of published policies that must be acknowledged.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub(crate) conditions: Vec<String>,
    /// From when; from the decision on, if null.
    #[serde(default)]
    pub(crate) starts: Option<Timestamp>,
    /// Until when; without end, if null, which is for the seats to propose.
    #[serde(default)]
    pub(crate) ends: Option<Timestamp>,
}

impl From<NewTerms> for TermsDraft {
    fn from(new: NewTerms) -> Self {
        let moment = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        let schedule = new.schedule.as_ref();
        Self {
            revision: new.revision,
            audience: new.audience.into(),
            hours: schedule.map(Schedule::hours).unwrap_or_default(),
            zone: schedule.map(|schedule| schedule.zone().to_owned()).unwrap_or_default(),
            starts: moment(new.starts),
            ends: moment(new.ends),
            conditions: new.conditions,
        }
    }
}

pub(super) async fn show(call: Call, Path(id): Path<Id<Request>>) -> Answered<One<TermsShown>> {
    let case = case::required(&call.app.store, id).await?;
    case.require_open_to(&call.caller)?;
    let request = &case.request;
    let phrase = Phrase::about(&call.app, &request.terms.audience.people).await?;
    let terms = TermsNames::of(&phrase, Effect::Allow, &request.target.name, &request.terms);
    Ok(One(TermsShown { revision: request.revision, terms }))
}

pub(super) async fn replace(
    call: Call,
    Path(id): Path<Id<Request>>,
    Json(new): Json<NewTerms>,
) -> Answered<One<TermsShown>> {
    let done = crate::change_terms(&call.app, &call.caller, id, &new.into()).await;
    done.map_err(pointed)?;
    show(call, Path(id)).await
}

/// Where JSON has what a form calls so.
fn pointed(problem: Problem) -> Problem {
    match problem.field() {
        Some("until_day") => problem.at("ends"),
        Some("hours") => problem.at("schedule.hours"),
        Some("zone") => problem.at("schedule.zone"),
        _ => problem,
    }
}
