//! Decisions as the slice below publishes them, without the way that leads to one.

use base::Timestamp;
use store::{Migration, Migrations, Topic, values};
use web::{App, Capability};

/// Stands where `requests` stands in the program.
pub(crate) const CAPABILITY: Capability = Capability {
    migrations: Some(Migrations {
        slice: "requests",
        steps: &[Migration {
            name: "0001_decision",
            sql: "
                CREATE TABLE decision (
                    id {id}, request_id BIGINT, effect TEXT, target_kind TEXT, target TEXT,
                    audience TEXT, schedule TEXT, conditions TEXT, starts BIGINT, ends BIGINT,
                    reason TEXT, alternative TEXT, decided_at BIGINT, decided_by TEXT,
                    ended_at BIGINT);
                CREATE VIEW pub_decision AS SELECT * FROM decision;",
        }],
    }),
    ..Capability::new("requests")
};

/// An agreed door to LinkedIn for Noor, on condition that she has acknowledged `policies`.
pub(crate) async fn door(app: &App, policies: &[&str], until: Option<Timestamp>) -> i64 {
    let noor = people::by_login(&app.store, "noor").await.expect("a database").expect("Noor");
    let audience = format!("{{\"everyone\":false,\"people\":[{}],\"groups\":[]}}", noor.id);
    let mut act = app.audit.begin(base::Actor::operator()).await.expect("a database");
    let values = values![
        "allow",
        "service",
        "linkedin",
        audience,
        serde_json::to_string(policies).expect("a list"),
        app.now(),
        until,
        "The spring campaign runs there.",
        app.now(),
        "[\"Mara Lindqvist (Communications)\",\"Ivo Petrov (IT)\"]",
    ];
    let id = act.insert::<()>(DECIDE, values).await.expect("decided").get();
    act.touch(Topic("requests"));
    let entry = audit::Entry::new("requests.decide", format!("decision/{id}"));
    act.record(entry).await.expect("recorded");
    id
}

const DECIDE: &str = "
    INSERT INTO decision (request_id, effect, target_kind, target, audience, conditions, starts,
                          ends, reason, decided_at, decided_by)
    VALUES (7, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
