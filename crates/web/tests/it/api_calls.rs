//! What all operations of the API have in common.

use std::sync::Mutex;

use axum::{
    body::Body,
    http::{Request, header},
};
use base::{Actor, Result};
use serde::{Deserialize, Serialize};
use web::{
    Api, Caller, Holder, Right, Scopes,
    api::{Answered, Call, Created, Done, Json, Limit, Many, One, Path, Query, ToSchema},
    testing::{House, Page},
};

use crate::{CAPABILITIES, READ};

const WRITE: Right = Right { name: "test.write", may: "write notes", holders: &[Holder::Everyone] };

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Note {
    text: String,
}

/// The notes of one house, in memory beside its state.
#[derive(Default)]
struct Notes(Mutex<Vec<Note>>);

impl Notes {
    fn all(call: &Call) -> Vec<Note> {
        call.app.memory::<Self>().0.lock().expect("no test panicked here").clone()
    }
}

pub(crate) fn api() -> Api {
    Api::new("Notes", "As small as can be.")
        .get("/notes", "List notes", &READ, list)
        .post("/notes", "Write a note", &WRITE, create)
        .get("/notes/{id}", "Read a note", &READ, show)
        .put("/notes/{id}", "Write a note anew", &WRITE, replace)
        .delete("/notes/{id}", "Forget a note", &WRITE, forget)
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    limit: Limit,
    after: usize,
}

async fn list(call: Call, Query(wanted): Query<Wanted>) -> Answered<Many<Note>> {
    let notes = Notes::all(&call);
    let found = notes.into_iter().enumerate().skip(wanted.after).collect();
    Ok(Many::page(found, wanted.limit, |(at, _)| (at + 1).to_string()).map(|(_, note)| note))
}

async fn create(call: Call, Json(note): Json<Note>) -> Answered<Created<Note>> {
    let act = call.app.begin(&call.caller, &WRITE).await?;
    act.record(audit::Entry::new("test.write", "note")).await?;
    let notes = call.app.memory::<Notes>();
    notes.0.lock().expect("no test panicked here").push(note.clone());
    Ok(Created::at("/notes/0", note))
}

async fn show(call: Call, Path(id): Path<usize>) -> Answered<One<Note>> {
    let found = Notes::all(&call).get(id).cloned();
    Ok(One(found.ok_or_else(|| base::Problem::not_found("There is no such note."))?))
}

async fn replace(call: Call, Path(id): Path<usize>, Json(note): Json<Note>) -> Answered<One<Note>> {
    let act = call.app.begin(&call.caller, &WRITE).await?;
    act.record(audit::Entry::new("test.write", "note")).await?;
    let notes = call.app.memory::<Notes>();
    notes.0.lock().expect("no test panicked here")[id] = note.clone();
    Ok(One(note))
}

async fn forget(call: Call, Path(_): Path<usize>) -> Answered<Done> {
    let act = call.app.begin(&call.caller, &WRITE).await?;
    act.record(audit::Entry::new("test.forget", "note")).await?;
    call.app.memory::<Notes>().0.lock().expect("no test panicked here").clear();
    Ok(Done)
}

/// `fb_all` may everything, any other token what it says after `fb_`.
#[expect(clippy::unused_async, reason = "the hook of a capability is asynchronous")]
pub(crate) async fn authenticate(token: &str) -> Result<Option<Caller>> {
    let Some(scope) = token.strip_prefix("fb_") else { return Ok(None) };
    let actor =
        Actor::Person { id: 1, login: "noor".into(), name: "Noor Haddad".into(), seat: None };
    let noor = Caller::known(actor, vec![], vec![], false);
    let scopes = match scope {
        "all" => Scopes::All,
        named => Scopes::Named([named.to_owned()].into()),
    };
    Ok(Some(noor.limited_to(scopes)))
}

struct Sent<'a> {
    method: &'a str,
    path: &'a str,
    token: &'a str,
    body: &'a str,
    headers: &'a [(&'a str, &'a str)],
}

const READING: Sent<'_> =
    Sent { method: "GET", path: "/notes", token: "fb_all", body: "", headers: &[] };

const WRITING: Sent<'_> = Sent { method: "POST", body: r#"{"text":"milk"}"#, ..READING };

impl Sent<'_> {
    async fn to(&self, house: &House) -> Page {
        let mut request = Request::builder()
            .method(self.method)
            .uri(format!("/api/v1{}", self.path))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        if !self.body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in self.headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(self.body.to_owned())).expect("a request");
        house.browser().send(request).await
    }
}

