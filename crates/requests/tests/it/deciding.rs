//! Two seats, two people, one decision.

use base::Seat;
use requests::{Effect, decide, review};
use store::{Query, testing::TestDatabase};

use crate::{Day, number, opinion, ruling};

store::row! {
    struct Published {
        effect: String,
        target_kind: String,
        target: String,
        audience: String,
        schedule: Option<String>,
        conditions: String,
        ends: Option<base::Timestamp>,
        decided_by: String,
        ended_at: Option<base::Timestamp>,
    }
}

const PUBLISHED: &str = "
    SELECT effect, target_kind, target, audience, schedule, conditions, ends, decided_by, ended_at
    FROM pub_decision";

async fn published(day: &Day) -> Vec<Published> {
    day.house.app.store.all(PUBLISHED, vec![]).await.expect("a view")
}

store::on_both_engines! {
    async fn noor_asks_and_communications_and_it_open_the_door_together(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let noor = day.browser("noor").await;
        noor.get(&request).await.is(200).shows("LinkedIn for Noor Haddad").shows("the end of 18 December 2026");
        let mut watch = day.house.app.store.watch(&[requests::TOPIC]);

        day.says("mara", &request, "allow", "We reach applicants there.").await.is(303);
        let ivo = day.browser("ivo").await;
        ivo.get("/review").await.is(200).shows("LinkedIn for Noor Haddad").shows("Communications allows and IT is asked");
        ivo.get(&request).await.is(200).shows("We reach applicants there.").shows("Who else asked").shows("Open the door");
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(303);

        tokio::time::timeout(std::time::Duration::from_secs(5), watch.changed()).await.expect("the topic");
        let rows = published(&day).await;
        let [decision] = &rows[..] else { panic!("{} decisions", rows.len()) };
        assert_eq!((decision.effect.as_str(), decision.target_kind.as_str()), ("allow", "service"));
        assert_eq!(decision.target, "linkedin");
        let noor_id = day.caller("noor").await.person().expect("a person");
        assert_eq!(decision.audience, format!("{{\"everyone\":false,\"people\":[{noor_id}],\"groups\":[]}}"));
        assert_eq!((decision.schedule.as_deref(), decision.conditions.as_str()), (None, "[]"));
        assert_eq!(decision.ends.map(|ends| ends.to_string()).as_deref(), Some("2026-12-18T23:00:00Z"));
        assert_eq!(decision.decided_by, "[\"Mara Lindqvist (Communications)\",\"Ivo Petrov (IT)\"]");
        assert_eq!(decision.ended_at, None);

        noor.get(&request).await.is(200).shows("In force").shows("Agreed by Communications and IT.");
        noor.get("/decisions/1").await.is(200).shows("LinkedIn is open for Noor Haddad").hides("What the deciders saw");
        ivo.get("/decisions/1").await.is(200).shows("What the deciders saw").shows("Who else asked");
        noor.get("/").await.is(200).shows("Allowed: LinkedIn");
    }
}
