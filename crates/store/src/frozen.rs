//! The embedded database as it was at one instant, read beside the server that goes on writing.

use std::path::Path;

use base::{Problem, Result};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use crate::{Engine, Query, Snapshot, store::DATABASE_FILE, values};

/// Pages that are read at once: a mebibyte, of the usual 4 KiB each.
const PAGES_AT_ONCE: i64 = 256;

/// The embedded database of a directory, opened to read and held at one instant. Whoever writes does
/// not wait for it; what they write meanwhile stays in SQLite's log until this is dropped.
#[derive(Debug)]
pub struct Frozen {
    snapshot: Snapshot,
    /// Lives as long as the snapshot that is read through it.
    _connection: DatabaseConnection,
    page_bytes: u64,
    pages: i64,
}

impl Frozen {
    /// Opens the database in `directory`. Nothing is made, migrated or changed.
    pub async fn open(directory: &Path) -> Result<Self> {
        let path = directory.join(DATABASE_FILE);
        if !path.is_file() {
            return Err(Problem::not_found(format!(
                "There is no database in `{}`. Name the data directory with --data.",
                directory.display()
            )));
        }
        let connection = connect(&path).await.map_err(|error| {
            Problem::internal(format!("`{}` could not be opened to read", path.display()), error)
        })?;
        let snapshot = Snapshot::begin(Engine::Sqlite, &connection).await?;
        let pages = number(&snapshot, "PRAGMA page_count").await?;
        let page_bytes = number(&snapshot, "PRAGMA page_size").await?;
        let page_bytes = u64::try_from(page_bytes).unwrap_or_default();
        Ok(Self { snapshot, _connection: connection, page_bytes, pages })
    }

    /// How large the file is that its pages make up.
    pub fn bytes(&self) -> u64 {
        self.page_bytes * u64::try_from(self.pages).unwrap_or_default()
    }

    /// The next pages after the first `read`, in order; none at the end. One after the other they are
    /// the database file, which needs no log beside it.
    pub async fn pages_after(&self, read: usize) -> Result<Vec<Vec<u8>>> {
        let first = i64::try_from(read).unwrap_or(i64::MAX).saturating_add(1);
        let last = first.saturating_add(PAGES_AT_ONCE - 1).min(self.pages);
        if first > last {
            return Ok(Vec::new());
        }
        self.column(PAGES, values![first, last]).await
    }
}

impl Query for Frozen {
    fn connection(&self) -> &impl ConnectionTrait {
        self.snapshot.connection()
    }
}

async fn connect(path: &Path) -> Result<DatabaseConnection, sea_orm::DbErr> {
    let mut options = ConnectOptions::new("sqlite://");
    let path = path.to_owned();
    // The one connection is the snapshot, however long it is read.
    options.max_connections(1).idle_timeout(None).max_lifetime(None).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |options| options.filename(&path).read_only(true));
    Database::connect(options).await
}

async fn number(on: &impl Query, pragma: &str) -> Result<i64> {
    Ok(on.value(pragma, values![]).await?.unwrap_or_default())
}

/// Each page is looked up by its number: the table of pages knows no ranges.
const PAGES: &str = "
    WITH RECURSIVE wanted (pgno) AS
        (SELECT CAST($1 AS BIGINT) UNION ALL SELECT pgno + 1 FROM wanted WHERE pgno < $2)
    SELECT page.data FROM wanted CROSS JOIN sqlite_dbpage AS page ON page.pgno = wanted.pgno";
