//! Every route and every operation of every capability: a stranger is refused, the wrong role is
//! refused, each change leaves exactly one audit entry, each is documented, each body has a limit.
//!
//! Routes are listed where they are declared. What changes something needs an example besides: one
//! step in [`pages::STORY`] or [`operations::STORY`]. A route without one fails here.

mod operations;
mod pages;
mod story;

use std::collections::BTreeSet;

use axum::http::Method;
use capabilities::CAPABILITIES;
use people::testing::Cast;
use store::testing::TestDatabase;
use web::{Access, Caller, testing::House};

/// Everybody of the cast.
const CAST: [&str; 6] = ["noor", "mara", "ivo", "sam", "lena", "ada"];

/// A house with everybody in it, something of everything, and everybody as verbs see them.
pub(crate) struct Walk {
    pub(crate) house: House,
    pub(crate) cast: Cast,
    pub(crate) callers: Vec<(&'static str, Caller)>,
}

impl Walk {
    pub(crate) async fn begin(database: TestDatabase) -> Self {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        house.app.stock().await.expect("what the program ships");
        let mut callers = Vec::new();
        for login in CAST {
            callers.push((login, cast.caller(&house.app, login).await));
        }
        Self { house, cast, callers }
    }

    /// Somebody who may, and somebody who may not, if there is anybody.
    pub(crate) fn roles(&self, access: Access) -> (Option<&'static str>, Option<&'static str>) {
        let may = |caller: &Caller| match access {
            Access::Open(_) | Access::Signed => true,
            Access::Right(right) => caller.may(right),
            Access::AnyOf(rights) => rights.iter().any(|right| caller.may(right)),
        };
        let find = |wanted: bool| {
            let mut found = self.callers.iter().filter(|(_, caller)| may(caller) == wanted);
            found.next().map(|(login, _)| *login)
        };
        (find(true), find(false))
    }
}

/// A path whose parameters name something that is there.
pub(crate) fn filled(path: &str) -> String {
    let slug = match path.split('/').nth(1) {
        Some("services") => "linkedin",
        Some("policies") => "pictures",
        _ => "newsroom",
    };
    path.replace("{slug}", slug)
        .replace("{login}", "noor")
        .replace("{id}", "1")
        .replace("{number}", "1")
        .replace("{seq}", "0")
        .replace("{host}", "www.linkedin.com")
}

/// `method path`, to compare what is declared with what is tried.
pub(crate) fn name(method: &Method, path: &str) -> String {
    format!("{method} {path}")
}

/// What is declared must have an example, and no example may be left over.
#[track_caller]
pub(crate) fn same(declared: BTreeSet<String>, tried: BTreeSet<String>, table: &str) {
    let untried: Vec<_> = declared.difference(&tried).collect();
    assert!(untried.is_empty(), "{table} needs a step for each of these: {untried:#?}");
    let gone: Vec<_> = tried.difference(&declared).collect();
    assert!(gone.is_empty(), "{table} has steps for what is no longer there: {gone:#?}");
}

/// The text of every page of the documentation.
pub(crate) fn documentation() -> String {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let pages = std::fs::read_dir(docs).expect("the documentation");
    let read = |page: std::fs::DirEntry| std::fs::read_to_string(page.path()).unwrap_or_default();
    pages.filter_map(Result::ok).map(read).collect()
}
