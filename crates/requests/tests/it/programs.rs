//! Requests for programs: the same rights and the same acts as on the pages.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};
use web::testing::Page;

use crate::Day;

/// A program with somebody's token, as it calls from a network.
struct Program<'a> {
    day: &'a Day,
    token: String,
}

impl Day {
    /// A token of `login` with no more than these scopes.
    pub(crate) async fn token(&self, login: &str, scopes: &[&str]) -> String {
        let app = &self.house.app;
        let draft = people::token::Draft {
            name: "A script".to_owned(),
            scopes: scopes.iter().map(ToString::to_string).collect(),
            ends: app.now().after(Duration::from_hours(24)),
        };
        let made = people::token::create(app, &self.caller(login).await, &draft).await.unwrap();
        made.text
    }

    /// A program that works for `login` with no more than these scopes.
    async fn program(&self, login: &str, scopes: &[&str]) -> Program<'_> {
        Program { day: self, token: self.token(login, scopes).await }
    }

    async fn all(&self, login: &str) -> Program<'_> {
        self.program(login, &["all"]).await
    }
}

impl Program<'_> {
    async fn call(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        self.day.house.browser().send(request.body(Body::from(body)).unwrap()).await
    }

    async fn get(&self, path: &str) -> Value {
        json_of(&self.call("GET", path, None, &[]).await.is(200))
    }

    async fn sees(&self, path: &str) -> u16 {
        self.call("GET", path, None, &[]).await.status.as_u16()
    }

    async fn post(&self, path: &str, body: Value) -> Page {
        self.call("POST", path, Some(body), &[]).await
    }

    async fn put(&self, path: &str, body: Value) -> Page {
        self.call("PUT", path, Some(body), &[]).await
    }

    /// Agrees or objects to what the request is now.
    async fn says(&self, id: &str, answer: &str) -> Page {
        let revision = self.get(id).await["revision"].clone();
        let body = json!({ "revision": revision, "answer": answer, "note": "Seen." });
        self.post(&format!("{id}/reviews"), body).await
    }

    /// Decides what the request is now.
    async fn decides(&self, id: &str, effect: &str) -> Page {
        let seen = self.get(id).await;
        let body = json!({
            "revision": seen["revision"], "effect": effect, "reason": "Agreed.",
            "evidence_sha256": seen["evidence"]["sha256"],
        });
        self.post(&format!("{id}/decisions"), body).await
    }
}

#[track_caller]
fn json_of(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap_or_else(|error| panic!("{error}: {}", page.body))
}

fn linkedin() -> Value {
    json!({ "service": "linkedin", "purpose": "Posting the spring films.", "until": "day", "until_day": "2026-12-18" })
}

