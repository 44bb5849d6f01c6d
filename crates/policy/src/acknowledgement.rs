//! This person read that version then.

use audit::Entry;
use base::{Problem, Result};
use serde::{Deserialize, Serialize};
use store::{Query, values};
use web::{App, Caller, api::ToSchema};

use crate::{TOPIC, Version, rights, sql, version::in_force};

/// The text that a person had before them when they said that they have read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicyRead)]
pub struct Read {
    /// The number of the version.
    pub version: i64,
    /// The hash of its text.
    pub sha256: String,
}

/// Records that `caller` has read `slug` as they saw it. Whoever has said so before leaves no second
/// entry; if another version is in force by now, the problem says so.
pub async fn acknowledge(app: &App, caller: &Caller, slug: &str, read: &Read) -> Result<()> {
    let person = caller.require_person()?;
    let mut act = app.begin(caller, &rights::ACKNOWLEDGE).await?;
    let version = in_force(&*act, slug).await?;
    check_read(&version, read)?;
    let values =
        values![version.policy_id, version.number, person, version.sha256.as_str(), act.at()];
    if act.execute(sql::ACKNOWLEDGE, values).await? == 0 {
        act.leave_unchanged();
        return Ok(());
    }
    act.touch(TOPIC);
    act.record(Entry::new("policy.acknowledge", version.object()).after(read)).await?;
    Ok(())
}

fn check_read(version: &Version, read: &Read) -> Result<()> {
    if version.number != read.version {
        return Err(Problem::conflict(format!(
            "Version {} was published while you were reading. Read it below, then confirm.",
            version.number
        )));
    }
    if version.sha256 != read.sha256 {
        return Err(Problem::conflict(
            "The text you saw is not the one in force. Read it below, then confirm.",
        ));
    }
    Ok(())
}

/// Whether `person` has read `slug`: its newest version that must be read, or a later one.
pub async fn has_acknowledged(on: &impl Query, slug: &str, person: i64) -> Result<bool> {
    Ok(on.value::<i64>(sql::HAS_ACKNOWLEDGED, values![slug, person]).await?.is_some())
}
