#![doc = include_str!("../README.md")]

mod act;
pub mod checkpoint;
mod export;
mod find;
mod head;
mod kept;
pub mod path;
mod prove;
mod read;
mod sql;
pub mod tree;
mod verify;

pub use act::{Act, Audit, Entry};
pub use export::{CHECKER, Exported};
pub use find::{Filter, entries};
pub use head::{Head, head};
pub use prove::{Consistency, Proof};
pub use read::{Recorded, entries_from, entry, newest_to_touch, size};
pub use verify::{Finding, Report, verify};

/// Touched by every act that is recorded.
pub const TOPIC: store::Topic = store::Topic("audit");

/// The log's own tables.
pub const MIGRATIONS: store::Migrations =
    store::migrations!("audit": "0001_audit", "0002_subtrees", "0003_touched", "0004_actors");
