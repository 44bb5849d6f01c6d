//! By which name a request came, from where, and over what.

use axum::{
    body::Body,
    http::{Request, header},
};
use web::testing::{Browser, House, Page, URL};

use crate::{CAPABILITIES, noor};

const DOOR: &str = "https://door.test";

async fn asked_as(browser: &Browser, host: &str, path: &str) -> Page {
    let request = Request::get(path).header(header::HOST, host).body(Body::empty());
    browser.send(request.expect("a request")).await
}

store::on_both_engines! {
    async fn nothing_is_served_under_a_name_that_is_not_ours(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let browser = noor(&house).await;
        for ours in ["door.test", "DOOR.test:8080"] {
            asked_as(&browser, ours, "/notes").await.is(200);
        }
        for other in ["evil.example", "door.test.evil.example", "127.0.0.1", ""] {
            let page = asked_as(&browser, other, "/notes").await.is(421);
            assert!(page.body.starts_with("This server is reached at http://door.test"), "{}", page.body);
            assert!(page.header(header::CONTENT_SECURITY_POLICY).is_some());
            asked_as(&browser, other, "/assets/1/app.css").await.is(421);
            assert_ne!(asked_as(&browser, other, "/healthz").await.status, 421);
        }
    }

    async fn a_name_in_the_request_line_counts_before_the_header(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let browser = noor(&house).await;
        asked_as(&browser, "door.test", "http://evil.example/notes").await.is(421);
        asked_as(&browser, "evil.example", "http://door.test/notes").await.is(200);
    }

    async fn behind_tls_cookies_stay_there_and_the_browser_is_told_to(database: TestDatabase) {
        let house = House::reached_at(DOOR, &[], database, CAPABILITIES).await;
        let page = house.browser().get("/nowhere").await.is(404);
        let cookie = page.header(header::SET_COOKIE).expect("a cookie");
        assert!(cookie.starts_with("__Host-footbridge="), "{cookie}");
        assert!(cookie.contains("; Path=/;") && cookie.ends_with("; Secure"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
        let told = page.header(header::STRICT_TRANSPORT_SECURITY);
        assert_eq!(told, Some("max-age=31536000"));
    }

    async fn without_tls_nothing_of_the_kind_is_told(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let page = house.browser().get("/nowhere").await;
        assert!(page.header(header::STRICT_TRANSPORT_SECURITY).is_none());
        assert!(page.header(header::SET_COOKIE).is_some_and(|cookie| cookie.starts_with("footbridge=")));
    }

    async fn what_a_trusted_proxy_got_in_the_open_is_sent_on_to_tls(database: TestDatabase) {
        let house = House::reached_at(DOOR, &["10.0.0.0/8"], database, CAPABILITIES).await;
        let plain = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-proto", "http")];
        let browser = house.browser().arriving("10.0.0.2", &plain);
        let page = browser.get("/notes?q=1").await.is(308);
        assert_eq!(page.location.as_deref(), Some("https://door.test/notes?q=1"));
        browser.post("/notes", "", &[]).await.is(403);
        assert_ne!(browser.get("/healthz").await.status, 308);
        house.browser().arriving("192.0.2.7", &plain).get("/nowhere").await.is(404);
        let by_tls = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-proto", "https")];
        house.browser().arriving("10.0.0.2", &by_tls).get("/nowhere").await.is(404);
    }

    async fn a_trusted_proxy_alone_says_by_which_name_it_was_asked(database: TestDatabase) {
        let house = House::reached_at(URL, &["10.0.0.2"], database, CAPABILITIES).await;
        let renamed = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-host", "door.test"), ("host", "inner")];
        let foreign = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-host", "evil.example")];
        for (peer, headers, status) in
            [("10.0.0.2", &renamed[..], 404), ("10.0.0.3", &renamed[..], 421), ("10.0.0.2", &foreign[..], 421)]
        {
            house.browser().arriving(peer, headers).get("/nowhere").await.is(status);
        }
    }
}
