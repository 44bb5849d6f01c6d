//! The stories of the audit log: written in order, and nothing altered stays unnoticed.

mod altering;
mod exporting;
mod proving;
mod recording;
mod tools;

use audit::{Audit, Entry};
use base::{Actor, Clock};
use store::{Store, testing::TestDatabase};

/// A log with `count` entries, a minute between them.
pub(crate) async fn log(database: &TestDatabase, count: usize) -> (Store, Audit, Clock) {
    let store = database.open().await.expect("a database");
    store.migrate(&[audit::MIGRATIONS]).await.expect("tables");
    let clock = Clock::standing_at("2026-11-22T09:00:00Z".parse().expect("a time"));
    let audit = Audit::open(store.clone(), clock.clone(), database.directory.path()).await;
    let audit = audit.expect("a log");
    for n in 0..count {
        record(&audit, n).await;
        clock.advance(std::time::Duration::from_mins(1));
    }
    (store, audit, clock)
}

pub(crate) async fn record(audit: &Audit, n: usize) -> u64 {
    let actor =
        Actor::Person { id: 7, login: "mara".into(), name: "Mara Lindqvist".into(), seat: None };
    let act = audit.begin(actor).await.expect("an act");
    let entry = Entry::new("test.count", format!("thing/{}", n % 3)).after(n).grounds("because");
    act.record(entry).await.expect("recorded")
}
