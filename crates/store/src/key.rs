//! The program's own keys, the same for every node: whoever needs one first makes it.

use std::path::Path;

use base::{
    Problem, Result, secret,
    text::{hex, unhex},
};

use crate::{Migration, Migrations, Query, Store, values};

pub(crate) const MIGRATIONS: Migrations = Migrations {
    slice: "key",
    steps: &[Migration {
        name: "0001_key",
        // In hexadecimal.
        sql: "CREATE TABLE program_key (name TEXT PRIMARY KEY, bytes TEXT NOT NULL);",
    }],
};

/// The key of this name, for example `form`. The first time it is what `keys/NAME.key` in the data
/// directory `data` holds, where programs kept their keys before, or else what `make` gives. Of
/// several nodes that start at once one is heard, and all get the same.
pub async fn key(
    store: &Store,
    data: &Path,
    name: &str,
    make: impl FnOnce() -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    if let Some(known) = kept_key(store, name).await? {
        return Ok(known);
    }
    let kept = secret::kept_key(&data.join(format!("keys/{name}.key")))?;
    let first = kept.map_or_else(make, Ok)?;
    let tx = store.begin().await?;
    tx.execute(KEEP, values![name, hex(&first)]).await?;
    tx.commit().await?;
    let known = kept_key(store, name).await?;
    known.ok_or_else(|| unreadable(name, "it is gone again"))
}

/// The key of this name, if one was made.
pub async fn kept_key(on: &impl Query, name: &str) -> Result<Option<Vec<u8>>> {
    let written: Option<String> = on.value(FIND, values![name]).await?;
    let read = |text: String| {
        unhex(&text).ok_or_else(|| unreadable(name, "it is not written in hexadecimal"))
    };
    written.map(read).transpose()
}

fn unreadable(name: &str, how: &'static str) -> Problem {
    Problem::internal(
        format!("the key `{name}` in the database cannot be read; restore the last backup"),
        how,
    )
}

const KEEP: &str =
    "INSERT INTO program_key (name, bytes) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";

const FIND: &str = "SELECT bytes FROM program_key WHERE name = $1";
