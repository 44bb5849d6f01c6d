//! A fresh database for each test, on both engines. PostgreSQL's address comes from
//! `FOOTBRIDGE_TEST_POSTGRES`; without it those tests say that they were skipped.

use base::{Result, secret};
use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use tempfile::TempDir;

use crate::{Engine, Location, Store};

/// A database that goes when it is dropped (PostgreSQL's go with the server that the test script
/// started).
#[derive(Debug)]
pub struct TestDatabase {
    /// A directory of the test's own: holds the SQLite file, keys and editions.
    pub directory: TempDir,
    /// Where the state is.
    pub location: Location,
}

impl TestDatabase {
    /// A new, empty database; `None` where PostgreSQL was not started.
    pub async fn new(engine: Engine) -> Option<Self> {
        let directory = TempDir::new().expect("a directory for the test");
        let location = match engine {
            Engine::Sqlite => Location::Directory(directory.path().to_owned()),
            Engine::Postgres => Location::Postgres(fresh_postgres().await?),
        };
        Some(Self { directory, location })
    }

    /// Opens it.
    pub async fn open(&self) -> Result<Store> {
        Store::open(&self.location).await
    }
}

async fn fresh_postgres() -> Option<String> {
    let Ok(server) = std::env::var("FOOTBRIDGE_TEST_POSTGRES") else {
        eprintln!("skipped on PostgreSQL: FOOTBRIDGE_TEST_POSTGRES names no server");
        return None;
    };
    let name = format!("test_{}", secret::token().expect("random bytes"));
    let mut options = ConnectOptions::new(format!("{server}/postgres"));
    options.max_connections(1).sqlx_logging(false);
    let admin = Database::connect(options).await.expect("the test server of PostgreSQL answers");
    admin
        .execute_unprepared(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
        ))
        .await
        .expect("a fresh database");
    admin.close().await.expect("the connection closes");
    Some(format!("{server}/{name}"))
}

/// Writes each test once and runs it on both engines:
///
/// ```ignore
/// on_both_engines! {
///     async fn a_touched_topic_wakes_its_watcher(database: TestDatabase) { … }
/// }
/// ```
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident: TestDatabase) $body:block)*) => {
        $(mod $name {
            use super::*;

            async fn story($database: $crate::testing::TestDatabase) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                if let Some(database) = $crate::testing::TestDatabase::new($crate::Engine::Sqlite).await {
                    story(database).await;
                }
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(database) = $crate::testing::TestDatabase::new($crate::Engine::Postgres).await {
                    story(database).await;
                }
            }
        })*
    };
}

/// The same for stories of several nodes, which only PostgreSQL has.
#[macro_export]
macro_rules! on_postgres {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident: TestDatabase) $body:block)*) => {
        $($(#[$meta])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let database = $crate::testing::TestDatabase::new($crate::Engine::Postgres).await;
            if let Some($database) = database {
                $body
            }
        })*
    };
}
