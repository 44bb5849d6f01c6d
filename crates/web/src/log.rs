//! The audit log: read it, filter it, follow one object, take the proof of an entry.

mod api;
mod cli;
mod pages;
mod proof;

use audit::Filter;
use base::Seat;

use crate::{Access, Capability, Command, Holder, NavLink, Right, Routes};

pub use proof::download as proof;

/// Read what everybody did.
pub const READ: Right = Right {
    name: "audit.read",
    may: "read the audit log",
    holders: &[
        Holder::Administrator,
        Holder::Seat(Seat::It),
        Holder::Seat(Seat::Security),
        Holder::Seat(Seat::Legal),
        Holder::Seat(Seat::Communications),
    ],
};

/// Somebody outside who was given a proof has no other way to it.
const CHECKER: Access =
    Access::Open("the program that checks a proof is the same for everybody and tells nothing");

/// The log as a capability: it only reads; every other one writes it.
pub const CAPABILITY: Capability = Capability {
    rights: &[&READ],
    routes: Some(routes),
    api: Some(api::api),
    nav: &[NavLink::new("/audit", "Audit log", &READ, 80)],
    command: Some(Command::of::<cli::Verb>("Read, check and prove the record of every change")),
    ..Capability::new("audit")
};

fn routes() -> Routes {
    Routes::new()
        .get("/audit", &READ, pages::list)
        .get("/audit/{seq}", &READ, pages::show)
        .get("/audit/{seq}/proof", &READ, proof::show)
        .get("/audit/check.py", CHECKER, proof::checker)
}

/// The log of one object.
pub fn object_href(object: &str) -> String {
    href(&Filter { object: object.to_owned(), ..Filter::default() }, None)
}

/// The page of entries that fit, older than number `before` if one is given.
fn href(filter: &Filter, before: Option<u64>) -> String {
    let before = before.map(|seq| seq.to_string()).unwrap_or_default();
    let fields = [
        ("act", &*filter.act),
        ("object", &*filter.object),
        ("actor", &*filter.actor),
        ("before", &*before),
    ];
    match crate::query(&fields) {
        none if none.is_empty() => "/audit".to_owned(),
        query => format!("/audit?{query}"),
    }
}
