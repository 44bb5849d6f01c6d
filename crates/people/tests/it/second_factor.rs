//! Second factors: set up, asked for, used up, lost.

use std::time::Duration;

use people::{
    Holders,
    testing::{Cast, PASSWORD, app_code, block, value},
};
use web::testing::{Browser, House, Page};

use crate::CAPABILITIES;

const HALF_MINUTE: Duration = Duration::from_secs(30);

/// A new browser in which the password was right.
async fn half_way(house: &House, login: &str) -> (Browser, Page) {
    let browser = house.browser();
    let fields = [("login", login), ("password", PASSWORD), ("next", "/me")];
    let sent = browser.submit("/sign-in", "/sign-in", &fields).await.is(303);
    let page = browser.get(&sent.location.expect("a next step")).await.is(200);
    (browser, page)
}

async fn sends_code(browser: &Browser, page: &Page, code: &str) -> Page {
    let fields = [("code", code), ("next", "/me")];
    browser.post("/sign-in/second-factor", &page.body, &fields).await
}

store::on_both_engines! {
    async fn with_an_app_the_password_alone_opens_nothing(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (_, secret, _) = cast.with_app(&house, "noor").await;
        house.clock.advance(HALF_MINUTE);
        let before = house.audit_entries().await;
        let (browser, page) = half_way(&house, "noor").await;
        assert_eq!(house.audit_entries().await, before, "half a sign-in is none");
        browser.get("/me").await.is(303);
        let page = sends_code(&browser, &page, &app_code(&house, &secret)).await.is(303);
        assert_eq!(page.location.as_deref(), Some("/me"));
        browser.get("/me").await.is(200).shows("Noor Haddad");
        assert_eq!(house.audit_entries().await, before + 1);
    }

    async fn a_code_counts_once_and_clocks_may_differ_by_a_step(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (_, secret, _) = cast.with_app(&house, "noor").await;
        let (browser, page) = half_way(&house, "noor").await;
        // The code with which the app was set up is used up.
        let page = sends_code(&browser, &page, &app_code(&house, &secret)).await.is(422).shows("used already");
        house.clock.advance(HALF_MINUTE);
        let late = app_code(&house, &secret);
        house.clock.advance(HALF_MINUTE);
        sends_code(&browser, &page, &late).await.is(303);
        let (other, page) = half_way(&house, "noor").await;
        let page = sends_code(&other, &page, &late).await.is(422);
        let old = app_code(&house, &secret);
        house.clock.advance(HALF_MINUTE * 2);
        let page = sends_code(&other, &page, &old).await.is(422);
        let spaced = app_code(&house, &secret);
        let spaced = format!("{} {}", &spaced[..3], &spaced[3..]);
        sends_code(&other, &page, &spaced).await.is(303);
    }

    async fn a_recovery_code_stands_in_once(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (_, _, codes) = cast.with_app(&house, "noor").await;
        assert_eq!(codes.len(), 10);
        let (browser, page) = half_way(&house, "noor").await;
        sends_code(&browser, &page, &codes[3].to_uppercase()).await.is(303);
        browser.get("/me").await.is(200).shows("9 recovery codes are left.");
        let (other, page) = half_way(&house, "noor").await;
        sends_code(&other, &page, &codes[3]).await.is(422);
        browser.get("/me/second-factor").await.shows("9 of 10 are left.");
        let page = browser.submit("/me/second-factor", "/me/second-factor/codes", &[]).await.is(200);
        let fresh = block(&page.body, "Recovery codes");
        assert!(!fresh.contains(&codes[4]));
        let (last, page) = half_way(&house, "noor").await;
        let page = sends_code(&last, &page, &codes[4]).await.is(422);
        sends_code(&last, &page, fresh.lines().next().expect("a code")).await.is(303);
    }

    async fn half_a_sign_in_takes_few_tries_and_ends_by_itself(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (_, secret, _) = cast.with_app(&house, "noor").await;
        house.clock.advance(HALF_MINUTE);
        let (browser, page) = half_way(&house, "noor").await;
        for _ in 0..4 {
            sends_code(&browser, &page, "000000").await.is(422);
        }
        let over = sends_code(&browser, &page, "000000").await.is(303);
        assert_eq!(over.location.as_deref(), Some("/sign-in"));
        let over = sends_code(&browser, &page, &app_code(&house, &secret)).await.is(303);
        assert_eq!(over.location.as_deref(), Some("/sign-in?then=%2F"));
        browser.get("/me").await.is(303);
        let (slow, page) = half_way(&house, "noor").await;
        house.clock.advance(Duration::from_mins(15));
        sends_code(&slow, &page, &app_code(&house, &secret)).await.is(303);
        slow.get("/me").await.is(303);
    }

    async fn guessing_codes_is_slowed_down_whatever_browser_it_comes_from(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (_, secret, _) = cast.with_app(&house, "noor").await;
        house.clock.advance(HALF_MINUTE);
        for _ in 0..2 {
            let (browser, page) = half_way(&house, "noor").await;
            for _ in 0..5 {
                sends_code(&browser, &page, "000000").await;
            }
        }
        let (browser, page) = half_way(&house, "noor").await;
        sends_code(&browser, &page, &app_code(&house, &secret)).await.is(429);
        house.clock.advance(base::limits::SIGN_IN_WINDOW);
        let (browser, page) = half_way(&house, "noor").await;
        sends_code(&browser, &page, &app_code(&house, &secret)).await.is(303);
    }

    async fn half_a_sign_in_belongs_to_its_browser(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (_, secret, _) = cast.with_app(&house, "noor").await;
        house.clock.advance(HALF_MINUTE);
        let (_, _) = half_way(&house, "noor").await;
        let other = house.browser();
        let page = other.get("/sign-in").await;
        sends_code(&other, &page, &app_code(&house, &secret)).await.is(303);
        other.get("/me").await.is(303);
    }

    async fn a_password_alone_never_replaces_a_factor(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        cast.with_app(&house, "noor").await;
        let (browser, page) = half_way(&house, "noor").await;
        browser.get("/sign-in/set-up").await.is(403);
        browser.post("/sign-in/set-up", &page.body, &[("seed", "x"), ("code", "000000")]).await.is(403);
        browser.post("/sign-in/set-up/passkey", &page.body, &[("name", "x"), ("credential", "{}")]).await.is(403);
        browser.get("/sign-in/set-up/passkey/question").await.is(403);
    }

    async fn a_link_is_worth_a_password_and_no_second_factor(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        cast.with_app(&house, "noor").await;
        let ada = cast.caller(&house.app, "ada").await;
        let link = people::invite(&house.app, &ada, "noor").await.expect("a link");
        let path = link.strip_prefix("http://door.test").expect("our address");
        let token = path.split_once('=').expect("a token").1;
        let browser = house.browser();
        let fields = [("token", token), ("password", PASSWORD)];
        let next = browser.submit(path, "/set-up", &fields).await.is(303);
        assert!(next.location.expect("a next step").starts_with("/sign-in/second-factor"));
        browser.get("/me").await.is(303);
    }

    async fn whoever_must_have_a_factor_sets_one_up_before_anything_else(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let ada = cast.browser(&house, "ada").await;
        let before = house.audit_entries().await;
        ada.submit("/second-factor", "/second-factor", &[("holders", "it")]).await.is(303);
        ada.submit("/second-factor", "/second-factor", &[("holders", "it")]).await.is(303);
        assert_eq!(house.audit_entries().await, before + 1, "the second time nothing changed");
        cast.browser(&house, "mara").await.get("/me").await.is(200);
        let (ivo, page) = half_way(&house, "ivo").await;
        let page = page.shows("Set up a second factor");
        ivo.get("/me").await.is(303);
        let secret = block(&page.body, "Secret").replace(' ', "");
        let seed = value(&page.body, "seed");
        let wrong = [("seed", seed.as_str()), ("code", "000000"), ("next", "/me")];
        let again = ivo.post("/sign-in/set-up", &page.body, &wrong).await.is(422);
        assert_eq!(value(&again.body, "seed"), seed, "the picture stays the same");
        let code = app_code(&house, &secret);
        let right = [("seed", seed.as_str()), ("code", code.as_str()), ("next", "/me")];
        let done = ivo.post("/sign-in/set-up", &again.body, &right).await.is(200);
        assert_eq!(block(&done.body, "Recovery codes").lines().count(), 10);
        ivo.get("/me").await.is(200).shows("Ivo Petrov");
        ivo.submit("/me/second-factor", "/me/second-factor/app/end", &[]).await.is(409).shows("your only one");
    }

    async fn an_administrator_takes_factors_away_and_the_person_is_told(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        cast.with_app(&house, "noor").await;
        let (ada, _, _) = cast.with_app(&house, "ada").await;
        let before = house.audit_entries().await;
        ada.submit("/people/noor", "/people/noor/second-factor/end", &[]).await.is(303);
        assert_eq!(house.audit_entries().await, before + 1);
        let noor = cast.browser(&house, "noor").await;
        noor.get("/me").await.is(200).shows("An administrator took away your second factor on 23 November 2026.");
        let again = cast.browser(&house, "noor").await;
        again.get("/me").await.is(200).hides("took away");
        let own = ada.get("/people/ada").await.is(200).hides("Take away the second factor");
        ada.post("/people/ada/second-factor/end", &own.body, &[]).await.is(409);
    }

    async fn what_changes_a_sign_in_asks_to_confirm_after_ten_minutes(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (noor, secret, _) = cast.with_app(&house, "noor").await;
        house.clock.advance(Duration::from_mins(10));
        let page = noor.get("/me/second-factor").await.is(200);
        for (action, back) in [
            ("/me/second-factor/app/end", "%2Fme%2Fsecond-factor"),
            ("/me/second-factor/codes", "%2Fme%2Fsecond-factor"),
            ("/me/second-factor/passkeys", "%2Fme%2Fsecond-factor"),
            ("/me/tokens", "%2Fme%2Ftokens"),
        ] {
            let sent = noor.post(action, &page.body, &[]).await.is(303);
            assert_eq!(sent.location, Some(format!("/me/confirm?then={back}")), "{action}");
        }
        let sent = noor.get("/me/second-factor/app").await.is(303);
        let ask = sent.location.expect("the page that asks");
        noor.submit(&ask, "/me/confirm", &[("password", "wrong")]).await.is(422);
        noor.submit(&ask, "/me/confirm", &[("code", "000000")]).await.is(422);
        let before = house.audit_entries().await;
        let code = app_code(&house, &secret);
        let fields = [("code", code.as_str()), ("then", "/me/second-factor/app")];
        let sent = noor.submit(&ask, "/me/confirm", &fields).await.is(303);
        assert_eq!(sent.location.as_deref(), Some("/me/second-factor/app"));
        assert_eq!(house.audit_entries().await, before + 1);
        noor.get("/me/second-factor/app").await.is(200);
        noor.submit("/me/second-factor", "/me/second-factor/app/end", &[]).await.is(303);
        noor.get("/me/second-factor").await.hides("Recovery codes");
        cast.browser(&house, "noor").await.get("/me").await.is(200);
    }

    async fn nonsense_from_a_passkey_is_refused_with_a_sentence(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let noor = cast.browser(&house, "noor").await;
        let question = noor.get("/me/second-factor/passkeys/question").await.is(200);
        assert!(question.body.contains("\"residentKey\":\"preferred\""), "{}", question.body);
        let page = noor.get("/me/second-factor/passkeys/new").await.is(200);
        let fields = [("name", "Desk"), ("credential", "{\"id\":1}")];
        noor.post("/me/second-factor/passkeys", &page.body, &fields).await.is(422);
        let stranger = house.browser();
        stranger.get("/sign-in/passkey/question").await.is(200);
        stranger.submit("/sign-in", "/sign-in/passkey", &[("credential", "{}")]).await.is(422).shows("The passkey was not accepted");
        stranger.get("/me").await.is(303);
    }

    async fn the_rule_reads_as_it_was_set(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let ada = cast.caller(&house.app, "ada").await;
        let holders = Holders { administrators: true, seats: vec![base::Seat::Legal, base::Seat::It] };
        people::factor::require(&house.app, &ada, &holders).await.expect("set");
        let mut read = people::factor::required(&house.app.store).await.expect("a database");
        read.seats.sort();
        assert!(read.administrators && read.seats.len() == 2);
        let mara = cast.caller(&house.app, "mara").await;
        assert!(people::factor::require(&house.app, &mara, &Holders::default()).await.is_err());
        assert!(!people::factor::applies_to(&house.app.store, &mara).await.expect("a database"));
    }
}
