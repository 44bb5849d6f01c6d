//! From the embedded database to PostgreSQL, once and for good.

use audit::checkpoint::Trust;
use base::{Problem, Result};
use capabilities::CAPABILITIES;
use clap::{Arg, ArgMatches, Command};
use serde_json::json;
use store::{Frozen, Location, Moved, Moving, ServerLock, Store};
use web::Console;

use crate::{interrupt::until_told_to_stop, progress::Progress};

pub(crate) fn command() -> Command {
    Command::new("move")
        .about(
            "Move the whole state from the embedded database to PostgreSQL; stop the server first",
        )
        .arg(
            Arg::new("to")
                .long("to")
                .value_name("URL")
                .required(true)
                .help("An empty database: postgres://user:password@host/name"),
        )
}

/// Moves everything, or nothing. The embedded database stays as it is.
pub(crate) async fn run(console: &Console, matches: &ArgMatches) -> Result<()> {
    let settings = console.here()?;
    let Location::Directory(directory) = &settings.location else {
        return Err(Problem::conflict(
            "This state is on PostgreSQL already. Leave out --database to move what is in the data directory.",
        ));
    };
    let to = Location::new(directory, matches.get_one("to").map(String::as_str));
    let to = to.map_err(|problem| problem.at("to"))?;
    let from = Frozen::open(directory).await?;
    let _lock = ServerLock::take(directory)?;
    let store = Store::open(&to).await?;
    let moved = until_told_to_stop(move_all(&from, &store)).await??;
    store.close().await?;
    let rows: i64 = moved.iter().map(|table| table.rows).sum();
    let text = format!(
        "Moved: {} tables, {rows} rows, each counted on both sides, and the same audit log.\nStart the server with --database from now on. `{}` holds the state as it was before: keep it until you have seen the new one work, then remove it.",
        moved.len(),
        directory.join(store::DATABASE_FILE).display()
    );
    let tables: serde_json::Map<_, _> =
        moved.iter().map(|moved| (moved.table.clone(), moved.rows.into())).collect();
    console.answer(&json!({ "rows": rows, "tables": tables }), &text)
}

async fn move_all(from: &Frozen, to: &Store) -> Result<Vec<Moved>> {
    let moving = Moving::begin(from, to, &web::migrations(CAPABILITIES)).await?;
    let mut progress = Progress::of("Moving", moving.rows().await?);
    let moved = moving.pour(|rows| progress.add(rows)).await?;
    drop(progress);
    check(from, &moving).await?;
    moving.commit().await?;
    Ok(moved)
}

/// The log that has arrived is the one that left, and every entry of it is as it was written.
async fn check(from: &Frozen, moving: &Moving<'_>) -> Result<()> {
    let head = audit::head(from).await?;
    if audit::head(moving).await? != head {
        return Err(altered("it is not the same on both sides"));
    }
    let Some(trust) = Trust::of(moving).await? else { return Ok(()) };
    let report = audit::verify(moving, &trust, head.checkpoint.as_deref()).await?;
    report.findings.first().map_or(Ok(()), |finding| Err(altered(&finding.to_string())))
}

fn altered(how: &str) -> Problem {
    Problem::conflict(format!(
        "The audit log is not as it was written ({how}): nothing was moved. `footbridge audit verify` names the entries."
    ))
}
