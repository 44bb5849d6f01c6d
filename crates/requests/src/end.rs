//! Ending a decision before its time.

use audit::{Act, Entry};
use base::{Id, Problem, Result, text};
use store::values;
use web::{App, Caller};

use crate::{
    TOPIC,
    decision::{self, Decision},
    rights, sql,
};

/// A seat alone closes a door: walls may close quickly. A refusal is not closed but replaced, by a
/// new decision of both sides; only the operator may lift one.
pub async fn end(app: &App, caller: &Caller, id: Id<Decision>, reason: &str) -> Result<()> {
    let reason = text::paragraph("reason", reason)?;
    let mut act = app.begin(caller, &rights::END).await?;
    let decision = decision::required(&act, id).await?;
    decision.require_standing()?;
    if decision.is_over(act.at()) {
        return Err(Problem::conflict("This decision is over already: its time has come."));
    }
    if !decision.is_allow() && caller.person().is_some() {
        return Err(Problem::conflict(
            "A refusal ends by a new decision of both sides. Ask for it again; when it is allowed, it takes the refusal's place.",
        ));
    }
    write(&act, id, &reason, None).await?;
    act.touch(TOPIC);
    let entry = Entry::new("requests.end", decision.object());
    act.record(entry.before(&decision.terms).grounds(reason)).await.map(drop)
}

/// `old` ends because `by` takes its place, as part of the act that decides `by`.
pub(crate) async fn supersede(act: &Act, old: Id<Decision>, by: Id<Decision>) -> Result<()> {
    write(act, old, &format!("Decision {by} takes its place."), Some(by)).await
}

async fn write(
    act: &Act,
    id: Id<Decision>,
    reason: &str,
    superseded_by: Option<Id<Decision>>,
) -> Result<()> {
    let values = values![id, act.at(), act.actor().to_string(), reason, superseded_by];
    act.execute(sql::END, values).await.map(drop)
}
