#![doc = include_str!("../README.md")]

mod api;
mod category;
mod cli;
mod draft;
mod fact;
mod files;
mod keep;
mod known;
mod knows;
mod own;
mod pages;
mod rights;
mod service;
mod shipped;
mod sql;
mod standing;
mod stock;
mod sync;
mod text;
mod views;

pub use category::{Category, categories};
pub use draft::{DOMAINS_MAX, Draft, FACTS_MAX, Typed};
pub use fact::{Fact, Kept, add_fact, facts};
pub use keep::Outcome;
pub use own::{add, change, import, plan};
pub use rights::{ADD_FACT, CHANGE, READ, SET_STANDING};
pub use service::{
    Filter, LISTED_MAX, REVIEWED, Service, by_slug, domains, list, named, service_of,
};
pub use shipped::{Checked, SHIPPED, check};
pub use standing::{Review, Standing, set_standing};
pub use sync::sync;
pub use text::{FILE_BYTES_MAX, SERVICES_MAX, Text};

use web::{Capability, Command, NavLink};

/// Touched when services, their domains or their standing change.
pub const TOPIC: store::Topic = store::Topic("catalog");

/// The catalogue as a part of the program.
pub const CAPABILITY: Capability = Capability {
    migrations: Some(store::migrations!("catalog": "0001_catalog")),
    rights: &[&READ, &SET_STANDING, &ADD_FACT, &CHANGE],
    routes: Some(pages::routes),
    api: Some(api::api),
    nav: &[NavLink::new("/services", "Services", &READ, 30)],
    command: Some(Command::of::<cli::Verb>("Services, their domains, facts and standing")),
    evidence: Some(|app, subject| Box::pin(knows::evidence(app, subject))),
    stock: Some(|app| Box::pin(sync(app))),
    answer: Some(|app, caller, text| Box::pin(knows::answer(app, caller, text))),
    ..Capability::new("catalog")
};
