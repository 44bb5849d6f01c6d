#![doc = include_str!("../README.md")]

mod api;
mod cli;
mod delivery;
mod dispatch;
mod hook;
mod message;
mod pages;
mod rights;
mod send;
mod sql;
mod views;

pub use delivery::{Delivery, State, again, deliveries};
pub use dispatch::look;
pub use hook::{Draft, Made, Webhook, create, end, switch, webhook, webhooks};
pub use message::{ID, SIGNATURE, TIMESTAMP, sign};
pub use rights::{KEEP, READ};

use std::time::Duration;

use web::{App, Capability, Command, NavLink};

/// The work of this capability.
const JOBS: &[jobs::Job<App>] = &[
    jobs::Job { kind: send::KIND, every: None, run: |app, task| Box::pin(send::run(app, task)) },
    jobs::Job {
        kind: "webhooks.forget",
        every: Some(Duration::from_hours(6)),
        run: |app, _| Box::pin(delivery::forget(app)),
    },
];

/// Telling other programs what happened, as a part of the program.
pub const CAPABILITY: Capability = Capability {
    migrations: Some(store::migrations!("webhooks": "0001_webhook")),
    rights: &[&READ, &KEEP],
    routes: Some(pages::routes),
    api: Some(api::api),
    nav: &[NavLink::new("/webhooks", "Webhooks", &READ, 85)],
    jobs: JOBS,
    command: Some(Command::of::<cli::Verb>("Tell other programs what happened")),
    run: Some(|app| Box::pin(dispatch::run(app))),
    ..Capability::new("webhooks")
};
