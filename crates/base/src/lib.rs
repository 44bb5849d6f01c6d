#![doc = include_str!("../README.md")]

pub mod actor;
pub mod clock;
pub mod host;
pub mod id;
pub mod limits;
pub mod problem;
pub mod schedule;
#[cfg(feature = "schema")]
mod schema;
pub mod secret;
#[cfg(feature = "sql")]
mod sql;
pub mod text;
pub mod time;

pub use actor::{Actor, Seat};
pub use clock::Clock;
pub use host::{Host, HostRef, Pattern};
pub use id::Id;
pub use problem::{Problem, Result};
pub use schedule::Schedule;
pub use time::Timestamp;
