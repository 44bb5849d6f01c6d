//! Where people come from when a proxy stands before the server, and what that counts for.

use base::limits::SIGN_IN_FAILURES_MAX;
use people::testing::{Cast, PASSWORD};
use web::{
    session,
    testing::{Browser, House, URL},
};

use crate::CAPABILITIES;

const PROXY: &str = "10.0.0.2";
const AT_HOME: &[(&str, &str)] = &[("x-forwarded-for", "1.1.1.1, 203.0.113.9")];
const ELSEWHERE: &[(&str, &str)] = &[("x-forwarded-for", "203.0.113.10")];

async fn tries(browser: &Browser, login: &str, password: &str) -> u16 {
    let fields = [("login", login), ("password", password)];
    browser.submit("/sign-in", "/sign-in", &fields).await.status.as_u16()
}

async fn seen_at(house: &House) -> String {
    let noor = people::by_login(&house.app.store, "noor").await.expect("a database");
    let noor = noor.expect("somebody").id.get();
    let sessions = session::list(&house.app.store, noor).await.expect("a database");
    sessions[0].address.clone()
}

async fn recorded(house: &House) -> String {
    let filter = audit::Filter { act: "people.sign-in".to_owned(), ..audit::Filter::default() };
    let entries = audit::entries(&house.app.store, &filter, None, 1).await.expect("the log");
    format!("{:?}", entries[0])
}

store::on_both_engines! {
    async fn the_address_is_the_one_that_a_trusted_proxy_saw(database: TestDatabase) {
        let house = House::reached_at(URL, &["10.0.0.0/8"], database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        let browser = house.browser().arriving(PROXY, AT_HOME);
        assert_eq!(tries(&browser, "noor", PASSWORD).await, 303);
        assert_eq!(seen_at(&house).await, "203.0.113.9");
        assert!(recorded(&house).await.contains("203.0.113.9"));
    }

    async fn what_anybody_else_says_of_their_address_is_not_read(database: TestDatabase) {
        let house = House::reached_at(URL, &["10.0.0.0/8"], database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        let browser = house.browser().arriving("192.0.2.7", AT_HOME);
        assert_eq!(tries(&browser, "noor", PASSWORD).await, 303);
        assert_eq!(seen_at(&house).await, "192.0.2.7");
        assert!(!recorded(&house).await.contains("203.0.113.9"));
    }

    async fn guessing_from_one_address_stops_and_others_behind_the_proxy_go_on(database: TestDatabase) {
        let house = House::reached_at(URL, &["10.0.0.0/8"], database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        let guessing = house.browser().arriving(PROXY, AT_HOME);
        let mut answers = Vec::new();
        // Each login only once, so that the address alone is what counts.
        for number in 0..=5 * SIGN_IN_FAILURES_MAX {
            answers.push(tries(&guessing, &format!("guess-{number}"), "not the password").await);
        }
        assert_eq!(answers.pop(), Some(429));
        assert!(answers.iter().all(|status| *status == 422), "{answers:?}");
        assert_eq!(tries(&guessing, "noor", PASSWORD).await, 429);
        assert_eq!(tries(&house.browser().arriving(PROXY, ELSEWHERE), "noor", PASSWORD).await, 303);
    }
}
