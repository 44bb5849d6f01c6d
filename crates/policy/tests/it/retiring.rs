//! Putting a policy out of force.

use base::problem::Kind;
use policy::Read;
use store::{on_both_engines, search};

use crate::{hidden, house, publish, social_media};

const END: &str = "/policies/social-media/end";

on_both_engines! {
    async fn a_retired_policy_asks_nobody_and_says_who_retired_it(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let (sam, noor) = (cast.browser(&house, "sam").await, cast.browser(&house, "noor").await);
        noor.get("/").await.shows("Read: Social media");
        let page = sam.get("/policies/social-media").await.shows("Retire this policy");
        let before = house.audit_entries().await;
        let version = hidden(&page.body, "version");
        let fields = [("version", version.as_str()), ("reason", "The handbook says it now.")];
        sam.post(END, &page.body, &fields).await.is(303);
        assert_eq!(house.audit_entries().await, before + 1);

        let page = noor.get("/policies/social-media").await.is(200).shows("This policy is retired.")
            .shows("Sam Okafor (Legal)").shows("The handbook says it now.").shows("Say who you are.")
            .shows("closed to everybody else");
        page.hides("I have read this");
        noor.get("/").await.hides("Read: Social media");
        noor.get("/policies").await.shows("Retired by Sam Okafor (Legal)");
        noor.get("/policies/social-media/versions").await.is(200);
        noor.get("/policies/social-media/versions/1").await.is(200).shows("no longer in force");
        sam.get("/policies/social-media").await.hides("Retire this policy");
        let store = &house.app.store;
        assert!(search::find(store, store.engine(), "be kind").await.expect("a search").is_empty());
    }

    async fn what_was_acknowledged_stays_and_nothing_is_acknowledged_any_more(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let app = &house.app;
        let sha256 = policy::in_force(&app.store, "social-media").await.expect("in force").sha256;
        let read = Read { version: 1, sha256 };
        let (noor, mara) = (cast.caller(app, "noor").await, cast.caller(app, "mara").await);
        policy::acknowledge(app, &noor, "social-media", &read).await.expect("noted");
        let sam = cast.caller(app, "sam").await;
        policy::retire(app, &sam, "social-media", 1, "Over.").await.expect("retired");

        let person = noor.person().expect("a person");
        assert!(policy::has_acknowledged(&app.store, "social-media", person).await.expect("known"));
        let problem = policy::acknowledge(app, &mara, "social-media", &read).await.expect_err("refused");
        assert_eq!(problem.kind(), Kind::Conflict);
        assert!(problem.sentence().starts_with("Sam Okafor (Legal) retired this policy."), "{problem}");
        let readers = policy::readers(&app.store, "social-media").await.expect("a list");
        let logins: Vec<_> = readers.iter().map(|r| (r.login.as_str(), r.is_asked())).collect();
        assert_eq!(logins, [("noor", false)]);
        policy::retire(app, &sam, "social-media", 1, "Again.").await.expect_err("it is retired");
    }

    async fn the_next_version_puts_it_in_force_again(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let sam = cast.caller(&house.app, "sam").await;
        policy::retire(&house.app, &sam, "social-media", 1, "Over.").await.expect("retired");
        // Also where it says the same as the one that was retired.
        assert_eq!(publish(&house, social_media()).await, 2);
        let version = policy::in_force(&house.app.store, "social-media").await.expect("in force");
        assert_eq!((version.number, version.retired()), (2, None));
        let history = policy::history(&house.app.store, "social-media").await.expect("a list");
        assert!(history[1].retired().is_some());
    }

    async fn who_saw_another_version_or_gives_no_reason_retires_nothing(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let (sam, noor) = (cast.browser(&house, "sam").await, cast.browser(&house, "noor").await);
        let page = sam.get("/policies/social-media").await;
        publish(&house, policy::Draft { text: "Be brief.".to_owned(), ..social_media() }).await;
        let before = house.audit_entries().await;
        let late = [("version", "1"), ("reason", "Old.")];
        sam.post(END, &page.body, &late).await.shows("Version 2 is in force by now.");
        sam.post(END, &page.body, &[("version", "2")]).await.is(422).shows("Write something here.");
        let page = noor.get("/policies/social-media").await.hides("Retire this policy");
        noor.post(END, &page.body, &[("version", "2"), ("reason", "Mine.")]).await.is(403);
        assert_eq!(house.audit_entries().await, before);
    }
}
