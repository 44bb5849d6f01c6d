#![doc = include_str!("../README.md")]

mod act;
pub mod checkpoint;
mod export;
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
pub use head::{Head, head};
pub use prove::{Consistency, Proof};
pub use read::{Filter, Recorded, entries, entry};
pub use verify::{Finding, Report, verify};

/// The log's own tables.
pub const MIGRATIONS: store::Migrations =
    store::migrations!("audit": "0001_audit", "0002_subtrees");
