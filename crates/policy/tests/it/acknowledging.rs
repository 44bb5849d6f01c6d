//! A person reads a policy and says so.

use policy::Draft;
use store::on_both_engines;

use crate::{hidden, house, publish, social_media};

const PAGE: &str = "/policies/social-media";
const ACKNOWLEDGEMENTS: &str = "/policies/social-media/acknowledgements";

on_both_engines! {
    async fn who_says_that_they_have_read_it_leaves_one_entry(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let noor = cast.browser(&house, "noor").await;
        let page = noor.get(PAGE).await.is(200).shows("You are asked to read this policy.");
        let fields = [("version", "1"), ("sha256", &hidden(&page.body, "sha256"))];
        let before = house.audit_entries().await;
        for _ in 0..2 {
            noor.post(ACKNOWLEDGEMENTS, &page.body, &fields).await.is(303);
        }
        assert_eq!(house.audit_entries().await, before + 1);
        noor.get(PAGE).await.shows("There is nothing more for you to do.").hides("I have read this");
        let id = cast.caller(&house.app, "noor").await.person().expect("a person");
        assert!(policy::has_acknowledged(&house.app.store, "social-media", id).await.expect("read"));
        assert!(!policy::has_acknowledged(&house.app.store, "social-media", id + 1).await.expect("read"));
    }

    async fn they_return_to_where_they_came_from(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let noor = cast.browser(&house, "noor").await;
        let page = noor.get("/policies/social-media?then=%2Fdoor%3Ft%3Dabc").await;
        let fields = [
            ("version", "1"),
            ("sha256", &hidden(&page.body, "sha256")),
            ("then", &hidden(&page.body, "then")),
        ];
        let answer = noor.post(ACKNOWLEDGEMENTS, &page.body, &fields).await.is(303);
        assert_eq!(answer.location.as_deref(), Some("/door?t=abc"));
        let read = noor.get("/policies/social-media?then=%2Fdoor%3Ft%3Dabc").await;
        assert!(read.body.contains("href=\"/door?t=abc\""), "{}", read.body);
    }

    async fn nobody_is_led_to_another_site(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let noor = cast.browser(&house, "noor").await;
        for then in ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example"] {
            let page = noor.get(PAGE).await;
            let (version, sha256) = ("1", hidden_or_read(&page.body));
            let fields = [("version", version), ("sha256", &sha256), ("then", then)];
            let answer = noor.post(ACKNOWLEDGEMENTS, &page.body, &fields).await;
            assert!(!answer.location.unwrap_or_default().contains("elsewhere"), "{then}");
        }
    }

    async fn a_newer_version_meanwhile_is_said_and_shown(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let noor = cast.browser(&house, "noor").await;
        let page = noor.get("/policies/social-media?then=%2Fdoor").await;
        publish(&house, Draft { text: "## Be kinder".to_owned(), ..social_media() }).await;
        let before = house.audit_entries().await;
        let fields = [("version", "1"), ("sha256", &hidden(&page.body, "sha256")), ("then", "/door")];
        let answer = noor.post(ACKNOWLEDGEMENTS, &page.body, &fields).await.is(409)
            .shows("Version 2 was published while you were reading.")
            .shows("Be kinder");
        assert_eq!(house.audit_entries().await, before);
        assert_eq!(hidden(&answer.body, "version"), "2");
        assert_eq!(hidden(&answer.body, "then"), "/door");
    }

    async fn a_text_that_was_not_shown_is_not_acknowledged(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let noor = cast.browser(&house, "noor").await;
        let page = noor.get(PAGE).await;
        let fields = [("version", "1"), ("sha256", "0000")];
        noor.post(ACKNOWLEDGEMENTS, &page.body, &fields).await.is(409)
            .shows("The text you saw is not the one in force.");
    }

    async fn a_new_version_closes_again_only_if_it_must_be_read(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let noor = cast.browser(&house, "noor").await;
        let id = cast.caller(&house.app, "noor").await.person().expect("a person");
        let read = async |version: &str| {
            let page = noor.get(PAGE).await;
            let fields = [("version", version), ("sha256", &hidden(&page.body, "sha256"))];
            noor.post(ACKNOWLEDGEMENTS, &page.body, &fields).await.is(303);
        };
        let holds = async || {
            policy::has_acknowledged(&house.app.store, "social-media", id).await.expect("read")
        };
        read("1").await;
        publish(&house, Draft { text: "A comma, moved.".to_owned(), ..social_media() }).await;
        assert!(holds().await);
        noor.get(PAGE).await.shows("version 1").hides("I have read this");

        publish(&house, Draft {
            text: "Nothing after six.".to_owned(),
            note: "No posts after six.".to_owned(),
            must_be_read: true,
            ..social_media()
        }).await;
        assert!(!holds().await);
        noor.get(PAGE).await.shows("New: No posts after six.").shows("I have read this");
        noor.get("/").await.shows("Read: Social media").shows("New: No posts after six.");

        read("3").await;
        assert!(holds().await);
        publish(&house, Draft { text: "Another comma.".to_owned(), ..social_media() }).await;
        assert!(holds().await);
    }

    async fn the_topic_is_touched(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let mut watch = house.app.store.watch(&[policy::TOPIC]);
        let version = policy::in_force(&house.app.store, "social-media").await.expect("in force");
        let noor = cast.caller(&house.app, "noor").await;
        let read = policy::Read { version: version.number, sha256: version.sha256 };
        policy::acknowledge(&house.app, &noor, "social-media", &read).await.expect("acknowledged");
        watch.changed().await;
        publish(&house, Draft { text: "Again.".to_owned(), ..social_media() }).await;
        watch.changed().await;
    }
}

/// The hash in the form, or nothing where the policy is read already.
fn hidden_or_read(page: &str) -> String {
    if page.contains("name=\"sha256\"") { hidden(page, "sha256") } else { String::new() }
}
