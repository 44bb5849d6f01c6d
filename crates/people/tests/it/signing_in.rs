//! Signing in, signing out, and the one-time link.

use people::testing::{Cast, PASSWORD};
use web::{
    App,
    testing::{Browser, House, csrf_in},
};

use crate::CAPABILITIES;

store::on_both_engines! {
    async fn whoever_is_not_signed_in_is_sent_to_sign_in_and_comes_back(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        let browser = house.browser();
        let sent = browser.get("/people?q=noor").await.is(303);
        let location = sent.location.expect("a place to sign in");
        assert_eq!(location, "/sign-in?then=%2Fpeople%3Fq%3Dnoor");
        browser.get(&location).await.is(200).shows("/people?q=noor");
        let fields = [("login", "DUNE\\Mara"), ("password", PASSWORD), ("next", "/people?q=noor")];
        let back = browser.submit("/sign-in", "/sign-in", &fields).await.is(303);
        assert_eq!(back.location.as_deref(), Some("/people?q=noor"));
        browser.get("/people?q=noor").await.is(200).shows("Noor Haddad").hides("Sam Okafor");
    }

    async fn a_sign_in_never_leads_to_another_site(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        for elsewhere in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
            let fields = [("login", "noor"), ("password", PASSWORD), ("next", elsewhere)];
            let page = house.browser().submit("/sign-in", "/sign-in", &fields).await.is(303);
            assert_eq!(page.location.as_deref(), Some("/"), "{elsewhere}");
        }
    }

    async fn tries_that_are_sent_at_once_to_two_nodes_are_counted_like_others(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        let other = App::open(house.app.settings.clone(), house.clock.clone(), CAPABILITIES).await.expect("another node");
        let guess = async |number: usize| {
            let node = if number.is_multiple_of(2) { &house.app } else { &other };
            let (browser, fields) = (Browser::of(node), [("login", "noor"), ("password", "not the password")]);
            browser.submit("/sign-in", "/sign-in", &fields).await.status.as_u16()
        };
        let answers = futures::future::join_all((0..30).map(guess)).await;
        let looked_at = answers.iter().filter(|status| **status == 422).count();
        let max = usize::try_from(base::limits::SIGN_IN_FAILURES_MAX).expect("a small number");
        // While one node looks at the last try that is left, the other may look at one too.
        assert!(looked_at == max || looked_at == max + 1, "{answers:?}");
        assert!(answers.iter().all(|status| [422, 429].contains(status)), "{answers:?}");
    }

    async fn every_wrong_sign_in_gets_the_same_answer_and_many_are_slowed_down(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        let browser = house.browser();
        let mut answers = Vec::new();
        for login in ["noor", "nobody"] {
            let fields = [("login", login), ("password", "not the password")];
            let page = browser.submit("/sign-in", "/sign-in", &fields).await.is(422);
            answers.push(page.body.replace(login, "LOGIN"));
        }
        assert_eq!(answers[0], answers[1]);
        for _ in 1..base::limits::SIGN_IN_FAILURES_MAX {
            let fields = [("login", "noor"), ("password", "not the password")];
            browser.submit("/sign-in", "/sign-in", &fields).await.is(422);
        }
        let fields = [("login", "Noor@dune.example"), ("password", PASSWORD)];
        browser.submit("/sign-in", "/sign-in", &fields).await.is(429).shows("Wait a quarter of an hour");
        house.clock.advance(base::limits::SIGN_IN_WINDOW);
        browser.submit("/sign-in", "/sign-in", &fields).await.is(303);
    }

    async fn signing_in_changes_the_token_and_signing_out_ends_it(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let before = house.audit_entries().await;
        let browser = cast.browser(&house, "noor").await;
        let page = browser.get("/me").await.is(200).shows("Noor Haddad");
        assert_eq!(house.audit_entries().await, before + 1);
        browser.post("/sign-out", &page.body, &[]).await.is(303);
        assert_eq!(house.audit_entries().await, before + 2);
        browser.get("/me").await.is(303);
    }

    async fn signing_out_everywhere_ends_the_other_browser_too(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (desk, phone) = (cast.browser(&house, "noor").await, cast.browser(&house, "noor").await);
        desk.submit("/me", "/me/sign-out-everywhere", &[]).await.is(303);
        phone.get("/me").await.is(303);
        desk.get("/me").await.is(303);
    }

    async fn a_session_ends_by_itself(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let browser = cast.browser(&house, "noor").await;
        house.clock.advance(base::limits::SESSION_IDLE_MAX);
        browser.get("/me").await.is(303);
    }

    async fn the_first_start_gives_one_link_that_works_once(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let link = people::first_link(&house.app).await.expect("a database").expect("nobody is here");
        let path = link.strip_prefix("http://door.test").expect("our address").to_owned();
        let token = path.split_once('=').expect("a token").1.to_owned();
        let browser = house.browser();
        let short = [("token", token.as_str()), ("login", "ada"), ("name", "Ada Dune"), ("password", "short")];
        browser.submit(&path, "/set-up", &short).await.is(422).shows("Use at least 10 characters");
        let good = [("token", token.as_str()), ("login", "ada"), ("name", "Ada Dune"), ("password", PASSWORD)];
        browser.submit(&path, "/set-up", &good).await.is(303);
        browser.get("/people").await.is(200).shows("Ada Dune").shows("Add a person");
        house.browser().get(&path).await.is(404).shows("used already");
        assert!(people::first_link(&house.app).await.expect("a database").is_none());
    }

    async fn a_form_without_its_token_changes_nothing(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let browser = cast.browser(&house, "ada").await;
        let other = house.browser().get("/sign-in").await;
        assert!(csrf_in(&other.body).is_some());
        let before = house.audit_entries().await;
        let fields = [("login", "eve"), ("name", "Eve")];
        browser.post("/people", &other.body, &fields).await.is(403);
        browser.post("/people", "", &fields).await.is(403);
        assert_eq!(house.audit_entries().await, before);
    }
}