store::on_both_engines! {
    async fn a_door_is_asked_for_reviewed_opened_and_ended_by_programs_alone(database: TestDatabase) {
        let day = Day::begin(database).await;
        let (noor, mara, ivo) = (day.all("noor").await, day.all("mara").await, day.all("ivo").await);
        let before = day.house.audit_entries().await;
        let asked = noor.post("/requests", linkedin()).await.is(201);
        assert_eq!(asked.header(header::LOCATION), Some("/api/v1/requests/1"));
        let asked = json_of(&asked);
        assert_eq!(asked["asker"], json!({ "login": "noor", "name": "Noor Haddad" }));
        assert_eq!(asked["terms"]["audience"]["people"], json!([{ "login": "noor", "name": "Noor Haddad" }]));
        assert_eq!(asked["terms"]["ends"], "2026-12-18T23:00:00Z");
        assert_eq!((&asked["state"], &asked["silent"]), (&json!("open"), &json!(["communications", "it"])));
        assert_eq!((&asked["may"]["withdraw"], &asked["may"]["review"]), (&json!(true), &Value::Null));
        assert_eq!(asked["evidence"], Value::Null, "that is for the seats");

        let queue = mara.get("/review-queue").await;
        assert_eq!((&queue["items"][0]["request"]["id"], &queue["items"][0]["is_decision"]), (&json!(1), &json!(false)));
        let seen = mara.get("/requests/1").await;
        assert_eq!(seen["may"]["review"], "communications");
        assert_eq!(seen["may"]["decide_not_yet"], "Waits for the review of IT.");
        let reviewed = json_of(&mara.says("/requests/1", "allow").await.is(200));
        assert_eq!(reviewed["reviews"][0]["by"]["login"], "mara");
        assert_eq!(reviewed["reviews"][0]["counts"], true);
        mara.post("/requests/1/comments", json!({ "words": "Applicants are there." })).await.is(200);

        let seen = ivo.get("/requests/1").await;
        assert_eq!(seen["may"]["decide"], json!({ "seat": "it", "effect": "allow" }));
        assert_eq!(seen["comments"][0]["words"], "Applicants are there.");
        let decided = ivo.decides("/requests/1", "allow").await.is(201);
        assert_eq!(decided.header(header::LOCATION), Some("/api/v1/decisions/1"));
        let decided = json_of(&decided);
        assert_eq!(decided["deciders"][0], json!({ "login": "mara", "name": "Mara Lindqvist", "seat": "communications" }));
        assert_eq!((&decided["state"], &decided["may_end"]), (&json!("in-force"), &json!(true)));
        assert!(decided["evidence"]["panels"][0]["lines"].is_array());
        assert_eq!(noor.get("/requests/1").await["decision"]["id"], 1);
        assert_eq!(ivo.get("/decisions?in_force=true").await["items"][0]["id"], 1);
        assert_eq!(ivo.get("/time-to-yes").await, json!({ "days": 90, "median_seconds": 0 }));

        let end = json!({ "reason": "The agency's contract is over." });
        let ended = json_of(&ivo.post("/decisions/1/end", end.clone()).await.is(200));
        assert_eq!((&ended["state"], &ended["ending"]["by"]), (&json!("ended"), &json!("Ivo Petrov (IT)")));
        ivo.post("/decisions/1/end", end).await.is(409);
        assert_eq!(ivo.get("/decisions?in_force=true").await["items"], json!([]));
        assert_eq!(day.house.audit_entries().await, before + 5, "ask, review, comment, decide, end");
    }

    async fn the_api_shows_what_the_page_shows_and_nothing_else(database: TestDatabase) {
        let day = Day::begin(database).await;
        let page = day.noor_asks().await;
        let ada = day.all("ada").await;
        let outline = ada.get("/requests/1").await;
        let keys: Vec<&String> = outline.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["asked_at", "id", "may", "state", "target"]);
        assert_eq!(outline["may"]["join"], true);
        for path in ["/requests/1/terms", "/decisions", "/review-queue", "/requests?whose=all", "/time-to-yes"] {
            assert_eq!(ada.sees(path).await, 403, "{path}");
        }
        assert_eq!(ada.get("/requests").await["items"], json!([]));
        // What is done on pages is seen by programs, and the other way round.
        day.says("mara", &page, "allow", "By hand.").await.is(303);
        let noor = day.all("noor").await;
        assert_eq!(noor.get("/requests/1").await["reviews"][0]["note"], "By hand.");
        noor.post("/requests/1/comments", json!({ "words": "By a program." })).await.is(200);
        day.browser("ivo").await.get(&page).await.is(200).shows("By a program.").shows("By hand.");
        let joined = json!({ "only_follow": true });
        assert_eq!(json_of(&ada.post("/requests/1/joins", joined).await.is(200))["may"]["leave"], true);
        day.decides("ivo", &page, &[("effect", "allow")]).await.is(303);
        // Whoever only follows learns the outcome, and not the record.
        let outcome = ada.get("/requests/1").await["decision"].clone();
        assert_eq!((&outcome["effect"], &outcome["id"]), (&json!("allow"), &Value::Null));
        assert_eq!(ada.sees("/decisions/1").await, 403);
        let record = noor.get("/decisions/1").await;
        assert_eq!((&record["evidence"], &record["may_end"]), (&Value::Null, &json!(false)));
        assert_eq!(noor.sees("/requests/99").await, 404);
        assert_eq!(noor.sees("/decisions/99").await, 404);
    }

    async fn the_wrong_role_and_the_wrong_scope_are_refused(database: TestDatabase) {
        let day = Day::begin(database).await;
        day.noor_asks().await;
        let before = day.house.audit_entries().await;
        let noor = day.all("noor").await;
        let review = json!({ "seat": "it", "revision": 1, "answer": "allow" });
        noor.post("/requests/1/reviews", review.clone()).await.is(403);
        let ruling = json!({ "revision": 1, "effect": "allow", "evidence_sha256": "" });
        noor.post("/requests/1/decisions", ruling.clone()).await.is(403);
        noor.put("/review-rules/all", json!({ "seats": ["it", "legal"] })).await.is(403);
        noor.call("GET", "/review-rules", None, &[]).await.is(403);
        let mara = day.all("mara").await;
        mara.post("/requests/1/reviews", review.clone()).await.is(403).shows("Only IT may speak for IT.");
        mara.post("/requests/1/withdrawal", json!({})).await.is(403);
        let ada = day.all("ada").await;
        ada.post("/requests/1/comments", json!({ "words": "Hello" })).await.is(403);
        ada.put("/requests/1/terms", json!({ "revision": 1 })).await.is(403);
        let reader = day.program("ivo", &["requests.ask", "requests.read"]).await;
        assert_eq!(reader.get("/requests/1").await["may"]["review"], Value::Null);
        assert_eq!(reader.get("/requests/1").await["may"]["comment"], false);
        reader.post("/requests/1/reviews", review).await.is(403).shows("it lacks the scope `requests.review`");
        reader.post("/requests/1/decisions", ruling).await.is(403);
        // With the scope to ask alone, a decider sees no more than anybody else.
        let narrow = day.program("ivo", &["requests.ask"]).await;
        assert_eq!(narrow.get("/requests").await["items"], json!([]));
        assert!(narrow.get("/requests/1").await.get("purpose").is_none());
        day.program("ivo", &["catalog"]).await.call("GET", "/requests", None, &[]).await.is(403);
        let tokens = 6;
        assert_eq!(day.house.audit_entries().await, before + tokens);
    }

    async fn a_problem_points_at_what_is_wrong(database: TestDatabase) {
        let day = Day::begin(database).await;
        let noor = day.all("noor").await;
        for (field, value, pointer) in [
            ("purpose", json!(""), "#/purpose"),
            ("purpose", json!("a".repeat(4_001)), "#/purpose"),
            ("until", json!("forever"), "#/until"),
            ("until_day", json!("tomorrow"), "#/until_day"),
            ("until_day", json!("2026-11-01"), "#/until_day"),
            ("service", json!("a\u{0}b"), "#/service"),
            ("audience", json!({ "people": ["nobody"] }), "#/audience/people"),
            ("audience", json!({ "people": ["a\u{0}b"] }), "#/audience/people"),
            ("audience", json!({ "groups": ["pirates"] }), "#/audience/groups"),
            ("audience", json!({ "everybody": true }), "#/audience/everybody"),
            ("host", json!("http://"), "#/host"),
            ("told", json!("a\u{1}b"), "#/told"),
            ("more", json!(1), "#/more"),
        ] {
            let mut body = linkedin();
            body[field] = value;
            let problem = json_of(&noor.post("/requests", body).await.is(422));
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
        }
        noor.post("/requests", json!({ "name": "co.uk", "purpose": "P.", "until": "week" })).await.is(422).shows("#/name");
        day.noor_asks().await;
        let mara = day.all("mara").await;
        for (changed, pointer) in [
            (json!({ "ends": "2026-11-01T00:00:00Z" }), "#/ends"),
            (json!({ "conditions": ["no-such"] }), "#/conditions"),
            (json!({ "schedule": { "hours": "mon-fri 09:00-17:00", "zone": "Europe/Atlantis" } }), "#/schedule"),
            (json!({ "audience": { "people": ["nobody"] } }), "#/audience/people"),
        ] {
            let mut body = json!({ "revision": 1 });
            body.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
            let problem = json_of(&mara.put("/requests/1/terms", body).await.is(422));
            assert!(problem["errors"][0]["pointer"].as_str().unwrap().starts_with(pointer), "{problem}");
        }
        let object = json!({ "revision": 1, "answer": "refuse" });
        assert_eq!(json_of(&mara.post("/requests/1/reviews", object).await.is(422))["errors"][0]["pointer"], "#/note");
        mara.post("/requests/1/comments", json!({ "words": " " })).await.is(422).shows("#/words");
        assert_eq!(noor.call("GET", "/requests?state=lost", None, &[]).await.status, 422);
    }

    async fn terms_are_changed_as_they_were_read_or_not_at_all(database: TestDatabase) {
        let day = Day::begin(database).await;
        day.noor_asks().await;
        let path = "/requests/1/terms";
        let (mara, lena) = (day.all("mara").await, day.all("lena").await);
        let read = mara.call("GET", path, None, &[]).await.is(200);
        let tag = read.header(header::ETAG).unwrap().to_owned();
        let terms = json!({
            "revision": 1, "audience": { "people": ["sam"], "groups": ["newsroom"] },
            "schedule": { "hours": "mon-fri 09:00-17:00", "zone": "Europe/Berlin" },
            "conditions": ["social-media"], "ends": "2026-12-18T13:00:00Z",
        });
        let changed = json_of(&mara.call("PUT", path, Some(terms.clone()), &[("if-match", &tag)]).await.is(200));
        assert_eq!(changed["revision"], 2);
        assert_eq!(changed["audience"]["groups"], json!([{ "slug": "newsroom", "name": "newsroom" }]));
        assert_eq!(changed["says"], "LinkedIn is open for Sam Okafor and the group newsroom, Mon–Fri 09:00–17:00 \
            Europe/Berlin until 18 December 2026, 14:00, once they have acknowledged Social media policy.");
        // Lena read what stood before, and says so in one of two ways.
        lena.call("PUT", path, Some(terms.clone()), &[("if-match", &tag)]).await.is(412);
        lena.put(path, terms.clone()).await.is(409).shows("The terms have changed");
        let sheet = mara.get("/requests/1").await;
        assert_eq!(sheet["changes"][0]["by"]["login"], "mara");
        // What is written back as it was read changes nothing.
        let mut same = terms;
        same["revision"] = json!(2);
        let before = day.house.audit_entries().await;
        mara.put(path, same).await.is(200);
        assert_eq!(day.house.audit_entries().await, before);
        // Whoever asks proposes no end but one in time.
        let noor = day.all("noor").await;
        let endless = json_of(&noor.put(path, json!({ "revision": 2 })).await.is(422));
        assert_eq!(endless["errors"][0]["pointer"], "#/ends");
    }

    async fn what_is_sent_twice_is_asked_once(database: TestDatabase) {
        let day = Day::begin(database).await;
        let noor = day.all("noor").await;
        let key = [("idempotency-key", "spring-films")];
        let first = noor.call("POST", "/requests", Some(linkedin()), &key).await.is(201);
        let second = noor.call("POST", "/requests", Some(linkedin()), &key).await.is(201);
        assert_eq!(first.body, second.body);
        assert_eq!(second.header(header::LOCATION), Some("/api/v1/requests/1"));
        // Without the key it is another call, and asked already.
        noor.post("/requests", linkedin()).await.is(409).shows("it is request 1");
        let mut anyway = linkedin();
        anyway["anyway"] = json!(true);
        noor.post("/requests", anyway).await.is(201);
        assert_eq!(noor.get("/requests").await["items"].as_array().unwrap().len(), 2);
    }

    async fn lists_are_filtered_and_come_in_pages(database: TestDatabase) {
        let day = Day::begin(database).await;
        let noor = day.all("noor").await;
        for host in ["a.example", "b.example", "c.example"] {
            noor.post("/requests", json!({ "host": host, "purpose": "P.", "until": "week" })).await.is(201);
        }
        json_of(&noor.call("POST", "/requests/2/withdrawal", None, &[]).await.is(200));
        let ivo = day.all("ivo").await;
        let first = ivo.get("/requests?limit=2").await;
        let ids = |page: &Value| -> Vec<i64> {
            page["items"].as_array().unwrap().iter().map(|item| item["id"].as_i64().unwrap()).collect()
        };
        assert_eq!((ids(&first), &first["next"]), (vec![3, 2], &json!("2")));
        let last = ivo.get("/requests?limit=2&after=2").await;
        assert_eq!((ids(&last), last.get("next")), (vec![1], None));
        assert_eq!(ids(&ivo.get("/requests?state=withdrawn").await), [2]);
        assert_eq!(ids(&ivo.get("/requests?whose=mine").await), [] as [i64; 0]);
        assert_eq!(ids(&noor.get("/requests").await), [3, 2, 1]);
    }

    async fn the_rules_of_who_must_agree_are_read_and_set(database: TestDatabase) {
        let day = Day::begin(database).await;
        let ada = day.all("ada").await;
        let all = json!({ "category": "all", "seats": ["communications", "it"], "own": true });
        assert_eq!(ada.get("/review-rules").await["items"], json!([all]));
        let set = ada.put("/review-rules/unknown", json!({ "seats": ["legal", "it"] })).await.is(200);
        assert_eq!(json_of(&set), json!({ "category": "unknown", "seats": ["it", "legal"], "own": true }));
        ada.put("/review-rules/unknown", json!({ "seats": ["it"] })).await.is(422).shows("#/seats");
        ada.put("/review-rules/pirates", json!({ "seats": ["it", "legal"] })).await.is(404);
        ada.call("DELETE", "/review-rules/unknown", None, &[]).await.is(204);
        assert_eq!(ada.get("/review-rules/unknown").await["own"], false);
        ada.call("DELETE", "/review-rules/all", None, &[]).await.is(409);
        assert_eq!(day.all("ivo").await.get("/review-rules").await["items"].as_array().unwrap().len(), 1);
    }
}
