#![doc = include_str!("../README.md")]

mod api;
pub mod block;
mod blocks;
mod changes;
mod cli;
mod collect;
mod counters;
pub mod default;
pub mod draft;
pub mod edition;
mod figures;
mod hooks;
mod jobs;
mod kind;
mod links;
mod memory;
pub mod moment;
mod names;
mod pages;
mod publish;
mod published;
pub mod rights;
mod rule;
mod serve;
mod sql;
pub mod squid;
mod stored;
mod told;
mod trying;
mod views;

pub use draft::Draft;
pub use kind::Kind;
pub use names::{Names, said_of};
pub use publish::{Cause, publish};
pub use published::{Edition, edition_row, editions};
pub use rule::{Ended, Rule, end, make, over, rule, standing};
use store::Topic;
use web::{Capability, Command, NavLink};

/// Touched when a wall, refusal or seal is made or ended, or the default is chosen.
pub const TOPIC: Topic = Topic("gate");

/// Touched when an edition is published.
pub const EDITIONS: Topic = Topic("gate.edition");

/// What the program is told of this slice.
pub const CAPABILITY: Capability = Capability {
    migrations: Some(store::migrations!("gate": "0001_gate", "0002_nodes")),
    rights: rights::ALL,
    routes: Some(pages::routes),
    nav: &[NavLink::new("/gate", "Gate", &rights::KEEP, 60)],
    jobs: jobs::JOBS,
    api: Some(api::api),
    command: Some(Command::of::<cli::Verb>(
        "Walls, refusals, seals, editions, and the helper that Squid asks",
    )),
    evidence: Some(|app, subject| Box::pin(hooks::evidence(app, subject))),
    panel: Some(|app, caller| Box::pin(hooks::panel(app, caller))),
    answer: Some(|app, caller, text| Box::pin(hooks::answer(app, caller, text))),
    already: Some(|app, caller, subject| Box::pin(hooks::already(app, caller, subject))),
    ready: Some(figures::READY),
    figures: Some(|app| Box::pin(figures::figures(app))),
    run: Some(|app| Box::pin(serve::run(app))),
    ..Capability::new("gate")
};
