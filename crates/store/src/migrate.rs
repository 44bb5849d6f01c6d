//! Numbered steps forward, each applied once.

use std::collections::HashMap;

use base::{Problem, Result};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use sha2::{Digest, Sha256};

use crate::{
    Engine, Query, Store, Value, key,
    query::{problem, statement},
    search, values,
};

/// One step. Its text never changes once it was released; what was wrong is mended by another step.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// For example `0001_person`.
    pub name: &'static str,
    /// Statements; `{id}` and `{blob}` stand for what the engines write differently.
    pub sql: &'static str,
}

/// A slice's steps, in order.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// The slice's name.
    pub slice: &'static str,
    /// Oldest first.
    pub steps: &'static [Migration],
}

/// The steps whose files are named, in order: `migrations!("people": "0001_person")` reads
/// `migrations/0001_person.sql` of the calling crate.
#[macro_export]
macro_rules! migrations {
    ($slice:literal: $($name:literal),* $(,)?) => {
        $crate::Migrations {
            slice: $slice,
            steps: &[$($crate::Migration {
                name: $name,
                sql: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sql")),
            }),*],
        }
    };
}

/// Any number, as long as no other program on the same PostgreSQL database uses it.
const POSTGRES_LOCK: i64 = 0x666f_6f74;

const OWN: Migration = Migration {
    name: "0001_store",
    sql: "
        CREATE TABLE IF NOT EXISTS migration (
            slice TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
            PRIMARY KEY (slice, name));
        CREATE TABLE IF NOT EXISTS topic (name TEXT PRIMARY KEY, version BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS program (
            one BIGINT PRIMARY KEY CHECK (one = 1), version TEXT NOT NULL);",
};

/// The version of this program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The version that took the newest step.
const BROUGHT_BY: &str = "SELECT version FROM program";

const BRING: &str = "
    INSERT INTO program (one, version) VALUES (1, $1)
    ON CONFLICT (one) DO UPDATE SET version = excluded.version";

crate::row! {
    struct Applied {
        slice: String,
        name: String,
        sha256: String,
    }
}

struct Migrating<'a>(&'a DatabaseTransaction);

impl Query for Migrating<'_> {
    fn connection(&self) -> &impl ConnectionTrait {
        self.0
    }
}

/// The ground's own steps, before those of the slices.
pub(crate) fn own(engine: Engine) -> [Migrations; 2] {
    [key::MIGRATIONS, search::migrations(engine)]
}

/// All or nothing, one process at a time.
pub(crate) async fn apply(store: &Store, slices: &[Migrations]) -> Result<()> {
    let engine = store.engine();
    let options = TransactionOptions {
        sqlite_transaction_mode: (engine == Engine::Sqlite)
            .then_some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let tx = store.writer().begin_with_options(options).await.map_err(problem)?;
    take_turn(&tx, engine).await?;
    step_all(&tx, engine, slices).await?;
    tx.commit().await.map_err(problem)
}

/// Programs that start at once on PostgreSQL go one after the other; SQLite has one writer anyway.
pub(crate) async fn take_turn(tx: &DatabaseTransaction, engine: Engine) -> Result<()> {
    match engine {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => {
            run(tx, "SELECT pg_advisory_xact_lock($1)", values![POSTGRES_LOCK]).await
        }
    }
}

/// Takes the steps that are missing. A database that a newer program stepped on is refused before.
pub(crate) async fn step_all(
    tx: &DatabaseTransaction,
    engine: Engine,
    slices: &[Migrations],
) -> Result<()> {
    tx.execute_unprepared(OWN.sql).await.map_err(problem)?;
    let on = Migrating(tx);
    let brought_by: Option<String> = on.value(BROUGHT_BY, values![]).await?;
    let applied: Vec<Applied> = on.all("SELECT slice, name, sha256 FROM migration", vec![]).await?;
    let mut applied: HashMap<_, _> =
        applied.into_iter().map(|row| ((row.slice, row.name), row.sha256)).collect();
    let mut missing = Vec::new();
    for slice in own(engine).iter().chain(slices) {
        for step in slice.steps {
            match applied.remove(&(slice.slice.to_owned(), step.name.to_owned())) {
                None => missing.push((slice.slice, step)),
                Some(sha256) => refuse_changed(slice.slice, step, &sha256, brought_by.as_deref())?,
            }
        }
    }
    refuse_newer(&applied, brought_by.as_deref())?;
    let up_to_date = missing.is_empty() && brought_by.is_some();
    for (slice, step) in missing {
        step_forward(tx, engine, slice, step).await?;
    }
    if up_to_date { Ok(()) } else { run(tx, BRING, values![VERSION]).await }
}

async fn step_forward(
    tx: &DatabaseTransaction,
    engine: Engine,
    slice: &str,
    step: &Migration,
) -> Result<()> {
    tx.execute_unprepared(&for_engine(engine, step.sql)).await.map_err(|error| {
        Problem::internal(format!("migration {slice}/{} failed", step.name), error)
    })?;
    run(
        tx,
        "INSERT INTO migration (slice, name, sha256) VALUES ($1, $2, $3)",
        values![slice, step.name, sha256(step)],
    )
    .await
}

fn sha256(step: &Migration) -> String {
    format!("{:x}", Sha256::digest(step.sql))
}

async fn run(tx: &DatabaseTransaction, sql: &str, values: Vec<Value>) -> Result<()> {
    tx.execute_raw(statement(&Migrating(tx), sql, values)).await.map(drop).map_err(problem)
}

fn for_engine(engine: Engine, sql: &str) -> String {
    let (id, blob) = match engine {
        Engine::Sqlite => ("INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB"),
        Engine::Postgres => ("BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "BYTEA"),
    };
    sql.replace("{id}", id).replace("{blob}", blob)
}

fn refuse_changed(
    slice: &str,
    step: &Migration,
    known: &str,
    brought_by: Option<&str>,
) -> Result<()> {
    if known == sha256(step) {
        return Ok(());
    }
    Err(Problem::conflict(format!(
        "The database was made by {}, whose step {slice}/{} differs from that of this program, Footbridge {VERSION}. Start the one that made it.",
        release(brought_by),
        step.name
    )))
}

fn refuse_newer(
    unknown: &HashMap<(String, String), String>,
    brought_by: Option<&str>,
) -> Result<()> {
    let Some((slice, name)) = unknown.keys().min() else { return Ok(()) };
    let newer = release(brought_by);
    Err(Problem::conflict(format!(
        "The database is newer than this program: {newer} brought it up to date, and this is Footbridge {VERSION}, which does not know its step {slice}/{name}. Start {newer} or one after it, or restore the backup from before the upgrade."
    )))
}

fn release(version: Option<&str>) -> String {
    version
        .map_or_else(|| "a newer Footbridge".to_owned(), |version| format!("Footbridge {version}"))
}
