//! No longer asking together.

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

/// `caller` leaves an open request that they joined, and its audience, as long as no seat has
/// reviewed it: what was reviewed does not shrink by itself either.
pub async fn leave(app: &App, caller: &Caller, id: Id<Request>) -> Result<()> {
    let person = caller.require_person()?;
    let act = app.begin(caller, &rights::JOIN).await?;
    let case = hold(&act, id).await?;
    case.request.require_open()?;
    let joiner = case.joiner(person).cloned().ok_or_else(|| not_joined(&case, person))?;
    act.execute(sql::LEAVE, values![id, person]).await?;
    if joiner.is_included() && !case.is_reviewed() {
        take_out(&act, &case, person).await?;
    }
    act.record(Entry::new("requests.leave", case.request.object()).before(joiner)).await.map(drop)
}

fn not_joined(case: &Case, person: i64) -> Problem {
    Problem::conflict(if case.request.asker == person {
        "You asked this. Withdraw the request if nobody needs it any more."
    } else {
        "You have not joined this request."
    })
}

/// As a revision of its own. Through their groups they may still be part of it.
async fn take_out(act: &Act, case: &Case, person: i64) -> Result<()> {
    let request = &case.request;
    let audience = request.terms.audience.clone().without(person);
    if audience == request.terms.audience {
        return Ok(());
    }
    let terms = Terms { audience, ..request.terms.clone() };
    propose(act, request.id, (request.revision + 1, Cause::Joining), person, &terms).await
}
