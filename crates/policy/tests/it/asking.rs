//! Who is asked to read what.

use policy::Draft;
use store::on_both_engines;
use web::Subject;

use crate::{house, publish};

fn for_the_newsroom() -> Draft {
    Draft {
        slug: "pictures".to_owned(),
        title: "Pictures".to_owned(),
        audience: Some("newsroom".to_owned()),
        text: "Ask first.".to_owned(),
        ..Draft::default()
    }
}

on_both_engines! {
    async fn only_the_audience_is_asked_but_anybody_may_confirm(database: TestDatabase) {
        let (house, cast) = house(database).await;
        publish(&house, for_the_newsroom()).await;
        cast.browser(&house, "noor").await.get("/").await.shows("Read: Pictures").shows("Read: Social media");
        let sam = cast.browser(&house, "sam").await;
        sam.get("/").await.hides("Read: Pictures").shows("Read: Social media");
        sam.get("/policies").await.shows("For other people");
        sam.get("/policies/pictures").await.shows("Nobody asks you to").shows("I have read this");
        let sam = cast.caller(&house.app, "sam").await;
        let version = policy::in_force(&house.app.store, "pictures").await.expect("in force");
        let read = policy::Read { version: 1, sha256: version.sha256 };
        policy::acknowledge(&house.app, &sam, "pictures", &read).await.expect("acknowledged");
        let id = sam.person().expect("a person");
        assert!(policy::has_acknowledged(&house.app.store, "pictures", id).await.expect("read"));
    }

    async fn deciders_see_which_policies_apply_and_whether_they_were_read(database: TestDatabase) {
        let (house, cast) = house(database).await;
        publish(&house, for_the_newsroom()).await;
        let noor = cast.caller(&house.app, "noor").await;
        let version = policy::in_force(&house.app.store, "pictures").await.expect("in force");
        let read = policy::Read { version: 1, sha256: version.sha256 };
        policy::acknowledge(&house.app, &noor, "pictures", &read).await.expect("acknowledged");
        publish(&house, Draft { text: "Ask twice.".to_owned(), must_be_read: true, ..for_the_newsroom() }).await;
        let says = async |person| {
            let subject = Subject { person, ..Subject::default() };
            let evidence = house.app.evidence(&subject).await.expect("evidence");
            evidence.into_iter().flat_map(|e| e.lines).map(|line| line.says).collect::<Vec<_>>()
        };
        assert_eq!(says(noor.person()).await, [
            "Pictures, version 2: only an earlier version acknowledged",
            "Social media, version 1: not acknowledged",
        ]);
        let sam = cast.caller(&house.app, "sam").await;
        assert_eq!(says(sam.person()).await, ["Social media, version 1: not acknowledged"]);
        assert_eq!(says(None).await, [
            "Pictures, version 2 (for: newsroom)",
            "Social media, version 1 (for: Everyone)",
        ]);
    }

    async fn the_views_say_what_the_gate_needs(database: TestDatabase) {
        use store::{Query, values};
        let (house, cast) = house(database).await;
        publish(&house, for_the_newsroom()).await;
        let store = &house.app.store;
        let slugs: Vec<String> = store
            .column("SELECT slug FROM pub_policy WHERE group_id IS NULL AND version = $1", values![1_i64])
            .await.expect("the view");
        assert_eq!(slugs, ["social-media"]);
        let noor = cast.caller(&house.app, "noor").await;
        let version = policy::in_force(store, "social-media").await.expect("in force");
        let read = policy::Read { version: 1, sha256: version.sha256 };
        policy::acknowledge(&house.app, &noor, "social-media", &read).await.expect("acknowledged");
        let people: Vec<i64> = store
            .column("SELECT a.person_id FROM pub_acknowledged a JOIN pub_policy p ON p.id = a.policy_id", values![])
            .await.expect("the view");
        assert_eq!(people, [noor.person().expect("a person")]);
    }
}
