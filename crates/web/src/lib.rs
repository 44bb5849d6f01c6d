#![doc = include_str!("../README.md")]

mod app;
pub mod assets;
mod caller;
pub mod capability;
pub mod components;
pub mod console;
mod failure;
mod cookie;
mod edge;
mod form;
mod front;
pub mod gallery;
mod layout;
pub mod log;
pub mod rights;
mod router;
pub mod session;
#[cfg(feature = "testing")]
pub mod testing;
pub mod visit;

pub use app::{App, Settings, Shared};
pub use caller::Caller;
pub use capability::{Answer, Capability, Command, Evidence, NavLink, Statement, Subject, Waiting};
pub use console::Console;
pub use failure::{Answered, Failure, status as failure_status};
pub use form::{Form, query};
pub use rights::{Holder, Right};
pub use edge::Edge;
pub use router::router;
pub use visit::{Signed, Visit, go};

use std::time::Duration;

/// The tables of sessions.
pub const MIGRATIONS: store::Migrations = store::migrations!("web": "0001_session");

/// Work that comes round whatever capabilities there are.
pub const JOBS: &[jobs::Job<App>] = &[jobs::Job {
    kind: "web.forget-sessions",
    every: Some(Duration::from_hours(1)),
    run: |app, _| Box::pin(session::prune(app)),
}];
