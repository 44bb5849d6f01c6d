//! How decisions end.

use requests::{Effect, decide, end, review};
use store::Query;

use crate::{Day, LINKEDIN, number, opinion, ruling};

async fn ended_at(day: &Day, id: i64) -> Option<base::Timestamp> {
    let sql = "SELECT ended_at FROM pub_decision WHERE id = $1";
    day.house.app.store.value(sql, store::values![id]).await.expect("a view").expect("a decision")
}

store::on_both_engines! {
    async fn one_seat_alone_closes_a_door_and_says_why(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.open_door().await;
        assert_eq!(ended_at(&day, 1).await, None);
        let mut watch = day.house.app.store.watch(&[requests::TOPIC]);
        let lena = day.browser("lena").await;
        lena.submit("/decisions/1", "/decisions/1/end", &[("reason", " ")]).await.is(422).shows("Write something here.");
        let before = day.house.audit_entries().await;
        lena.submit("/decisions/1", "/decisions/1/end", &[("reason", "Passwords leak there.")]).await.is(303);
        assert_eq!(day.house.audit_entries().await, before + 1);
        tokio::time::timeout(std::time::Duration::from_secs(5), watch.changed()).await.expect("the topic");
        assert_eq!(ended_at(&day, 1).await, Some(day.house.clock.now()));
        let page = lena.get("/decisions/1").await.is(200);
        let page = page.shows("Ended by Lena Brandt (Security)").shows("Passwords leak there.").hides("End the decision");
        lena.post("/decisions/1/end", &page.body, &[("reason", "Again.")]).await.is(409).shows("was ended by");
        day.browser("noor").await.get(&request).await.is(200).shows("Passwords leak there.");
        lena.get("/audit?act=requests.end").await.is(200).shows("decision/1").shows("Passwords leak there.");
    }

    async fn a_door_ends_by_itself(database: TestDatabase) {
        let day = Day::begin(database).await;
        day.open_door().await;
        day.house.clock.advance(std::time::Duration::from_hours(24 * 26));
        let mara = day.browser("mara").await;
        let page = mara.get("/decisions/1").await.is(200).shows("It ended by itself, as decided.").hides("End the decision");
        mara.post("/decisions/1/end", &page.body, &[("reason", "Late.")]).await.is(409);
        assert!(requests::in_force(&day.house.app.store, day.house.clock.now()).await.unwrap().is_empty());
    }

    async fn a_stranger_ends_nothing(database: TestDatabase) {
        let day = Day::begin(database).await;
        day.open_door().await;
        for login in ["noor", "ada"] {
            let browser = day.browser(login).await;
            let page = browser.get("/requests").await;
            browser.post("/decisions/1/end", &page.body, &[("reason", "So.")]).await.is(403);
        }
        day.browser("ada").await.get("/decisions/1").await.is(403);
        let operator = web::Caller::operator();
        end(&day.house.app, &operator, base::Id::new(1), "The agreement is over.").await.unwrap();
        assert!(end(&day.house.app, &operator, base::Id::new(7), "So.").await.is_err());
    }

    async fn a_decision_is_superseded_by_another_on_the_same(database: TestDatabase) {
        let day = Day::begin(database).await;
        day.open_door().await;
        let noor = day.browser("noor").await;
        let from = "/requests/new?service=linkedin&replaces=1";
        noor.get("/decisions/1").await.is(200).shows("Ask for another decision");
        let mut fields = LINKEDIN.to_vec();
        fields.push(("replaces", "1"));
        let second = noor.submit(from, "/requests", &fields).await.is(303).location.unwrap();
        noor.get(&second).await.is(200).shows("Decision 1");
        day.says("ivo", &second, "allow", "").await.is(303);
        day.decides("mara", &second, &[("effect", "allow")]).await.is(303);
        assert!(ended_at(&day, 1).await.is_some());
        noor.get("/decisions/1").await.is(200).shows("Decision 2").shows("takes its place");
        // Of another service nothing is replaced.
        fields.retain(|(name, _)| *name != "service");
        fields.push(("service", "mastodon"));
        noor.submit("/requests/new?service=mastodon", "/requests", &fields).await.is(422);
    }

    async fn a_door_takes_the_place_of_refusals_of_the_same(database: TestDatabase) {
        let day = Day::begin(database).await;
        let app = &day.house.app;
        let first = day.noor_asks().await;
        day.says("mara", &first, "refuse", "Not now.").await.is(303);
        let no = [("effect", "refuse"), ("reason", "Not before the launch."), ("alternative", "Mastodon")];
        day.decides("ivo", &first, &no).await.is(303);
        let ivo = day.browser("ivo").await;
        let page = ivo.get("/decisions/1").await.is(200).hides("End the decision");
        ivo.post("/decisions/1/end", &page.body, &[("reason", "Alone.")]).await.is(409).shows("both sides");

        let second = day.noor_asks().await;
        let id = number(&second);
        let mara = day.caller("mara").await;
        review(app, &mara, id, &opinion(base::Seat::Communications, Effect::Allow)).await.unwrap();
        decide(app, &day.caller("ivo").await, id, &ruling(&day.house, id, Effect::Allow).await).await.unwrap();
        assert!(ended_at(&day, 1).await.is_some());
        assert_eq!(ended_at(&day, 2).await, None);
    }
}
