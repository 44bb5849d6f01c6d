//! The state: does it answer, is it whole, does this program fit it.

use base::{Problem, Result};
use store::{Engine, Query, Store, values};

use super::{finding::Finding, premises::Premises};
use capabilities::CAPABILITIES;

/// The oldest PostgreSQL that the tests run on.
const POSTGRES_OLDEST: i64 = 15;
/// Steps that are named; of more the number is told.
const NAMED_MAX: usize = 3;

pub(super) async fn look(on: &Premises) -> Vec<Finding> {
    let store = match &on.store {
        Ok(Some(store)) => store,
        Ok(None) => {
            let what = "There is no database yet.";
            return vec![Finding::look(what, "The first start of `footbridge serve` makes it.")];
        }
        Err(problem) => return vec![closed(problem)],
    };
    let looked = async {
        let mut findings = vec![engine(store).await?];
        findings.extend(steps(store).await?);
        findings.extend(integrity(store).await?);
        Ok(findings)
    };
    looked.await.unwrap_or_else(|problem: Problem| vec![closed(&problem)])
}

fn closed(problem: &Problem) -> Finding {
    Finding::wrong(
        format!("{}.", problem.chain().trim_end_matches('.')),
        "See that it runs and that `database` or `data` leads to it; a damaged one is restored from the last backup.",
    )
}

async fn engine(store: &Store) -> Result<Finding> {
    if store.engine() == Engine::Sqlite {
        let version: Option<String> = store.value("SELECT sqlite_version()", values![]).await?;
        return Ok(Finding::fine(format!("SQLite {} answers.", version.unwrap_or_default())));
    }
    let version: Option<String> =
        store.value("SELECT current_setting('server_version')", values![]).await?;
    let version = version.unwrap_or_default();
    let major: i64 = version.split('.').next().and_then(|n| n.parse().ok()).unwrap_or_default();
    let what = format!("PostgreSQL {version} answers.");
    if major < POSTGRES_OLDEST {
        let to_do =
            format!("Footbridge is tested on PostgreSQL {POSTGRES_OLDEST} and later; upgrade it.");
        return Ok(Finding::look(what, to_do));
    }
    Ok(Finding::fine(what))
}

async fn steps(store: &Store) -> Result<Vec<Finding>> {
    let steps = store.steps(&web::migrations(CAPABILITIES)).await?;
    let named = |steps: &std::collections::BTreeSet<String>| {
        let some: Vec<&str> = steps.iter().take(NAMED_MAX).map(String::as_str).collect();
        format!(
            "{} ({}{})",
            steps.len(),
            some.join(", "),
            if steps.len() > NAMED_MAX { ", …" } else { "" }
        )
    };
    if !steps.newer.is_empty() {
        return Ok(vec![Finding::wrong(
            format!(
                "The database is newer than this program: steps it does not know: {}.",
                named(&steps.newer)
            ),
            "Use the release that the server runs.",
        )]);
    }
    if !steps.missing.is_empty() {
        return Ok(vec![Finding::look(
            format!(
                "The database is older than this program: steps to take: {}.",
                named(&steps.missing)
            ),
            "The next start takes them. Make a backup before it.",
        )]);
    }
    Ok(vec![Finding::fine("Every migration is done.")])
}

/// Opening has read every page of SQLite; here are the indexes and what refers to what.
async fn integrity(store: &Store) -> Result<Vec<Finding>> {
    if store.engine() == Engine::Postgres {
        return encoding(store).await.map(|finding| vec![finding]);
    }
    let whole: Vec<String> = store.column("PRAGMA integrity_check(1)", values![]).await?;
    let dangling: Vec<String> = store.column("PRAGMA foreign_key_check", values![]).await?;
    if whole.iter().any(|said| said != "ok") || !dangling.is_empty() {
        let said = whole.iter().find(|said| *said != "ok").or(dangling.first());
        return Ok(vec![Finding::wrong(
            format!("The database is damaged: {}.", said.map_or("", String::as_str)),
            "Stop the server, keep a copy of the data directory, and restore the last backup.",
        )]);
    }
    Ok(vec![Finding::fine("The database is whole.")])
}

/// Names sort by a column of their own, but only UTF-8 holds all of them.
async fn encoding(store: &Store) -> Result<Finding> {
    let encoding: Option<String> =
        store.value("SELECT current_setting('server_encoding')", values![]).await?;
    Ok(match encoding.as_deref() {
        Some("UTF8") => Finding::fine("The database keeps text as UTF-8."),
        other => Finding::wrong(
            format!("The database keeps text as {}.", other.unwrap_or("something unknown")),
            "Create a database with ENCODING 'UTF8' and LOCALE 'C.UTF-8', and restore into it.",
        ),
    })
}
