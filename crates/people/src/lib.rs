#![doc = include_str!("../README.md")]

mod address;
mod agent;
mod api;
mod browser;
mod cli;
mod confirm;
pub mod factor;
mod group;
mod guessing;
mod half;
mod import;
mod link;
mod pages;
mod password;
mod person;
mod qr;
mod rights;
mod sessions;
mod sign_in;
mod sql;
#[cfg(feature = "testing")]
pub mod testing;
mod tidy;
pub mod token;

pub use address::{Address, addresses, map_address, unmap_address};
pub use factor::{Factors, Holders, Passkey, factors};
pub use group::{Group, add_group, group, groups, members};
pub use import::{Import, Plan, import};
pub use link::{first_link, invite, open_link, use_link};
pub use password::set_password;
pub use person::{Draft, Person, add, all, by_login, change, names, person, set_active};
pub use sign_in::{Entered, Step, sign_in};

use web::{Capability, Command, NavLink};

/// Touched when people, groups, memberships or addresses change.
pub const TOPIC: store::Topic = store::Topic("people");

/// What the program is told of this slice.
pub const CAPABILITY: Capability = Capability {
    migrations: Some(store::migrations!("people": "0001_people", "0002_token", "0003_factor")),
    rights: rights::ALL,
    routes: Some(pages::routes),
    api: Some(api::api),
    nav: &[NavLink::new("/people", "People", &rights::READ, 70).under(&[
        "/groups",
        "/addresses",
        "/second-factor",
    ])],
    jobs: &[
        jobs::Job {
            kind: "people.forget-failures",
            every: Some(base::limits::SIGN_IN_WINDOW),
            run: |app, _| Box::pin(guessing::forget_failures(app)),
        },
        jobs::Job {
            kind: "people.forget-ended",
            every: Some(base::limits::SIGN_IN_WINDOW),
            run: |app, _| Box::pin(tidy::forget_ended(app)),
        },
    ],
    command: Some(Command::of::<cli::Verb>("People, groups, and which addresses are whose")),
    identify: Some(|app, id| Box::pin(person::identify(app, id))),
    authenticate: Some(|app, text| Box::pin(token::caller(app, text))),
    ..Capability::new("people")
};
