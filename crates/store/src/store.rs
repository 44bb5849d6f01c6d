//! Opening the state, reading it, and owning it.

use std::{
    fs::{self, File, TryLockError},
    io::ErrorKind,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::Duration,
};

use base::{Problem, Result};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

use crate::{
    Engine, Location, Migrations, Query, Snapshot, Topic, Transaction, Watch, migrate,
    query::problem, topics::Topics,
};

/// The embedded database in its directory.
pub const DATABASE_FILE: &str = "footbridge.sqlite";
/// How long a statement waits for another process's write before it gives up.
const BUSY_WAIT: Duration = Duration::from_secs(10);
/// How long to wait before asking for one's turn again.
const TURN_WAIT: Duration = Duration::from_millis(2);
/// Connections that read an SQLite file, and connections to PostgreSQL.
const CONNECTIONS_MAX: u32 = 8;

/// How long a transaction on PostgreSQL may wait for its own node before it is undone.
const IDLE_IN_TRANSACTION_MAX: &str = "10s";

/// The state: connections that read, and the way to write. Clones share everything.
#[derive(Clone, Debug)]
pub struct Store {
    engine: Engine,
    read: DatabaseConnection,
    write: DatabaseConnection,
    topics: Topics,
}

impl Store {
    /// Opens the state at `location`, making the directory and the file if they are missing.
    /// Says in a sentence what is wrong with a database that cannot be read.
    pub async fn open(location: &Location) -> Result<Self> {
        let (read, write) = match location {
            Location::Directory(directory) => open_file(directory).await?,
            Location::Postgres(url) => open_postgres(url).await?,
        };
        Ok(Self { engine: location.engine(), read, write, topics: Topics::default() })
    }

    /// The engine that answers.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Brings the tables of every slice, in order, to what this program expects.
    pub async fn migrate(&self, slices: &[Migrations]) -> Result<()> {
        migrate::apply(self, slices).await
    }

    /// Begins a write. SQLite takes the one write lock now, so that nothing read inside is stale.
    pub async fn begin(&self) -> Result<Transaction> {
        Transaction::begin(self.engine, &self.write, self.topics.clone()).await
    }

    /// Begins to read: everything that is read through the answer is of one instant.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        Snapshot::begin(self.engine, &self.read).await
    }

    /// Wakes when a committed transaction touched one of `topics`, here or in another process
    /// (the latter while [`Store::listen`] runs).
    pub fn watch(&self, topics: &[Topic]) -> Watch {
        self.topics.watch(topics)
    }

    /// Carries the topics of other processes on the same database to the watchers here. Runs until
    /// dropped; a lost connection is made again.
    pub async fn listen(&self) {
        self.topics.listen(self.engine, &self.read).await;
    }

    /// Closes every connection; SQLite folds its log into the file.
    pub async fn close(self) -> Result<()> {
        let Self { read, write, .. } = self;
        read.close().await.map_err(problem)?;
        write.close().await.map_err(problem)
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.read
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.write
    }
}

impl Query for Store {
    fn connection(&self) -> &impl ConnectionTrait {
        &self.read
    }
}

/// The right to be the one server on a directory, until dropped or the process ends.
#[derive(Debug)]
pub struct ServerLock(
    #[expect(dead_code, reason = "the lock lives as long as the open file")] File,
);

impl ServerLock {
    /// Takes the lock, or says that another server has it.
    pub fn take(directory: &Path) -> Result<Self> {
        make_directory(directory)?;
        let path = directory.join("server.lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(
            |error| Problem::internal(format!("`{}` could not be opened", path.display()), error),
        )?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Problem::conflict(format!(
                "Another Footbridge server is running on `{}`. Stop it first, or give this one another --data directory.",
                directory.display()
            ))),
            Err(TryLockError::Error(error)) => {
                Err(Problem::internal(format!("`{}` could not be locked", path.display()), error))
            }
        }
    }
}

fn make_directory(directory: &Path) -> Result<()> {
    fs::create_dir_all(directory).map_err(|error| {
        Problem::internal(
            format!("the data directory `{}` could not be made", directory.display()),
            error,
        )
    })
}

async fn open_file(directory: &Path) -> Result<(DatabaseConnection, DatabaseConnection)> {
    make_directory(directory)?;
    let path = directory.join(DATABASE_FILE);
    let unreadable = |error| {
        Problem::internal(
            format!(
                "`{}` is not a database that can be read; it may be damaged. Keep a copy of it and restore the last backup",
                path.display()
            ),
            error,
        )
    };
    // Making a new file keep a log (WAL) fails at once where two try it: opening takes turns.
    let turn = take_turn(directory).await?;
    make_private(&path)?;
    let write = connect_file(&path, 1, true).await.map_err(unreadable)?;
    drop(turn);
    // Damage in the middle of the file is found here and not on the page where somebody works.
    let check = write.query_one_raw(sea_orm::Statement::from_string(
        sea_orm::DbBackend::Sqlite,
        "PRAGMA quick_check(1)",
    ));
    let found: String = check
        .await
        .and_then(|row| row.map_or(Ok(String::new()), |row| row.try_get_by_index(0)))
        .map_err(unreadable)?;
    if found != "ok" {
        return Err(unreadable(sea_orm::DbErr::Custom(found)));
    }
    let read = connect_file(&path, CONNECTIONS_MAX, false).await.map_err(unreadable)?;
    Ok((read, write))
}

/// The file holds people and hashes of passwords: only its owner reads it. SQLite gives its logs the
/// rights of the file.
fn make_private(path: &Path) -> Result<()> {
    match File::options().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(Problem::internal(format!("`{}` could not be made", path.display()), error))
        }
        _ => Ok(()),
    }
}

/// Waits for the others that open the same file. Held for a few milliseconds each; asked again and
/// again, because a thread that waits for a lock could be the one that its holder needs.
async fn take_turn(directory: &Path) -> Result<File> {
    let path = directory.join("open.lock");
    let failed =
        |error| Problem::internal(format!("`{}` could not be locked", path.display()), error);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(failed)?;
    let asked = std::time::Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if asked.elapsed() < BUSY_WAIT => {
                tokio::time::sleep(TURN_WAIT).await;
            }
            Err(TryLockError::WouldBlock) => {
                return Err(Problem::conflict(format!(
                    "Something else keeps `{}` from being opened; see which program holds its lock.",
                    directory.display()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
}

async fn connect_file(
    path: &Path,
    connections: u32,
    create: bool,
) -> Result<DatabaseConnection, sea_orm::DbErr> {
    let mut options = ConnectOptions::new("sqlite://");
    let path = path.to_owned();
    options.max_connections(connections).min_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |options| {
        options
            .filename(&path)
            .create_if_missing(create)
            .journal_mode(SqliteJournalMode::Wal)
            // A decision that was acknowledged survives a loss of power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_WAIT)
            .statement_cache_capacity(256)
    });
    Database::connect(options).await
}

async fn open_postgres(url: &str) -> Result<(DatabaseConnection, DatabaseConnection)> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(CONNECTIONS_MAX)
        .connect_timeout(BUSY_WAIT)
        .acquire_timeout(BUSY_WAIT)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|options| {
            options.options([
                // That a table exists already is what `IF NOT EXISTS` is for, and no news.
                ("client_min_messages", "warning"),
                // A node that stands still must not make the others wait for what it has locked.
                ("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_MAX),
            ])
        });
    let connection = Database::connect(options).await.map_err(|error| {
        Problem::internal(
            "the PostgreSQL database did not answer; check its address, its password and that it is running",
            error,
        )
    })?;
    Ok((connection.clone(), connection))
}
