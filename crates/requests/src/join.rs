//! Asking together.

use audit::{Act, Entry};
use base::{Id, Problem, Result};
use store::values;
use web::{App, Caller};

use crate::{
    case::{Case, hold},
    change::{Cause, propose},
    request::Request,
    rights, sql,
    terms::Terms,
};

/// People who can join one request; more than that ask for a group.
const JOINERS_MAX: usize = 100;

/// `caller` joins an open request. With `included` they become part of its audience, as long as no
/// seat has reviewed it: what was reviewed does not grow by itself, it is for the seats to change
/// the terms then.
pub async fn join(app: &App, caller: &Caller, id: Id<Request>, included: bool) -> Result<()> {
    let person = caller.require_person()?;
    let act = app.begin(caller, &rights::JOIN).await?;
    let case = hold(&act, id).await?;
    case.request.require_open()?;
    if case.is_asked_by(person) {
        act.leave_unchanged();
        return Ok(());
    }
    check(&case, person)?;
    act.execute(sql::JOIN, values![id, person, i64::from(included), act.at()]).await?;
    if included && !case.is_reviewed() {
        take_in(&act, &case, person).await?;
    }
    let after = serde_json::json!({ "person": person, "included": included });
    act.record(Entry::new("requests.join", case.request.object()).after(after)).await.map(drop)
}

fn check(case: &Case, person: i64) -> Result<()> {
    if let Some(seat) = case.spoke_for(person) {
        return Err(Problem::conflict(format!(
            "You have reviewed this request for {seat}. Whoever asks does not review."
        )));
    }
    if case.joiners.len() >= JOINERS_MAX {
        return Err(Problem::too_many(format!(
            "{JOINERS_MAX} people have joined this request already. Ask for your whole group instead."
        )));
    }
    Ok(())
}

/// As a revision of its own: whoever has the page open sees that the audience has grown before they
/// review it.
async fn take_in(act: &Act, case: &Case, person: i64) -> Result<()> {
    let request = &case.request;
    let audience = request.terms.audience.clone().with(person);
    if audience == request.terms.audience {
        return Ok(());
    }
    let terms = Terms { audience, ..request.terms.clone() };
    propose(act, request.id, (request.revision + 1, Cause::Joining), person, &terms).await
}
