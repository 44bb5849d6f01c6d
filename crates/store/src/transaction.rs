//! The one way to write.

use std::collections::BTreeSet;

use base::{Problem, Result};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode,
    TransactionOptions, TransactionTrait, Value,
};

use crate::{
    Engine, Query, Topic,
    query::{problem, statement},
    topics::Topics,
    values,
};

/// A write that is all or nothing. Dropped without [`commit`](Self::commit), it never was.
pub struct Transaction {
    engine: Engine,
    inner: DatabaseTransaction,
    topics: Topics,
    touched: BTreeSet<Topic>,
}

impl Transaction {
    pub(crate) async fn begin(
        engine: Engine,
        on: &DatabaseConnection,
        topics: Topics,
    ) -> Result<Self> {
        let options = TransactionOptions {
            sqlite_transaction_mode: (engine == Engine::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let inner = on.begin_with_options(options).await.map_err(problem)?;
        Ok(Self { engine, inner, topics, touched: BTreeSet::new() })
    }

    /// The engine beneath, for the few fragments that differ.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Does a statement; how many rows it changed.
    pub async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<u64> {
        let done = self.inner.execute_raw(statement(self, sql, values)).await.map_err(problem)?;
        Ok(done.rows_affected())
    }

    /// Inserts by a statement that ends in `RETURNING id`.
    pub async fn insert<T>(&self, sql: &str, values: Vec<Value>) -> Result<base::Id<T>> {
        self.value(sql, values).await?.map(base::Id::new).ok_or_else(|| {
            Problem::internal("an inserted row has no id", "the statement returned nothing")
        })
    }

    /// Says that this write changes what `topic` stands for: whoever watches it wakes after commit.
    pub fn touch(&mut self, topic: Topic) {
        self.touched.insert(topic);
    }

    /// What was touched so far.
    pub fn touched(&self) -> impl Iterator<Item = Topic> {
        self.touched.iter().copied()
    }

    /// Makes it so, then wakes the watchers.
    pub async fn commit(self) -> Result<()> {
        let mut versions = Vec::with_capacity(self.touched.len());
        for topic in &self.touched {
            let version = self.value::<i64>(RAISE_TOPIC, values![topic.0]).await?.unwrap_or(0);
            versions.push((*topic, version));
            if self.engine == Engine::Postgres {
                self.execute(NOTIFY, values![topic.0]).await?;
            }
        }
        self.inner.commit().await.map_err(problem)?;
        self.topics.touched(&versions);
        Ok(())
    }
}

impl Query for Transaction {
    fn connection(&self) -> &impl ConnectionTrait {
        &self.inner
    }
}

const RAISE_TOPIC: &str = "
    INSERT INTO topic (name, version) VALUES ($1, 1)
    ON CONFLICT (name) DO UPDATE SET version = topic.version + 1
    RETURNING version";

const NOTIFY: &str = "SELECT pg_notify('footbridge', $1)";

crate::row! {
    /// One row of the topics, as [`Topics`] compares it.
    pub(crate) struct TopicVersion {
        pub(crate) name: String,
        pub(crate) version: i64,
    }
}
