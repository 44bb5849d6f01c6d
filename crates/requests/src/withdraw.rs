//! Taking back what one asked.

use audit::Entry;
use base::{Id, Problem, Result};
use store::values;
use web::{App, Caller};

use crate::{case::hold, request::Request, rights, sql};

/// `caller` takes back their open request.
pub async fn withdraw(app: &App, caller: &Caller, id: Id<Request>) -> Result<()> {
    let person = caller.require_person()?;
    let act = app.begin(caller, &rights::WITHDRAW).await?;
    let case = hold(&act, id).await?;
    if case.request.asker != person {
        return Err(Problem::forbidden("Only whoever asked may withdraw a request."));
    }
    case.request.require_open()?;
    act.execute(sql::WITHDRAW, values![act.at(), id]).await?;
    let entry = Entry::new("requests.withdraw", case.request.object());
    act.record(entry.before(&case.request)).await.map(drop)
}
