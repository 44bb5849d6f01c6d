//! The operations of the API.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request},
};
use base::problem::Kind;
use store::testing::TestDatabase;
use web::{
    Access,
    api::{Client, Operation, ROOT},
};

use super::{CAPABILITIES, Walk, filled, name, same};

/// What is sent: who, how, the path as it is declared, as it is sent, and the body.
type Call = (&'static str, Method, &'static str, &'static str, &'static str);

/// A first week at Dune & Daughters, by programs alone: every change once, each leaving one entry.
pub(crate) const STORY: &[Call] = &[
    ("ada", Method::POST, "/groups", "/groups", r#"{"slug":"shop","name":"Shop"}"#),
    (
        "ada",
        Method::POST,
        "/people",
        "/people",
        r#"{"login":"tom","name":"Tom Reed","groups":["shop"]}"#,
    ),
    (
        "ada",
        Method::PUT,
        "/people/{login}",
        "/people/tom",
        r#"{"name":"Tom B. Reed","groups":["shop"]}"#,
    ),
    ("ada", Method::POST, "/people/{login}/links", "/people/tom/links", ""),
    ("ada", Method::PUT, "/people/{login}/active", "/people/tom/active", r#"{"active":false}"#),
    (
        "ada",
        Method::POST,
        "/people/import",
        "/people/import",
        r#"{"csv":"login,name\nrosa,Rosa Keller\n","apply":true}"#,
    ),
    ("ada", Method::POST, "/addresses", "/addresses", r#"{"net":"10.1.2.3","who":"noor"}"#),
    ("ada", Method::DELETE, "/addresses/{id}", "/addresses/1", ""),
    (
        "ada",
        Method::PUT,
        "/second-factor",
        "/second-factor",
        r#"{"administrators":true,"seats":["legal"]}"#,
    ),
    ("ada", Method::DELETE, "/people/{login}/second-factor", "/people/noor/second-factor", ""),
    (
        "noor",
        Method::POST,
        "/me/tokens",
        "/me/tokens",
        r#"{"name":"Reports","scopes":["people.own"]}"#,
    ),
    ("ada", Method::DELETE, "/people/{login}/tokens/{id}", "/people/noor/tokens/1", ""),
    (
        "noor",
        Method::POST,
        "/me/tokens",
        "/me/tokens",
        r#"{"name":"Reports","scopes":["people.own"]}"#,
    ),
    ("noor", Method::DELETE, "/me/tokens/{id}", "/me/tokens/2", ""),
    ("noor", Method::DELETE, "/me/sessions/{id}", "/me/sessions/1", ""),
    ("noor", Method::DELETE, "/me/sessions", "/me/sessions", ""),
    (
        "noor",
        Method::PUT,
        "/me/password",
        "/me/password",
        r#"{"old":"a quiet morning at sea","new":"another quiet morning"}"#,
    ),
    (
        "mara",
        Method::POST,
        "/services",
        "/services",
        r#"{"name":"Chairs","category":"social","purpose":"Talks.","domains":["chairs.example"]}"#,
    ),
    (
        "mara",
        Method::PUT,
        "/services/{slug}",
        "/services/chairs",
        r#"{"name":"Deck chairs","category":"social","purpose":"Talks.","domains":["chairs.example"]}"#,
    ),
    (
        "mara",
        Method::PUT,
        "/services/{slug}/standing",
        "/services/linkedin/standing",
        r#"{"standing":"trial","reason":"For applicants."}"#,
    ),
    (
        "mara",
        Method::POST,
        "/services/{slug}/facts",
        "/services/linkedin/facts",
        r#"{"says":"It is blue.","source":"Seen","date":"2026-11-20"}"#,
    ),
    (
        "sam",
        Method::PUT,
        "/policies/{slug}/draft",
        "/policies/pictures/draft",
        r#"{"title":"Pictures","text":"Ask first.","must_be_read":true}"#,
    ),
    ("sam", Method::DELETE, "/policies/{slug}/draft", "/policies/pictures/draft", ""),
    (
        "sam",
        Method::PUT,
        "/policies/{slug}/draft",
        "/policies/pictures/draft",
        r#"{"title":"Pictures","text":"Ask first.","must_be_read":true}"#,
    ),
    (
        "sam",
        Method::POST,
        "/policies/{slug}/draft/publication",
        "/policies/pictures/draft/publication",
        r#"{"saved_at":</policies/pictures/draft#/saved_at>}"#,
    ),
    (
        "sam",
        Method::POST,
        "/policies/{slug}/versions",
        "/policies/pictures/versions",
        r#"{"title":"Pictures","text":"Ask first, in writing.","note":"How.","must_be_read":true}"#,
    ),
    (
        "noor",
        Method::POST,
        "/policies/{slug}/acknowledgements",
        "/policies/pictures/acknowledgements",
        r#"{"version":2,"sha256":</policies/pictures#/sha256>}"#,
    ),
    (
        "sam",
        Method::POST,
        "/policies/{slug}/end",
        "/policies/pictures/end",
        r#"{"version":2,"reason":"It is part of another one."}"#,
    ),
    (
        "ivo",
        Method::POST,
        "/gate/rules",
        "/gate/rules",
        r#"{"kind":"wall","target":{"category":"social"},"reason":"The line is for the shops."}"#,
    ),
    (
        "ivo",
        Method::POST,
        "/gate/rules/{id}/end",
        "/gate/rules/1/end",
        r#"{"reason":"The line is wide now."}"#,
    ),
    (
        "ivo",
        Method::PUT,
        "/gate/default",
        "/gate/default",
        r#"{"effect":"deny","reason":"Only what we know."}"#,
    ),
    ("ivo", Method::POST, "/gate/editions", "/gate/editions", ""),
    ("noor", Method::POST, "/requests", "/requests", ASKING),
    ("mara", Method::POST, "/requests/{id}/joins", "/requests/1/joins", "{}"),
    (
        "mara",
        Method::POST,
        "/requests/{id}/comments",
        "/requests/1/comments",
        r#"{"words":"What for, in short?"}"#,
    ),
    ("mara", Method::DELETE, "/requests/{id}/joins", "/requests/1/joins", ""),
    (
        "noor",
        Method::PUT,
        "/requests/{id}/terms",
        "/requests/1/terms",
        r#"{"revision":</requests/1/terms#/revision>,"ends":"2026-12-18T17:00:00Z"}"#,
    ),
    (
        "sam",
        Method::POST,
        "/requests/{id}/reviews",
        "/requests/1/reviews",
        r#"{"revision":</requests/1/terms#/revision>,"answer":"allow"}"#,
    ),
    (
        "ada",
        Method::PUT,
        "/review-rules/{category}",
        "/review-rules/social",
        r#"{"seats":["legal","it"]}"#,
    ),
    (
        "ivo",
        Method::POST,
        "/requests/{id}/decisions",
        "/requests/1/decisions",
        r#"{"revision":</requests/1/terms#/revision>,"effect":"allow","evidence_sha256":</requests/1#/evidence/sha256>}"#,
    ),
    (
        "ivo",
        Method::POST,
        "/decisions/{id}/end",
        "/decisions/1/end",
        r#"{"reason":"No longer needed."}"#,
    ),
    ("ada", Method::DELETE, "/review-rules/{category}", "/review-rules/social", ""),
    ("noor", Method::POST, "/requests", "/requests", ASKING),
    ("noor", Method::POST, "/requests/{id}/withdrawal", "/requests/2/withdrawal", ""),
    (
        "ivo",
        Method::POST,
        "/webhooks",
        "/webhooks",
        r#"{"name":"Chat","url":"https://hooks.example/in","acts":["gate"]}"#,
    ),
    ("ivo", Method::PUT, "/webhooks/{id}/state", "/webhooks/1/state", r#"{"on":false}"#),
    ("ivo", Method::PUT, "/webhooks/{id}/state", "/webhooks/1/state", r#"{"on":true}"#),
    ("ivo", Method::POST, "/webhooks/{id}/deliveries/{number}", "/webhooks/1/deliveries/1", ""),
    ("ivo", Method::DELETE, "/webhooks/{id}", "/webhooks/1", ""),
];

const ASKING: &str =
    r#"{"service":"linkedin","purpose":"Posting the spring films.","until":"week"}"#;

/// Changes that leave another number of entries than one, and why.
const OTHERWISE: &[(&str, usize, &str)] = &[(
    "DELETE /people/{login}/second-factor",
    0,
    "nobody has a factor yet; with one it leaves an entry (people, second_factor.rs)",
)];

/// What is done in browsers only: programs carry tokens and sign in nowhere.
const IN_BROWSERS: &[&str] = &["people.sign-in", "people.sign-out", "people.confirm"];

/// The body with what stands in `<path#pointer>` put in: what the caller reads there first.
async fn told(client: &Client, body: &str) -> String {
    let Some((before, rest)) = body.split_once('<') else { return body.to_owned() };
    let (place, after) = rest.split_once('>').expect("its end");
    let (path, pointer) = place.split_once('#').expect("a pointer");
    let read: serde_json::Value = client.get(path).await.expect("what the step refers to");
    let value =
        read.pointer(pointer).unwrap_or_else(|| panic!("{path} has no {pointer}: {read:#}"));
    format!("{before}{value}{}", Box::pin(told(client, after)).await)
}

/// Every act in the log.
async fn acts(walk: &Walk) -> BTreeSet<String> {
    let all = audit::Filter::default();
    let entries = audit::entries(&walk.house.app.store, &all, None, 100_000).await;
    entries.expect("the log").into_iter().map(|entry| entry.act).collect()
}

fn operations() -> Vec<Operation> {
    web::api::operations(CAPABILITIES)
}

fn client(walk: &Walk, login: &str) -> Client {
    let caller = walk.callers.iter().find(|(name, _)| *name == login).expect("one of the cast");
    Client::here(walk.house.app.clone(), caller.1.clone())
}

/// What a step needs that no call brings about: something that a webhook was told of.
pub(crate) async fn happens_meanwhile(walk: &Walk, path: &str) {
    if path.contains("/deliveries/") {
        let act = walk.house.app.audit.begin(base::Actor::operator()).await.expect("an act");
        act.record(audit::Entry::new("gate.wall", "rule/9")).await.expect("recorded");
        webhooks::look(&walk.house.app).await.expect("the log");
    }
}

async fn live_through(walk: &Walk) {
    // The session that a program ends.
    drop(walk.cast.browser(&walk.house, "noor").await);
    for (who, method, route, path, body) in STORY {
        happens_meanwhile(walk, path).await;
        let before = walk.house.audit_entries().await;
        let client = client(walk, who);
        let body = told(&client, body).await;
        let body = (!body.is_empty()).then(|| body.into_bytes());
        let answer = client.call(method.clone(), path, body).await;
        if let Err(problem) = answer {
            panic!("{who}: {method} {path}: {} at {:?}", problem.chain(), problem.field());
        }
        let other = OTHERWISE.iter().find(|(name, _, _)| *name == format!("{method} {route}"));
        let expected = other.map_or(1, |(_, entries, _)| *entries);
        let left = walk.house.audit_entries().await - before;
        assert_eq!(left, expected, "{who}: {method} {path}: entries in the audit log");
    }
}

async fn refusal(walk: &Walk, login: &str, operation: &Operation, body: Vec<u8>) -> Option<Kind> {
    let body = (operation.method != Method::GET).then_some(body);
    let path = filled(operation.path);
    let called = client(walk, login).call(operation.method.clone(), &path, body).await;
    called.err().map(|problem| problem.kind())
}

store::on_both_engines! {
    async fn every_change_is_called_once_and_leaves_one_entry(database: TestDatabase) {
        let walk = Walk::begin(database).await;
        live_through(&walk).await;
        let changes = operations().into_iter().filter(|operation| operation.method != Method::GET);
        let declared = changes.map(|change| name(&change.method, change.path)).collect();
        let tried = STORY.iter().map(|(_, method, route, ..)| name(method, route)).collect();
        same(declared, tried, "guards/operations.rs: STORY");
    }

    async fn whatever_a_form_does_can_be_called(database: TestDatabase) {
        let walk = Walk::begin(database).await;
        crate::guards::pages::live_through(&walk).await;
        let by_forms = acts(&walk).await;
        drop(walk);
        let another = TestDatabase::new(store::Engine::Sqlite).await.expect("an embedded database");
        let walk = Walk::begin(another).await;
        live_through(&walk).await;
        let called = acts(&walk).await;
        let missing: Vec<_> = by_forms.difference(&called).filter(|act| !IN_BROWSERS.contains(&act.as_str())).collect();
        assert!(missing.is_empty(), "forms do this, and no operation does: {missing:?}");
    }

    async fn nobody_calls_without_a_token(database: TestDatabase) {
        let walk = Walk::begin(database).await;
        for operation in operations() {
            let path = format!("{ROOT}{}", filled(operation.path));
            let request = Request::builder().method(operation.method.clone()).uri(path);
            let request = request.body(Body::empty()).expect("a request");
            let answer = walk.house.browser().send(request).await;
            assert_eq!(answer.status, 401, "{} {}", operation.method, operation.path);
        }
    }

    async fn the_wrong_role_calls_in_vain(database: TestDatabase) {
        let walk = Walk::begin(database).await;
        live_through(&walk).await;
        let before = walk.house.audit_entries().await;
        for operation in operations() {
            let (may, may_not) = walk.roles(operation.access);
            if let Some(login) = may_not {
                let refused = refusal(&walk, login, &operation, b"{}".to_vec()).await;
                assert_eq!(refused, Some(Kind::Forbidden), "{login}: {} {}", operation.method, operation.path);
            }
            if operation.method == Method::GET && let Some(login) = may {
                let refused = refusal(&walk, login, &operation, Vec::new()).await;
                assert!(
                    matches!(refused, None | Some(Kind::NotFound | Kind::Invalid)),
                    "{login}: {}: {refused:?}", operation.path
                );
            }
        }
        assert_eq!(walk.house.audit_entries().await, before, "looking changes nothing");
    }

    async fn no_body_is_larger_than_the_limit(database: TestDatabase) {
        let walk = Walk::begin(database).await;
        for operation in operations().iter().filter(|operation| operation.method != Method::GET) {
            let body = vec![b' '; base::limits::BODY_BYTES_MAX + 1];
            let refused = refusal(&walk, "ada", operation, body).await;
            assert_eq!(refused, Some(Kind::TooLarge), "{} {}", operation.method, operation.path);
        }
    }
}

#[test]
fn every_operation_is_documented_and_names_who_may() {
    for operation in operations() {
        let named = matches!(operation.access, Access::Right(_) | Access::AnyOf(_));
        assert!(
            named,
            "{} {} names no right, so no scope covers it",
            operation.method, operation.path
        );
        assert!(operation.says.split(' ').count() > 1, "{} says nothing of itself", operation.path);
    }
}
