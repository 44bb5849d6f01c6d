//! Facts that go up: who changed what is not called, it is noticed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use base::{Problem, Result};
use sea_orm::{DatabaseConnection, sqlx::postgres::PgListener};
use tokio::sync::broadcast;

use crate::{Engine, Query, transaction::TopicVersion};

/// Something that may change, by its name in the database. The slice that changes it defines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(pub &'static str);

/// Notices that a watcher may be behind with before it is told “look at everything”.
const BACKLOG_MAX: usize = 256;
/// How often an SQLite file is asked whether another process wrote to it.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// The same on PostgreSQL, where a notice comes at once: a connection that broke without a word, as
/// when a cable is pulled, costs no more than this.
const LOOK_ANYWAY_EVERY: Duration = Duration::from_secs(1);
/// How long to wait before a lost connection to PostgreSQL is made again.
const AGAIN_AFTER: Duration = Duration::from_millis(500);

#[derive(Clone, Debug)]
pub(crate) struct Topics {
    sender: broadcast::Sender<String>,
    /// The version of each topic that the watchers here have been told of.
    seen: Arc<Mutex<HashMap<String, i64>>>,
}

impl Default for Topics {
    fn default() -> Self {
        Self { sender: broadcast::channel(BACKLOG_MAX).0, seen: Arc::default() }
    }
}

impl Topics {
    pub(crate) fn watch(&self, topics: &[Topic]) -> Watch {
        Watch { topics: topics.to_vec(), receiver: self.sender.subscribe() }
    }

    pub(crate) fn touched(&self, versions: &[(Topic, i64)]) {
        for (topic, version) in versions {
            self.saw(topic.0, *version);
        }
    }

    /// Tells the watchers unless they know this version.
    fn saw(&self, name: &str, version: i64) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let known = seen.entry(name.to_owned()).or_insert(0);
        if *known < version {
            *known = version;
            // Nobody watching is no failure.
            let _ = self.sender.send(name.to_owned());
        }
    }

    pub(crate) async fn listen(&self, engine: Engine, on: &DatabaseConnection) {
        match engine {
            Engine::Sqlite => self.look(on, LOOK_EVERY).await,
            Engine::Postgres => drop(tokio::join!(self.hear(on), self.look(on, LOOK_ANYWAY_EVERY))),
        }
    }

    /// The version of the topics is one indexed read of a table of a dozen rows, cheaper than the
    /// thread that a file watch would need.
    async fn look(&self, on: &DatabaseConnection, every: Duration) {
        loop {
            if let Err(problem) = self.compare(on).await {
                tracing::warn!(problem = problem.chain(), "could not read the topics");
            }
            tokio::time::sleep(every).await;
        }
    }

    async fn hear(&self, on: &DatabaseConnection) {
        loop {
            if let Err(problem) = self.hear_until_lost(on).await {
                let problem = problem.chain();
                tracing::warn!(problem, "lost the notices of the database; connecting again");
            }
            tokio::time::sleep(AGAIN_AFTER).await;
        }
    }

    async fn hear_until_lost(&self, on: &DatabaseConnection) -> Result<()> {
        let lost = |error| Problem::internal("the database does not tell of topics", error);
        let mut listener =
            PgListener::connect_with(on.get_postgres_connection_pool()).await.map_err(lost)?;
        listener.listen("footbridge").await.map_err(lost)?;
        // What was touched before the connection stood.
        self.compare(on).await?;
        // `None` says that the connection was lost: notices may be missing.
        while listener.try_recv().await.map_err(lost)?.is_some() {
            self.compare(on).await?;
        }
        Ok(())
    }

    async fn compare(&self, on: &DatabaseConnection) -> Result<()> {
        let versions = versions(&Versions(on)).await?;
        for (name, version) in versions {
            self.saw(&name, version);
        }
        Ok(())
    }
}

/// How often each topic was touched, by its name; read inside a transaction, it tells whether what
/// was read of a topic before is still as it was.
pub async fn versions(on: &impl Query) -> Result<HashMap<String, i64>> {
    let rows: Vec<TopicVersion> = on.all("SELECT name, version FROM topic", vec![]).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.version)).collect())
}

struct Versions<'a>(&'a DatabaseConnection);

impl Query for Versions<'_> {
    fn connection(&self) -> &impl sea_orm::ConnectionTrait {
        self.0
    }
}

/// Waits for its topics.
#[derive(Debug)]
pub struct Watch {
    topics: Vec<Topic>,
    receiver: broadcast::Receiver<String>,
}

impl Watch {
    /// Returns when one of the topics was touched since the last call (or since the watch was
    /// made). Several touches may be told as one.
    pub async fn changed(&mut self) {
        loop {
            match self.receiver.recv().await {
                Ok(name) if !self.topics.iter().any(|topic| topic.0 == name) => {}
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => break,
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
        // One look answers for everything that came meanwhile.
        while self.receiver.try_recv().is_ok() {}
    }
}
