#![doc = include_str!("../README.md")]

mod frozen;
mod key;
mod location;
pub mod migrate;
mod moving;
mod pool;
mod query;
pub mod search;
mod snapshot;
mod steps;
mod store;
mod topics;
mod transaction;

#[cfg(feature = "testing")]
pub mod testing;

pub use frozen::Frozen;
pub use key::{kept_key, key};
pub use location::{Engine, Location};
pub use migrate::{Migration, Migrations};
pub use moving::{Moved, Moving};
pub use pool::Pool;
pub use query::Query;
pub use sea_orm::Value;
#[doc(hidden)]
pub use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult};
pub use snapshot::Snapshot;
pub use steps::Steps;
pub use store::{DATABASE_FILE, ServerLock, Store};
pub use topics::{Topic, Watch, versions};
pub use transaction::Transaction;

/// The parameters of a statement, in the order of their `$n`.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}
