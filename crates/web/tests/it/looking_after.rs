//! What whoever looks after the program is told: whether it is ready, its figures, a number for
//! each request.

use axum::{
    body::Body,
    http::{Method, Request},
};
use web::{
    Settings,
    testing::{House, Page},
};

use crate::{CAPABILITIES, noor};

const SELF: &str = "127.0.0.1";

async fn asked_from(
    house: &House,
    address: &str,
    path: &str,
    headers: &[(&'static str, &'static str)],
) -> Page {
    house.browser().arriving(address, headers).get(path).await
}

async fn figures(house: &House) -> String {
    asked_from(house, SELF, "/metrics", &[]).await.is(200).body
}

/// What stands behind a name and its labels.
#[track_caller]
fn figure(figures: &str, name: &str) -> f64 {
    let line = figures.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let line = line.ok_or_else(|| format!("{name} is missing:\n{figures}")).expect("the figure");
    line.parse().expect("a number")
}

store::on_both_engines! {
    async fn a_process_that_lives_says_so_and_gives_no_session(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let page = asked_from(&house, "203.0.113.9", "/healthz", &[]).await.is(200);
        assert_eq!(page.body, "alive\n");
        assert_eq!(page.headers.get("set-cookie"), None);
    }

    async fn every_part_that_is_ready_is_named(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let page = asked_from(&house, "203.0.113.9", "/readyz", &[]).await.is(200);
        let said: serde_json::Value = serde_json::from_str(&page.body).expect("JSON");
        assert_eq!(
            said,
            serde_json::json!({ "ready": true, "parts": {
                "database": { "ready": true },
                "migrations": { "ready": true },
                "notebook": { "ready": true },
            }})
        );
    }

    async fn a_part_that_is_not_ready_says_what_it_lacks(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let act = house.app.audit.begin(base::Actor::operator()).await.expect("an act");
        act.execute("DELETE FROM migration WHERE name = '0001_session'", vec![]).await.expect("gone");
        act.record(audit::Entry::new("test.forget", "migration")).await.expect("recorded");
        let page = asked_from(&house, "203.0.113.9", "/readyz", &[]).await.is(503);
        let said: serde_json::Value = serde_json::from_str(&page.body).expect("JSON");
        assert_eq!(said["ready"], false);
        assert_eq!(said["parts"]["migrations"]["lacks"], "Some are not done yet.");
        assert_eq!(said["parts"]["database"]["ready"], true);
    }

    async fn figures_count_requests_by_the_template_of_their_route(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let browser = noor(&house).await;
        browser.get("/notes?secret=1").await.is(200);
        browser.get("/notes").await.is(200);
        browser.get("/nowhere/noor").await.is(404);
        browser.get("/broken").await.is(500);
        let told = figures(&house).await;
        let requests = |route: &str, status: u16| {
            figure(&told, &format!("footbridge_http_requests_total{{method=\"GET\",route=\"{route}\",status=\"{status}\"}}"))
        };
        assert_eq!(requests("/notes", 200).to_string(), "2");
        assert_eq!(requests("(none)", 404).to_string(), "1");
        assert_eq!(requests("/broken", 500).to_string(), "1");
        let within = "footbridge_http_request_duration_seconds_bucket{method=\"GET\",route=\"/notes\",le=\"+Inf\"}";
        assert_eq!(figure(&told, within).to_string(), "2");
        // The one that is being answered now.
        assert_eq!(figure(&told, "footbridge_http_requests_in_flight").to_string(), "1");
        assert!(!told.contains("secret") && !told.contains("noor"), "{told}");
    }

    async fn figures_tell_of_the_state(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        noor(&house).await;
        let told = figures(&house).await;
        assert_eq!(figure(&told, "footbridge_sessions").to_string(), "1");
        assert_eq!(figure(&told, "footbridge_audit_entries").to_string(), "1");
        assert_eq!(figure(&told, "footbridge_notes").to_string(), "3");
        assert_eq!(figure(&told, "footbridge_jobs{state=\"given_up\"}").to_string(), "0");
        assert!(figure(&told, "process_resident_memory_bytes") > 1e6);
        assert!(figure(&told, "process_open_fds") > 2.0);
        assert!(told.contains("footbridge_database_connections{pool="), "{told}");
        assert!(told.contains("# TYPE footbridge_sessions gauge"), "{told}");
    }

    async fn invented_methods_make_no_series(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        for method in ["BREW", "WHEN"] {
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let request = Request::builder().method(method).uri("/notes").body(Body::empty());
            house.browser().send(request.expect("a request")).await;
        }
        let told = figures(&house).await;
        assert!(told.contains("method=\"other\"") && !told.contains("BREW"), "{told}");
    }

    async fn figures_are_for_this_machine_and_named_networks(database: TestDatabase) {
        let choose = |settings: &mut Settings| {
            settings.operation.metrics_from = vec!["10.1.0.0/16".parse().expect("a network")];
        };
        let house = House::configured(choose, database, CAPABILITIES).await;
        for may in [SELF, "::1", "::ffff:127.0.0.1", "10.1.2.3"] {
            asked_from(&house, may, "/metrics", &[]).await.is(200);
        }
        for may_not in ["10.2.0.1", "203.0.113.9", "2001:db8::1"] {
            let page = asked_from(&house, may_not, "/metrics", &[]).await.is(403);
            assert!(page.body.contains("metrics_from"), "{}", page.body);
        }
        let passed_on = [("x-forwarded-for", SELF)];
        asked_from(&house, SELF, "/metrics", &passed_on).await.is(403);
    }

    async fn each_answer_has_a_number(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let number = |page: &Page| page.headers["x-request-id"].to_str().expect("text").to_owned();
        let first = number(&asked_from(&house, SELF, "/healthz", &[]).await);
        let second = number(&asked_from(&house, SELF, "/nowhere", &[]).await);
        assert!(first.len() == 16 && second.len() == 16 && first != second, "{first} {second}");
        let given = [("x-request-id", "edge-7f3a_1")];
        assert_eq!(number(&asked_from(&house, SELF, "/healthz", &given).await), "edge-7f3a_1");
        let odd = [("x-request-id", "a b\"c")];
        assert_eq!(number(&asked_from(&house, SELF, "/healthz", &odd).await).len(), 16);
    }
}
