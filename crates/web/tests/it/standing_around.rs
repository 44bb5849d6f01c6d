//! What stands around every page: headers, cookies, limits, and pages about problems.

use axum::{
    body::Body,
    http::{Request, header},
};
use web::testing::House;

use crate::{CAPABILITIES, noor};

store::on_both_engines! {
    async fn every_answer_says_what_a_page_may_do(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let browser = noor(&house).await;
        for path in ["/", "/notes", "/nowhere", "/sign-in", "/audit"] {
            let page = browser.get(path).await;
            let policy = page.header(header::CONTENT_SECURITY_POLICY).unwrap_or_default();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!(page.header(header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"), "{path}");
            assert_eq!(page.header(header::CACHE_CONTROL), Some("no-store"), "{path}");
        }
    }

    async fn the_session_cookie_is_kept_from_scripts_and_other_sites(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let page = house.browser().get("/nowhere").await.is(404);
        let cookie = page.header(header::SET_COOKIE).expect("a cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    }

    async fn a_token_that_somebody_made_up_is_replaced(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        for made_up in ["short", "<script>", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            let browser = house.browser();
            browser.set_cookie("footbridge", made_up);
            let page = browser.get("/nowhere").await;
            assert!(page.header(header::SET_COOKIE).is_some_and(|cookie| !cookie.contains(made_up)));
        }
    }

    async fn problems_are_pages_that_say_what_to_do_and_hide_causes(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let browser = noor(&house).await;
        browser.get("/nowhere").await.is(404).shows("There is nothing here").shows("Go to the front page").shows("Noor Haddad").shows("Sign out");
        browser.get("/broken").await.is(500).shows("Nothing was changed").hides("disk on fire").hides("the note is gone");
        browser.get("/audit").await.is(403).shows("may read the audit log");
        let page = browser.get("/").await;
        browser.post("/notes", &page.body, &[]).await.is(405);
    }

    async fn only_forms_are_taken(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let browser = noor(&house).await;
        let request = Request::post("/notes")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from("{}"))
            .expect("a request");
        browser.send(request).await.is(422).shows("Only forms are taken here.");
        let bytes = Request::post("/notes")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(&b"csrf=\xFF\xFE%%%"[..]))
            .expect("a request");
        browser.send(bytes).await.is(403);
    }

    async fn assets_may_be_kept_for_a_year_under_a_name_that_changes(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let href = web::assets::href("footbridge.css");
        let page = house.browser().get(&href).await.is(200);
        assert_eq!(page.header(header::CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
        assert_eq!(page.header(header::CONTENT_TYPE), Some("text/css; charset=utf-8"));
        house.browser().get("/assets/old/footbridge.css").await.is(200);
        house.browser().get("/assets/old/../../Cargo.toml").await.is(404);
    }
}
