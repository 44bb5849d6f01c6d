//! Changing what is proposed.

use audit::{Act, Entry};
use base::{Id, Problem, Result, Timestamp};
use store::{Query, values};
use web::{App, Caller};

use crate::{
    audience::AudienceDraft,
    case::{Case, hold},
    request::Request,
    review::require_seen,
    rights, sql,
    terms::{Terms, json, json_option, read_conditions, read_schedule},
    until,
};

/// Terms as a form says them.
#[derive(Clone, Debug, Default)]
pub struct TermsDraft {
    /// The revision that they saw.
    pub revision: i64,
    /// For whom.
    pub audience: AudienceDraft,
    /// `mon-fri 09:00-17:00`; empty for always.
    pub hours: String,
    /// The zone of the hours.
    pub zone: String,
    /// A day or a moment in the organisation's zone; empty for the moment of the decision.
    pub starts: String,
    /// A day (to its end) or a moment; empty for no end, which is for the seats to propose.
    pub ends: String,
    /// Slugs of policies.
    pub conditions: Vec<String>,
}

/// `caller` proposes other terms: whoever asked, until a seat has reviewed them; or a seat. What the
/// seats had said before is void, and the number of the revision says so.
pub async fn change_terms(
    app: &App,
    caller: &Caller,
    id: Id<Request>,
    draft: &TermsDraft,
) -> Result<()> {
    let person = caller.require_person()?;
    let right = if caller.may(&rights::READ) { &rights::REVIEW } else { &rights::CHANGE_TERMS };
    let act = app.begin(caller, right).await?;
    let case = hold(&act, id).await?;
    case.request.require_open()?;
    check_changer(&case, caller, person)?;
    require_seen(&case.request, draft.revision)?;
    let terms = read(&act, app, caller, &case, draft).await?;
    if terms == case.request.terms {
        act.leave_unchanged();
        return Ok(());
    }
    propose(&act, id, (case.request.revision + 1, Cause::Proposal), person, &terms).await?;
    let entry = Entry::new("requests.change-terms", case.request.object());
    act.record(entry.before(&case.request.terms).after(&terms)).await.map(drop)
}

/// Whether `caller` may change the terms now.
pub(crate) fn check_changer(case: &Case, caller: &Caller, person: i64) -> Result<()> {
    if caller.may(&rights::READ) {
        return Ok(());
    }
    if case.request.asker != person {
        return Err(Problem::forbidden("Only whoever asked and the seats may change the terms."));
    }
    if case.is_reviewed() {
        return Err(Problem::conflict(
            "A seat has reviewed these terms already. Say in the discussion what should change.",
        ));
    }
    Ok(())
}

async fn read(
    act: &Act,
    app: &App,
    caller: &Caller,
    case: &Case,
    draft: &TermsDraft,
) -> Result<Terms> {
    let zone = &app.settings.zone;
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let starts = given(&draft.starts).map(|text| until::start_of("starts", &text, zone));
    let ends = given(&draft.ends).map(|text| until::end_of("ends", &text, zone));
    let terms = Terms {
        audience: draft.audience.read(act, case.request.asker).await?,
        schedule: read_schedule(&draft.hours, &draft.zone)?,
        conditions: read_conditions(act, &draft.conditions).await?,
        starts: starts.transpose()?,
        ends: ends.transpose()?,
    };
    terms.check_dates(act.at())?;
    if !caller.may(&rights::READ) {
        let ends =
            terms.ends.ok_or_else(|| Problem::invalid("ends", "Choose until when you need it."))?;
        until::check_asked(ends, act.at(), zone).map_err(|problem| problem.at("ends"))?;
    }
    Ok(terms)
}

/// Why there is a new revision.
#[derive(Clone, Copy)]
pub(crate) enum Cause {
    /// Somebody asks, or proposes something else.
    Proposal,
    /// Somebody joined or left.
    Joining,
}

/// Writes down what is proposed as `revision`.
pub(crate) async fn propose(
    act: &Act,
    id: Id<Request>,
    (revision, cause): (i64, Cause),
    person: i64,
    terms: &Terms,
) -> Result<()> {
    let values = values![
        id,
        revision,
        json(&terms.audience)?,
        json_option(terms.schedule.as_ref())?,
        json(&terms.conditions)?,
        terms.starts,
        terms.ends,
        person,
        act.at(),
        i64::from(matches!(cause, Cause::Joining)),
    ];
    act.execute(sql::PROPOSE, values).await?;
    act.execute(sql::SET_REVISION, values![revision, id]).await.map(drop)
}

store::row! {
    /// That the terms were changed.
    pub(crate) struct Change {
        pub(crate) revision: i64,
        pub(crate) changed_by: i64,
        pub(crate) changed_at: Timestamp,
    }
}

/// Every change of the terms, oldest first; that somebody joined or left is none.
pub(crate) async fn changes(on: &impl Query, id: Id<Request>) -> Result<Vec<Change>> {
    on.all(sql::CHANGES, values![id]).await
}
