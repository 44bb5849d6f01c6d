//! Access tokens: made, shown once, limited, ended.

use std::time::Duration;

use people::{
    testing::{Cast, block},
    token::{self, Created, Draft},
};
use web::{
    Right,
    testing::{Browser, House},
};

use crate::CAPABILITIES;

const DAY: Duration = Duration::from_hours(24);

fn right(name: &str) -> &'static Right {
    let all = CAPABILITIES.iter().flat_map(|capability| capability.rights);
    all.copied().find(|right| right.name == name).expect(name)
}

async fn make(browser: &Browser, scopes: &[&str]) -> String {
    let mut fields = vec![("name", "reporting"), ("ends", "2027-01-31")];
    fields.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    let page = browser.submit("/me/tokens", "/me/tokens", &fields).await.is(200);
    block(&page.body, "Token")
}

async fn made(
    house: &House,
    cast: &Cast,
    login: &str,
    scopes: &[&str],
    days: u32,
) -> base::Result<Created> {
    let draft = Draft {
        name: "a program".to_owned(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        ends: house.app.now().after(DAY * days),
    };
    token::create(&house.app, &cast.caller(&house.app, login).await, &draft).await
}

store::on_both_engines! {
    async fn a_token_is_shown_once_and_speaks_for_its_person(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let ada = cast.browser(&house, "ada").await;
        let before = house.audit_entries().await;
        let text = make(&ada, &["people.read"]).await;
        assert_eq!(house.audit_entries().await, before + 1);
        assert!(text.starts_with("fb_"), "{text}");
        ada.get("/me/tokens").await.shows("reporting").shows("people.read").hides(&text);
        let caller = token::caller(&house.app, &text).await.expect("a database").expect("it is good");
        assert_eq!(caller.login(), "ada");
        assert!(caller.may(right("people.read")) && !caller.may(right("people.change")));
        ada.get("/me/tokens").await.shows("just now");
    }

    async fn only_its_hash_is_kept(database: TestDatabase) {
        use store::Query;
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let created = made(&house, &cast, "ada", &["all"], 1).await.expect("it is made");
        let hashes: Vec<String> =
            house.app.store.column("SELECT hash FROM person_token", vec![]).await.expect("a database");
        let secret = &created.text[3..35];
        assert!(hashes.iter().all(|hash| !hash.contains(secret)));
        let said: Vec<String> =
            house.app.store.column("SELECT leaf FROM audit_entry", vec![]).await.expect("a database");
        assert!(said.iter().all(|leaf| !leaf.contains(secret)));
    }

    async fn a_token_ends_by_itself_by_its_person_and_with_its_person(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let is_good = async |text: &str| token::caller(&house.app, text).await.expect("a database").is_some();
        let (short, ended) = (
            made(&house, &cast, "noor", &["all"], 1).await.expect("it is made"),
            made(&house, &cast, "noor", &["all"], 90).await.expect("it is made"),
        );
        house.clock.advance(DAY);
        assert!(!is_good(&short.text).await && is_good(&ended.text).await);
        let noor = cast.browser(&house, "noor").await;
        let before = house.audit_entries().await;
        noor.submit("/me/tokens", &format!("/me/tokens/{}/end", ended.token.id), &[]).await.is(303);
        assert_eq!(house.audit_entries().await, before + 1);
        assert!(!is_good(&ended.text).await);
        let last = made(&house, &cast, "noor", &["all"], 90).await.expect("it is made");
        let ada = cast.caller(&house.app, "ada").await;
        people::set_active(&house.app, &ada, "noor", false).await.expect("switched off");
        assert!(!is_good(&last.text).await);
        people::set_active(&house.app, &ada, "noor", true).await.expect("switched on");
        assert!(!is_good(&last.text).await, "it came back with its person");
    }

    async fn an_administrator_sees_and_ends_the_tokens_of_others_and_nobody_else_does(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let created = made(&house, &cast, "noor", &["all"], 90).await.expect("it is made");
        let id = created.token.id;
        let mara = cast.browser(&house, "mara").await;
        let page = mara.get("/people/noor").await.is(200).hides("a program");
        mara.post(&format!("/me/tokens/{id}/end"), &page.body, &[]).await.is(404);
        mara.post(&format!("/people/noor/tokens/{id}/end"), &page.body, &[]).await.is(403);
        let ada = cast.browser(&house, "ada").await;
        let action = format!("/people/noor/tokens/{id}/end");
        ada.submit("/people/noor", &action, &[]).await.is(303);
        assert!(token::caller(&house.app, &created.text).await.expect("a database").is_none());
    }

    async fn nobody_gives_a_token_more_than_they_have(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        for scopes in [&["people.change"][..], &["nonsense"], &["people.nonsense"], &[]] {
            let problem = made(&house, &cast, "noor", scopes, 90).await.expect_err("too much");
            assert_eq!(problem.field(), Some("scopes"), "{scopes:?}");
        }
        let created = made(&house, &cast, "ada", &["people.own", "people.read"], 90).await.expect("it is made");
        let caller = token::caller(&house.app, &created.text).await.expect("a database").expect("good");
        for scopes in [["people.change"], ["people"], ["all"]] {
            let draft = Draft {
                name: "more".to_owned(),
                scopes: scopes.map(str::to_owned).to_vec(),
                ends: house.app.now().after(DAY),
            };
            let problem = token::create(&house.app, &caller, &draft).await.expect_err("too much");
            assert_eq!(problem.field(), Some("scopes"), "{scopes:?}");
        }
    }

    async fn a_token_needs_a_name_and_an_end_within_a_year(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let ada = cast.browser(&house, "ada").await;
        for (name, ends, says) in [
            ("", "2027-01-31", "Write something here."),
            ("x", "", "is not a day"),
            ("x", "2026-11-22", "Choose a day after today"),
            ("x", "2028-01-01", "at most a year from now"),
        ] {
            let fields = [("name", name), ("ends", ends), ("scopes", "all")];
            ada.submit("/me/tokens", "/me/tokens", &fields).await.is(422).shows(says);
        }
        assert_eq!(made(&house, &cast, "ada", &["all"], 367).await.expect_err("too long").field(), Some("ends"));
    }

    async fn what_was_never_a_token_is_not_even_looked_up(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        for text in ["", "fb_", "fb_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "' OR 1=1"] {
            assert!(token::caller(&house.app, text).await.expect("no failure").is_none(), "{text}");
        }
    }
}
