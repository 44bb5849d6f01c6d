//! The proof of a decision, for somebody who does not trust us.

use axum::http::header;
use web::testing::Page;

use crate::Day;

/// What the proof proves: the entry itself.
fn entry(page: &Page) -> serde_json::Value {
    let proof: serde_json::Value = serde_json::from_str(&page.body).expect("JSON");
    serde_json::from_str(proof["leaf"].as_str().expect("a leaf")).expect("an entry")
}

store::on_both_engines! {
    async fn whoever_sees_a_decision_takes_its_proof_away_and_nobody_else(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.open_door().await;
        for login in ["noor", "mara", "sam"] {
            let browser = day.browser(login).await;
            browser.get("/decisions/1").await.is(200).shows("Download the proof").shows("/decisions/1/proof");
            let page = browser.get("/decisions/1/proof").await.is(200);
            assert_eq!(page.header(header::CONTENT_TYPE), Some("application/json"));
            assert!(page.header(header::CONTENT_DISPOSITION).is_some_and(|how| how.starts_with("attachment;")));
            let entry = entry(&page);
            assert_eq!(entry["act"], "requests.decide");
            assert_eq!(format!("/{}s", entry["object"].as_str().unwrap_or_default().replace("/1", "")), request.replace("/1", ""));
            assert_eq!(entry["after"]["decision"], 1);
        }
        day.browser("ada").await.get("/decisions/1/proof").await.is(403).hides("requests.decide");
        day.house.browser().get("/decisions/1/proof").await.is(303);
        day.browser("ivo").await.get("/decisions/2/proof").await.is(404);
    }

    async fn the_proof_says_nothing_that_its_page_does_not(database: TestDatabase) {
        let day = Day::begin(database).await;
        day.open_door().await;
        let entry = entry(&day.browser("noor").await.get("/decisions/1/proof").await.is(200));
        let said: Vec<&str> = entry["after"].as_object().expect("fields").keys().map(String::as_str).collect();
        // Whoever adds a field to the entry looks here whether those whom it is for may see it.
        assert_eq!(said, ["alternative", "deciders", "decision", "effect", "evidence_sha256", "superseded", "target", "terms"]);
        assert_eq!(entry["before"], serde_json::Value::Null);
    }

    async fn whoever_reads_the_log_takes_the_proof_of_any_entry(database: TestDatabase) {
        let day = Day::begin(database).await;
        day.open_door().await;
        let ivo = day.browser("ivo").await;
        ivo.get("/audit/3").await.is(200).shows("Download the proof").shows("/audit/3/proof").shows("/audit/check.py");
        assert_eq!(entry(&ivo.get("/audit/3/proof").await.is(200))["seq"], 3);
        ivo.get("/audit/99999/proof").await.is(404).shows("has no entry");
        ivo.get("/audit/x/proof").await.is(404);
        day.browser("noor").await.get("/audit/3/proof").await.is(403);
        let page = day.house.browser().get("/audit/check.py").await.is(200);
        assert_eq!(page.body, audit::CHECKER);
    }
}
