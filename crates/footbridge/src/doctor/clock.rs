//! The time: ends are exact, and sessions and signatures go by it.

use std::time::Duration;

use base::{Result, Timestamp};
use store::{Engine, Query, Store, values};

use super::{finding::Finding, premises::Premises};

/// Clocks this far apart are worth a look.
const APART_LOOK: Duration = Duration::from_secs(2);
/// Clocks this far apart make nodes disagree about what is in force.
const APART_WRONG: Duration = Duration::from_secs(30);
/// The database's own clock, in microseconds.
const DATABASE_NOW: &str = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";
const SYNCHRONISE: &str = "Let the machines keep time: `timedatectl set-ntp true`, or chrony.";

pub(super) async fn look(on: &Premises) -> Vec<Finding> {
    let mut findings = vec![zone(&on.settings.zone)];
    if let Some(store) = on.store() {
        findings.extend(against_database(store).await.unwrap_or_default());
        findings.extend(against_log(store).await.unwrap_or_default());
    }
    findings
}

fn zone(zone: &str) -> Finding {
    match jiff::tz::TimeZone::get(zone) {
        Ok(known) => {
            let here = jiff::Timestamp::now().to_zoned(known).strftime("%Y-%m-%d %H:%M");
            Finding::fine(format!("It is {here} in {zone}."))
        }
        Err(_) => Finding::wrong(
            format!("`{zone}` is not a time zone that this machine knows."),
            "Set `zone` to an IANA name such as Europe/Berlin, and install tzdata.",
        ),
    }
}

/// The embedded database has no clock of its own.
async fn against_database(store: &Store) -> Result<Option<Finding>> {
    if store.engine() == Engine::Sqlite {
        return Ok(None);
    }
    let before = Timestamp::from(jiff::Timestamp::now());
    let there: Option<Timestamp> = store.value(DATABASE_NOW, values![]).await?;
    let after = Timestamp::from(jiff::Timestamp::now());
    // Anywhere between asking and hearing is right.
    let apart = there.map(|there| there.since(after).max(before.since(there)));
    Ok(apart.map(|apart| {
        let what = format!("The database's clock is {} ms from this one's.", apart.as_millis());
        match apart {
            apart if apart > APART_WRONG => Finding::wrong(what, SYNCHRONISE),
            apart if apart > APART_LOOK => Finding::look(what, SYNCHRONISE),
            _ => Finding::fine(what),
        }
    }))
}

/// An entry of tomorrow means that the clock was ahead then, or is behind now.
async fn against_log(store: &Store) -> Result<Option<Finding>> {
    let newest = audit::entries(store, &audit::Filter::default(), None, 1).await?;
    let Some(newest) = newest.first() else { return Ok(None) };
    let ahead = newest.at.since(Timestamp::from(jiff::Timestamp::now()));
    if ahead > APART_LOOK {
        let what = format!(
            "The newest entry of the audit log is {} s ahead of the clock.",
            ahead.as_secs()
        );
        return Ok(Some(Finding::wrong(what, SYNCHRONISE)));
    }
    Ok(Some(Finding::fine("The clock is not behind the audit log.")))
}
