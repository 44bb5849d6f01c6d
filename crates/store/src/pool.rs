//! How busy the connections are.

use sea_orm::DatabaseConnection;

use crate::{Engine, Store};

/// The connections of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// What they are for: `read` and `write` on SQLite, `all` on PostgreSQL.
    pub name: &'static str,
    /// How many are open.
    pub open: u32,
    /// How many of them nobody uses now.
    pub idle: u32,
}

impl Store {
    /// The pools as they are now.
    pub fn pools(&self) -> Vec<Pool> {
        match self.engine() {
            Engine::Sqlite => {
                vec![sqlite("read", self.reader()), sqlite("write", self.writer())]
            }
            Engine::Postgres => {
                let pool = self.reader().get_postgres_connection_pool();
                vec![Pool { name: "all", open: pool.size(), idle: count(pool.num_idle()) }]
            }
        }
    }
}

fn sqlite(name: &'static str, connection: &DatabaseConnection) -> Pool {
    let pool = connection.get_sqlite_connection_pool();
    Pool { name, open: pool.size(), idle: count(pool.num_idle()) }
}

fn count(idle: usize) -> u32 {
    u32::try_from(idle).unwrap_or(u32::MAX)
}
