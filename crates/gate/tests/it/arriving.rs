//! At the door.

use std::time::Duration;

use base::Host;
use gate::squid::{
    Key,
    token::{Bearer, Token},
};
use store::on_both_engines;

use crate::*;

/// What the helper would put into the address of the door.
pub(crate) fn token(house: &House, bearer: Bearer, host: &str) -> String {
    let key = Key::of(&house.app.settings.data).expect("a key");
    let host: Host = host.parse().expect("a host");
    Token { at: house.app.now(), edition: 1, bearer, host }.issue(&key)
}

pub(crate) async fn person(house: &House, login: &str) -> i64 {
    people::by_login(&house.app.store, login)
        .await
        .expect("a database")
        .expect("in the cast")
        .id
        .get()
}

on_both_engines! {
    async fn the_door_says_why_and_who_and_until_when_to_somebody_not_signed_in(database: TestDatabase) {
        let (house, _) = house(database).await;
        wall(&house.app).await;
        published(&house.app).await;
        let noor = Bearer::Person(person(&house, "noor").await);
        let token = token(&house, noor, "www.linkedin.com");
        let page = house.browser().get(&format!("/door?t={token}")).await.is(200)
            .shows(" is closed until 17:00")
            .shows("Social networks are closed in the hours of the shops.")
            .shows("at the command line")
            .shows("it opens by itself, 17:00")
            .hides("Noor");
        let ask = format!("/requests/new?host=www.linkedin.com&amp;service=linkedin&amp;door={token}");
        assert!(page.body.contains(&ask), "the page leads to {ask}");
    }

    async fn the_door_judges_as_of_now(database: TestDatabase) {
        let (house, _) = house(database).await;
        wall(&house.app).await;
        published(&house.app).await;
        let noor = Bearer::Person(person(&house, "noor").await);
        let path = format!("/door?t={}", token(&house, noor, "www.linkedin.com"));
        house.browser().get(&path).await.shows(" is closed until 17:00");

        decisions::door(&house.app, &[], "").await;
        published(&house.app).await;
        house.browser().get(&path).await
            .shows("is open again")
            .shows("The spring campaign runs there.")
            .shows("Mara Lindqvist (Communications) and Ivo Petrov (IT)")
            .shows("Continue to www.linkedin.com");
    }

    async fn whoever_is_signed_in_is_told_of_themselves(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        decisions::door(&house.app, &[], "").await;
        published(&house.app).await;
        let noor = Bearer::Person(person(&house, "noor").await);
        let path = format!("/door?t={}", token(&house, noor, "www.linkedin.com"));
        cast.browser(&house, "sam").await.get(&path).await.shows(" is closed until 17:00");
        cast.browser(&house, "noor").await.get("/door?host=https://www.linkedin.com/feed").await.shows("is open");
    }

    async fn forged_old_and_malformed_tokens_lead_to_one_thing_to_do(database: TestDatabase) {
        let (house, _) = house(database).await;
        published(&house.app).await;
        let good = token(&house, Bearer::Unknown, "www.linkedin.com");
        let mut forged = good.clone().into_bytes();
        forged[5] = if forged[5] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).expect("text");
        for bad in [forged.as_str(), "x", &"A".repeat(2_000), "%00%ff", "../../etc", "%3Cscript%3Ex"] {
            let page = house.browser().get(&format!("/door?t={bad}")).await.is(422);
            assert!(!page.shows("This door leads nowhere").body.contains("<script>x"));
        }
        house.clock.advance(Duration::from_hours(25));
        house.browser().get(&format!("/door?t={good}")).await.is(422).shows("more than a day old");
    }

    async fn a_seal_says_who_to_talk_to_and_offers_no_form(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let lena = cast.caller(&house.app, "lena").await;
        let draft = Draft::new(Target::Host("evil.example".parse().expect("a pattern")), "It steals passwords.");
        gate::make(&house.app, &lena, Kind::Seal, draft).await.expect("made");
        published(&house.app).await;
        let noor = cast.browser(&house, "noor").await;
        noor.get("/door?host=login.evil.example").await
            .shows(" is sealed")
            .shows("It steals passwords.")
            .shows("Talk to those who decided: Lena Brandt (Security)")
            .hides("Ask for it");
    }

    async fn what_the_default_closes_says_who_chose_it(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let ivo = cast.caller(&house.app, "ivo").await;
        gate::default::set(&house.app, &ivo, verdict::OrganisationDefault::Deny, "Only what we know.").await.expect("chosen");
        published(&house.app).await;
        let path = format!("/door?t={}", token(&house, Bearer::Unknown, "example.org"));
        house.browser().get(&path).await
            .shows(" is closed")
            .shows("Only what we know.")
            .shows("Ivo Petrov (IT)")
            .shows("Ask for it");
    }

    async fn a_verdict_is_tried_before_it_matters(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        decisions::door(&house.app, &[], "").await;
        published(&house.app).await;
        let before = house.audit_entries().await;
        let mara = cast.browser(&house, "mara").await;
        let before = before + 1; // Mara signed in.
        mara.get("/gate/try?person=DUNE%5CNoor&host=www.linkedin.com").await.is(200).shows("is open").shows("decision/1");
        mara.get("/gate/try?person=sam&host=www.linkedin.com").await.shows(" is closed until 17:00").shows("A request on which the seats agree");
        mara.get("/gate/try?person=sam&host=www.linkedin.com&at=2026-11-23T18:00").await.shows("is open");
        mara.get("/gate/try?person=nobody&host=www.linkedin.com").await.is(422).shows("Nobody who works here has this login.");
        mara.get("/gate/try?person=&host=%00").await.is(422);
        assert_eq!(house.audit_entries().await, before);
    }
}
