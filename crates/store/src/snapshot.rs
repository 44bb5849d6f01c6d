//! Reading several things as they were at one instant.

use base::Result;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, IsolationLevel,
    TransactionTrait,
};

use crate::{Engine, Query, query::problem};

/// The state as it was at the first statement that is read through this, whatever others write
/// meanwhile. It keeps nobody from writing.
#[derive(Debug)]
pub struct Snapshot(DatabaseTransaction);

impl Snapshot {
    pub(crate) async fn begin(engine: Engine, on: &DatabaseConnection) -> Result<Self> {
        let inner = match engine {
            // Its log makes every reading transaction one.
            Engine::Sqlite => on.begin().await,
            Engine::Postgres => {
                let (isolation, access) = (IsolationLevel::RepeatableRead, AccessMode::ReadOnly);
                on.begin_with_config(Some(isolation), Some(access)).await
            }
        };
        inner.map(Self).map_err(problem)
    }
}

impl Query for Snapshot {
    fn connection(&self) -> &impl ConnectionTrait {
        &self.0
    }
}