store::on_both_engines! {
    async fn nobody_calls_without_a_token_that_stands(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let refused = Sent { token: "made-up", ..READING }.to(&house).await.is(401);
        assert_eq!(refused.header(header::WWW_AUTHENTICATE), Some("Bearer"));
        assert_eq!(refused.header(header::CONTENT_TYPE), Some("application/problem+json"));
        READING.to(&house).await.is(200);
    }

    async fn a_token_does_no_more_than_its_scopes(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let reader = Sent { token: "fb_test.read", ..WRITING };
        let refused = reader.to(&house).await.is(403);
        assert!(refused.body.contains("it lacks the scope `test.write`"), "{}", refused.body);
        Sent { token: "fb_test", ..WRITING }.to(&house).await.is(201);
        assert_eq!(house.audit_entries().await, 1);
    }

    async fn a_problem_points_at_what_is_wrong(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let wrong = Sent { body: r#"{"text":7}"#, ..WRITING }.to(&house).await.is(422);
        let problem: serde_json::Value = serde_json::from_str(&wrong.body).expect("JSON");
        assert_eq!(problem["errors"][0]["pointer"], "#/text");
        assert_eq!(problem["status"], 422);
        Sent { body: r#"{"text":"a","more":1}"#, ..WRITING }.to(&house).await.is(422);
        Sent { body: "{", ..WRITING }.to(&house).await.is(400);
        Sent { headers: &[], method: "POST", ..READING }.to(&house).await.is(415);
        Sent { path: "/notes?limit=1000", ..READING }.to(&house).await.is(422);
        Sent { path: "/notes?unknown=1", ..READING }.to(&house).await.is(422);
        Sent { path: "/notes/first", ..READING }.to(&house).await.is(404);
        Sent { path: "/nothing", ..READING }.to(&house).await.is(404);
        Sent { method: "PATCH", ..READING }.to(&house).await.is(405);
    }

    async fn a_body_over_the_limit_is_refused(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let body = format!(r#"{{"text":"{}"}}"#, "a".repeat(base::limits::BODY_BYTES_MAX));
        Sent { body: &body, ..WRITING }.to(&house).await.is(413);
        assert_eq!(house.audit_entries().await, 0);
    }

    async fn what_is_sent_twice_with_one_key_is_done_once(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let keyed = Sent { headers: &[("idempotency-key", "k1")], ..WRITING };
        let first = keyed.to(&house).await.is(201);
        let second = keyed.to(&house).await.is(201);
        assert_eq!(first.body, second.body);
        assert_eq!(second.header(header::LOCATION), Some("/api/v1/notes/0"));
        assert_eq!(second.headers["idempotent-replayed"], "true");
        assert_eq!(house.audit_entries().await, 1);
        // The same key for another call is a mistake.
        Sent { body: r#"{"text":"tea"}"#, ..keyed }.to(&house).await.is(409);
        // A day later the key is free again.
        house.clock.advance(std::time::Duration::from_hours(25));
        keyed.to(&house).await.is(201);
        assert_eq!(house.audit_entries().await, 2);
    }

    async fn who_knows_an_answer_is_told_that_nothing_changed(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let first = READING.to(&house).await.is(200);
        let tag = first.header(header::ETAG).expect("a tag").to_owned();
        let again = Sent { headers: &[("if-none-match", &tag)], ..READING };
        assert!(again.to(&house).await.is(304).body.is_empty());
        WRITING.to(&house).await.is(201);
        again.to(&house).await.is(200);
    }

    async fn a_change_of_what_changed_meanwhile_is_refused(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        WRITING.to(&house).await.is(201);
        let one = Sent { path: "/notes/0", ..READING };
        let tag = one.to(&house).await.is(200).header(header::ETAG).expect("a tag").to_owned();
        let conditions = [("if-match", tag.as_str())];
        let change = Sent { method: "PUT", path: "/notes/0", headers: &conditions, body: r#"{"text":"tea"}"#, ..WRITING };
        change.to(&house).await.is(200);
        let late = change.to(&house).await.is(412);
        assert!(late.body.contains("changed since you read it"), "{}", late.body);
        assert_eq!(house.audit_entries().await, 2);
        Sent { method: "DELETE", headers: &[("if-match", "*")], path: "/notes/0", ..READING }.to(&house).await.is(204);
    }

    async fn a_list_comes_in_pages(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        for _ in 0..3 {
            WRITING.to(&house).await.is(201);
        }
        let first = Sent { path: "/notes?limit=2", ..READING }.to(&house).await.is(200);
        let first: Many<Note> = serde_json::from_str(&first.body).expect("a page");
        assert_eq!(first.items.len(), 2);
        let next = format!("/notes?limit=2&after={}", first.next.expect("there is more"));
        let last = Sent { path: &next, ..READING }.to(&house).await.is(200);
        let last: Many<Note> = serde_json::from_str(&last.body).expect("a page");
        assert_eq!((last.items.len(), last.next), (1, None));
    }

    async fn the_document_lists_every_operation_for_anybody(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let page = house.browser().get("/api/v1/openapi.json").await.is(200);
        let document: serde_json::Value = serde_json::from_str(&page.body).expect("JSON");
        assert_eq!(document["openapi"], "3.1.0");
        let put = &document["paths"]["/notes/{id}"]["put"];
        assert_eq!(put["security"][0]["token"][0], "test.write");
        assert_eq!(put["requestBody"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Note");
        assert_eq!(document["components"]["schemas"]["Note"]["properties"]["text"]["type"], "string");
    }
}
