#![doc = include_str!("../README.md")]

mod acknowledgement;
mod api;
mod cli;
mod diff;
mod markdown;
mod mine;
mod pages;
mod publishing;
mod readers;
mod retiring;
mod rights;
mod sql;
mod version;
mod writing;

pub use acknowledgement::{Read, acknowledge, has_acknowledged};
pub use publishing::{publish, publish_draft};
pub use readers::{Reader, State, readers};
pub use retiring::retire;
pub use version::{Retired, Version, current, history, in_force, published, sha256};
pub use writing::{Draft, discard, save};

use web::{Capability, Command, NavLink};

/// Touched when a version comes into force or is retired, and when somebody acknowledges one.
pub const TOPIC: store::Topic = store::Topic("policy");

/// What the program is told of this slice.
pub const CAPABILITY: Capability = Capability {
    migrations: Some(store::migrations!("policy": "0001_policy", "0002_retired")),
    rights: rights::ALL,
    routes: Some(pages::routes),
    nav: &[NavLink::new("/policies", "Policies", &rights::READ, 40)],
    api: Some(api::api),
    command: Some(Command::of::<cli::Verb>("Policies, and who has acknowledged them")),
    today: Some(|app, caller| Box::pin(mine::today(app, caller))),
    evidence: Some(|app, subject| Box::pin(mine::evidence(app, subject))),
    ..Capability::new("policy")
};
