//! Ending sessions.

use audit::Entry;
use base::{Problem, Result};
use web::{App, Caller, Visit};

use crate::rights;

/// Ends the session of this browser.
pub(crate) async fn sign_out(visit: &Visit, caller: &Caller) -> Result<()> {
    let act = visit.app.begin(caller, &rights::OWN).await?;
    web::session::end(&act, visit.token()).await?;
    act.record(Entry::new("people.sign-out", format!("person/{}", caller.login()))).await?;
    Ok(())
}

/// Ends every session of the caller, this one too.
pub(crate) async fn sign_out_everywhere(app: &App, caller: &Caller) -> Result<()> {
    let act = app.begin(caller, &rights::OWN).await?;
    let ended = web::session::end_all(&act, caller.require_person()?).await?;
    let entry = Entry::new("people.sign-out-everywhere", format!("person/{}", caller.login()));
    act.record(entry.after(serde_json::json!({ "sessions": ended }))).await?;
    Ok(())
}

/// Ends one session of the caller.
pub(crate) async fn end_session(app: &App, caller: &Caller, id: i64) -> Result<()> {
    let act = app.begin(caller, &rights::OWN).await?;
    if web::session::end_one(&act, caller.require_person()?, id).await? == 0 {
        return Err(Problem::not_found("You have no such session; it may have ended already."));
    }
    let entry = Entry::new("people.end-session", format!("person/{}", caller.login()));
    act.record(entry.before(serde_json::json!({ "session": id }))).await?;
    Ok(())
}

/// Ends every session of the caller but that of this browser.
pub(crate) async fn end_other_sessions(visit: &Visit, caller: &Caller) -> Result<()> {
    let act = visit.app.begin(caller, &rights::OWN).await?;
    let ended = web::session::end_others(&act, caller.require_person()?, visit.token()).await?;
    if ended == 0 {
        act.leave_unchanged();
        return Ok(());
    }
    let entry = Entry::new("people.end-other-sessions", format!("person/{}", caller.login()));
    act.record(entry.before(serde_json::json!({ "sessions": ended }))).await?;
    Ok(())
}
