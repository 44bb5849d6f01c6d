//! One's own blocks, and nobody else's.

use std::time::Duration;

use gate::squid::wire;
use store::on_both_engines;

use crate::{arriving::person, serving::tell, *};

/// A block of `person` at `host`, as the helper tells it.
pub(crate) fn block(house: &House, person: Option<i64>, host: &str) -> wire::FromHelper {
    wire::FromHelper::Block(wire::Block {
        at: house.app.now(),
        edition: 1,
        person,
        login: None,
        address: "192.0.2.7".parse().ok(),
        host: host.parse().expect("a host"),
        port: Some(443),
        method: Some("CONNECT".to_owned()),
        effect: "deny".to_owned(),
        rules: vec!["rule/1".to_owned()],
        token: None,
    })
}

on_both_engines! {
    async fn nobody_sees_what_was_closed_for_somebody_else(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        published(&house.app).await;
        let (noor, sam) = (person(&house, "noor").await, person(&house, "sam").await);
        let told = [
            block(&house, Some(sam), "www.tiktok.com"),
            block(&house, None, "www.facebook.com"),
            block(&house, Some(noor), "www.linkedin.com"),
            block(&house, Some(noor), "www.linkedin.com"),
        ];
        let noor = cast.browser(&house, "noor").await;
        tell(&house, &told, async || noor.get("/blocks").await.body.contains("2 times")).await;
        for path in ["/", "/blocks", "/blocks?fragment"] {
            noor.get(path).await.is(200)
                .shows("2 times")
                .shows("closed until 17:00")
                .hides("tiktok")
                .hides("facebook");
        }
        cast.browser(&house, "sam").await.get("/").await.shows("tiktok").hides("linkedin").hides("facebook");
        cast.browser(&house, "ada").await.get("/").await.hides("tiktok").hides("linkedin").hides("facebook");
        house.browser().get("/blocks").await.is(303);
        house.browser().get("/blocks?fragment").await.is(204);

        // After an hour nobody needs the reminder; after a day the block is forgotten.
        house.clock.advance(Duration::from_mins(61));
        noor.get("/").await.hides("linkedin");
    }

    async fn a_block_leads_to_asking_or_reading_or_on(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        published(&house.app).await;
        let id = person(&house, "noor").await;
        let noor = cast.browser(&house, "noor").await;
        tell(&house, &[block(&house, Some(id), "www.linkedin.com")], async || noor.get("/blocks").await.body.contains("linkedin")).await;
        noor.get("/").await.shows("/requests/new?host=www.linkedin.com&service=linkedin");
        decisions::door(&house.app, &[], "").await;
        published(&house.app).await;
        noor.get("/").await.shows("open again").shows("Continue");
    }
}
