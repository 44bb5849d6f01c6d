#![doc = include_str!("../README.md")]

pub mod api;
mod app;
pub mod assets;
mod caller;
pub mod capability;
pub mod components;
pub mod console;
mod cookie;
mod edge;
mod failure;
mod form;
mod front;
pub mod gallery;
pub mod health;
mod layout;
pub mod log;
pub mod metrics;
mod operation;
pub mod reach;
pub mod rights;
mod router;
mod routes;
pub mod session;
#[cfg(feature = "testing")]
pub mod testing;
mod trace;
pub mod visit;

pub use api::Api;
pub use app::{App, Settings, Shared, migrations};
pub use caller::Caller;
pub use capability::{
    Answer, Capability, Command, Evidence, NavLink, Statement, Subject, Verbs, Waiting,
};
pub use console::Console;
pub use edge::Edge;
pub use failure::{Answered, Failure, status as failure_status};
pub use form::{Form, query};
pub use metrics::Figure;
pub use operation::{LacksFn, Operation, Ready};
pub use reach::Reach;
pub use rights::{Holder, Right, Scopes};
pub use router::router;
pub use routes::{Access, Route, Routes, routes};
pub use visit::{Signed, Visit, go};

use std::time::Duration;

/// The tables of sessions.
pub const MIGRATIONS: store::Migrations = store::migrations!("web": "0001_session", "0002_once");

/// Work that comes round whatever capabilities there are.
pub const JOBS: &[jobs::Job<App>] = &[
    jobs::Job {
        kind: "web.forget-sessions",
        every: Some(Duration::from_hours(1)),
        run: |app, _| Box::pin(session::prune(app)),
    },
    jobs::Job {
        kind: "web.forget-idempotency-keys",
        every: Some(Duration::from_hours(1)),
        run: |app, _| Box::pin(api::prune(app)),
    },
];
