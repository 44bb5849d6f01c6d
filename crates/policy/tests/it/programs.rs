//! Policies for programs.

use base::problem::Kind;
use people::testing::Cast;
use serde_json::{Value, json};
use store::on_both_engines;
use web::{api::Client, testing::House};

use crate::{house, publish, social_media};

/// A program that works for `login`.
async fn program(house: &House, cast: &Cast, login: &str) -> Client {
    Client::here(house.app.clone(), cast.caller(&house.app, login).await)
}

/// What stands under `name` in each item of a list.
fn each<'a>(list: &'a Value, name: &str) -> Vec<&'a str> {
    let items = list["items"].as_array().expect("a list");
    items.iter().map(|item| item[name].as_str().expect(name)).collect()
}

on_both_engines! {
    async fn policies_are_listed_a_page_at_a_time_and_read(database: TestDatabase) {
        let (house, cast) = house(database).await;
        for slug in ["images", "lunch"] {
            publish(&house, policy::Draft { slug: slug.to_owned(), ..social_media() }).await;
        }
        let noor = program(&house, &cast, "noor").await;
        let page: Value = noor.get("/policies?limit=2").await.expect("a page");
        assert_eq!(each(&page, "slug"), ["images", "lunch"]);
        let page: Value = noor.get("/policies?limit=2&after=lunch").await.expect("a page");
        assert_eq!((each(&page, "slug"), page.get("next")), (vec!["social-media"], None));

        let sheet: Value = noor.get("/policies/social-media").await.expect("a policy");
        assert_eq!(sheet["text"], "## Be kind\n\nSay who you are.\n");
        assert_eq!(sheet["sha256"], policy::sha256(sheet["text"].as_str().expect("text")));
        assert_eq!((&sheet["audience"], &sheet["must_be_read"]), (&Value::Null, &json!(true)));
        noor.get::<Value>("/policies/nothing").await.expect_err("there is none");
    }

    async fn a_draft_is_saved_looked_at_and_published(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let sam = program(&house, &cast, "sam").await;
        let path = "/policies/social-media/draft";
        let text = json!({ "title": "Social media", "text": "## Be kind\n\nAlways.", "note": "Always." });
        let draft: Value = sam.put(path, &text).await.expect("saved");
        assert_eq!((&draft["number"], &draft["published_at"]), (&json!(2), &Value::Null));
        let changes: Value = sam.get(&format!("{path}/changes")).await.expect("changes");
        assert_eq!(changes["lines"][2], json!({ "change": "removed", "text": "Say who you are." }));
        assert_eq!(each(&sam.get("/policy-drafts").await.expect("a list"), "slug"), ["social-media"]);
        let noor = program(&house, &cast, "noor").await;
        assert_eq!(noor.get::<Value>(path).await.expect_err("hidden").kind(), Kind::Forbidden);

        let other: Value = sam.put(path, &json!({ "title": "S", "text": "Other." })).await.expect("saved");
        let publish = async |saved_at: &Value| {
            let seen = json!({ "saved_at": saved_at });
            sam.post::<Value>(&format!("{path}/publication"), &seen).await
        };
        assert_eq!(publish(&draft["saved_at"]).await.expect_err("not the one seen").kind(), Kind::Conflict);
        let before = house.audit_entries().await;
        assert_eq!(publish(&other["saved_at"]).await.expect("published")["number"], 2);
        assert_eq!(house.audit_entries().await, before + 1);
        let versions: Value = noor.get("/policies/social-media/versions?limit=1").await.expect("versions");
        assert_eq!((&versions["items"][0]["number"], &versions["next"]), (&json!(2), &json!("2")));
        let first: Value = noor.get("/policies/social-media/versions/1").await.expect("a version");
        assert!(first["text"].as_str().expect("text").contains("Say who you are."));
    }

    async fn a_first_draft_begins_a_policy_and_its_end_removes_it(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let sam = program(&house, &cast, "sam").await;
        let path = "/policies/pictures/draft";
        let text = json!({ "title": "Pictures", "text": "Ask.", "audience": "newsroom" });
        sam.put::<Value>(path, &text).await.expect("saved");
        sam.delete(path).await.expect("discarded");
        assert_eq!(sam.delete(path).await.expect_err("gone").kind(), Kind::NotFound);
        let text = json!({ "title": "", "text": "Ask." });
        assert_eq!(sam.put::<Value>(path, &text).await.expect_err("no title").field(), Some("title"));
    }

    async fn a_text_is_published_in_one_call_and_only_once(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let sam = program(&house, &cast, "sam").await;
        let text = json!({ "title": "Pictures", "text": "Ask first." });
        let before = house.audit_entries().await;
        for _ in 0..2 {
            let made: Value = sam.post("/policies/pictures/versions", &text).await.expect("published");
            assert_eq!(made["number"], 1);
        }
        assert_eq!(house.audit_entries().await, before + 1);
        let noor = program(&house, &cast, "noor").await;
        let refused = noor.post::<Value>("/policies/pictures/versions", &text).await;
        assert_eq!(refused.expect_err("no writer").kind(), Kind::Forbidden);
    }

    async fn who_must_read_reads_and_is_listed(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let noor = program(&house, &cast, "noor").await;
        let waiting: Value = noor.get("/me/policies?waiting=true").await.expect("a list");
        assert_eq!(each(&waiting, "slug"), ["social-media"]);
        let sheet: Value = noor.get("/policies/social-media").await.expect("a policy");
        let read = json!({ "version": 1, "sha256": sheet["sha256"] });
        let before = house.audit_entries().await;
        for _ in 0..2 {
            let path = "/policies/social-media/acknowledgements";
            noor.post::<Value>(path, &read).await.expect("noted");
        }
        assert_eq!(house.audit_entries().await, before + 1);
        let waiting: Value = noor.get("/me/policies?waiting=true").await.expect("a list");
        assert!(each(&waiting, "slug").is_empty());
        let all: Value = noor.get("/me/policies").await.expect("a list");
        assert_eq!((&all["items"][0]["read"], &all["items"][0]["read_version"]), (&json!(true), &json!(1)));

        let lena = program(&house, &cast, "lena").await;
        let readers: Vec<Value> = lena.all("/policies/social-media/acknowledgements").await.expect("a list");
        let of = |login: &str| readers.iter().find(|reader| reader["login"] == login).expect("asked");
        assert_eq!((&of("noor")["state"], &of("sam")["state"]), (&json!("acknowledged"), &json!("missing")));
        let path = "/policies/social-media/acknowledgements?limit=1&after=mara";
        let page: Value = lena.get(path).await.expect("a page");
        assert_eq!(each(&page, "login"), ["noor"]);
        assert_eq!(noor.get::<Value>(path).await.expect_err("no seat").kind(), Kind::Forbidden);
    }

    async fn a_policy_is_retired(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let sam = program(&house, &cast, "sam").await;
        let end = "/policies/social-media/end";
        let late = json!({ "version": 7, "reason": "Over." });
        assert_eq!(sam.post::<Value>(end, &late).await.expect_err("another version").kind(), Kind::Conflict);
        let retired: Value = sam.post(end, &json!({ "version": 1, "reason": "Over." })).await.expect("retired");
        assert_eq!(retired["retired"]["by"], "Sam Okafor (Legal)");
        let list = async |path: &str| sam.get::<Value>(path).await.expect("a list");
        assert!(each(&list("/policies").await, "slug").is_empty());
        assert_eq!(each(&list("/policies?retired=true").await, "slug"), ["social-media"]);
        assert!(each(&list("/me/policies").await, "slug").is_empty());
    }
}
