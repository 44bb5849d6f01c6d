//! Retiring: a policy goes out of force, and nothing comes in its place.

use audit::Entry;
use base::{Problem, Result, text::paragraph};
use store::{search, values};
use web::{App, Caller};

use crate::{
    TOPIC, Version, rights, sql,
    version::{current, in_force},
    writing::begin,
};

/// Puts `slug` out of force, whose version in force the caller takes to be `number`. Nobody is asked
/// to read it any more and nobody can acknowledge it; what was published and acknowledged stays. The
/// next version that is published puts it in force again.
pub async fn retire(
    app: &App,
    caller: &Caller,
    slug: &str,
    number: i64,
    reason: &str,
) -> Result<()> {
    let mut act = begin(app, caller, &rights::RETIRE, slug).await?;
    let before = in_force(&*act, slug).await?;
    check_number(&before, number)?;
    let reason = paragraph("reason", reason)?;
    let by = act.actor().to_string();
    let values = values![before.policy_id, before.number, act.at(), by, reason.as_str()];
    act.execute(sql::RETIRE, values).await?;
    search::remove(&act, "policy", slug).await?;
    act.touch(TOPIC);
    let after = current(&*act, slug).await?;
    let entry = Entry::new("policy.retire", before.object()).before(&before).after(&after);
    act.record(entry.grounds(reason)).await.map(drop)
}

fn check_number(version: &Version, number: i64) -> Result<()> {
    if version.number == number {
        return Ok(());
    }
    Err(Problem::conflict(format!(
        "Version {} is in force by now. Look at it before you retire it.",
        version.number
    )))
}
