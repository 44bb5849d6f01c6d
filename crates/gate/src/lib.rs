#![doc = include_str!("../README.md")]

pub mod block;
mod changes;
mod cli;
mod collect;
mod counters;
pub mod default;
mod draft;
pub mod edition;
mod kind;
mod memory;
pub mod moment;
mod names;
mod publish;
mod published;
pub mod rights;
mod rule;
mod serve;
mod sql;
pub mod squid;
mod stored;

pub use draft::Draft;
pub use kind::Kind;
pub use names::Names;
pub use publish::{Cause, publish};
pub use published::{Edition, edition_row, editions};
pub use rule::{Ended, Rule, end, make, over, rule, standing};
use std::time::Duration;

use store::Topic;
use web::{App, Capability, Command};

/// Touched when a wall, refusal or seal is made or ended, or the default is chosen.
pub const TOPIC: Topic = Topic("gate");

/// Touched when an edition is published.
pub const EDITIONS: Topic = Topic("gate.edition");

// What the rulebook is made of, by the names that its slices publish.
const PEOPLE: Topic = Topic("people");
const CATALOG: Topic = Topic("catalog");
const POLICY: Topic = Topic("policy");
const REQUESTS: Topic = Topic("requests");

/// What the program is told of this slice.
pub const CAPABILITY: Capability = Capability {
    migrations: Some(store::migrations!("gate": "0001_gate")),
    rights: rights::ALL,
    jobs: &[jobs::Job {
        kind: "gate.forget-blocks",
        every: Some(Duration::from_mins(10)),
        run: |app: &App, _| Box::pin(block::forget(&app.store, app.now())),
    }],
    command: Some(Command {
        about: "Walls, refusals, seals, editions, and the helper that Squid asks",
        build: cli::build,
        run: cli::run,
    }),
    run: Some(|app| Box::pin(serve::run(app))),
    ..Capability::new("gate")
};
