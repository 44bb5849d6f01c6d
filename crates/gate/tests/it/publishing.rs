//! From changes to editions.

use std::time::Duration;

use gate::edition::Editions;
use store::on_both_engines;

use crate::*;

on_both_engines! {
    async fn an_edition_is_published_only_if_it_says_something_new(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let first = published(&house.app).await;
        assert_eq!(first.number, 1);
        assert!(gate::publish(&house.app).await.expect("published").is_none());
        // Signing in is in the log, and changes no rule.
        cast.browser(&house, "noor").await;
        assert!(gate::publish(&house.app).await.expect("published").is_none());

        wall(&house.app).await;
        let before = house.audit_entries().await;
        assert_eq!(published(&house.app).await.number, 2);
        assert_eq!(house.audit_entries().await, before + 1, "one entry for the edition");
        assert!(gate::publish(&house.app).await.expect("published").is_none());
    }

    async fn an_edition_names_the_act_that_led_to_it_and_what_changed(database: TestDatabase) {
        let (house, cast) = house(database).await;
        published(&house.app).await;
        wall(&house.app).await;
        cast.browser(&house, "noor").await;
        let edition = published(&house.app).await;
        let cause = edition.cause.expect("an act");
        assert_eq!((cause.act.as_str(), cause.object.as_str()), ("gate.wall", "rule/1"));
        assert_eq!(edition.changes, ["Rule 1 is new: wall before Social networks for everyone, Mon–Fri 09:00–17:00 Europe/Berlin."]);

        decisions::door(&house.app, &[], "2026-11-23 12:00").await;
        let edition = published(&house.app).await;
        let cause = edition.cause.expect("an act");
        assert_eq!((cause.act.as_str(), cause.who.as_str()), ("requests.decide", "Ivo Petrov (IT)"));
        assert_eq!(edition.changes, ["Decision 1 is new: door to LinkedIn for Noor Haddad, from 23 November 2026, 10:00, until 23 November 2026, 12:00."]);

        // Both end in the helpers to the second; the rulebook forgets them with the next edition.
        let mut draft = Draft::new(Target::Everything, "Stocktaking.");
        draft.until = Some(house.app.now().after(Duration::from_hours(4)));
        gate::make(&house.app, &Caller::operator(), Kind::Wall, draft).await.expect("made");
        published(&house.app).await;
        for (hours, ended) in [(3, "Decision 1 ended by its date"), (2, "Rule 2 ended by its date")] {
            house.clock.advance(Duration::from_hours(hours));
            let edition = published(&house.app).await;
            assert_eq!(edition.cause, None, "no act leads to two editions");
            assert!(edition.changes[0].starts_with(ended), "{:?}", edition.changes);
        }
    }

    async fn the_file_and_the_record_say_the_same(database: TestDatabase) {
        let (house, _) = house(database).await;
        wall(&house.app).await;
        let edition = published(&house.app).await;
        let editions = Editions::of(&house.app.settings.data);
        assert_eq!(editions.current().expect("a file"), Some(edition.number));
        let file = editions.read(edition.number).expect("a file");
        assert_eq!(file.head.sha256, edition.sha256);
        assert_eq!(file.head.changes, edition.changes);
        assert_eq!(file.rulebook.people.len(), 6);

        // A lost file comes back with the next look, under the same number.
        std::fs::remove_dir_all(house.app.settings.data.join("editions")).expect("removed");
        assert!(gate::publish(&house.app).await.expect("published").is_none());
        assert_eq!(editions.read(edition.number).expect("a file").head, file.head);
    }

    async fn two_programs_on_one_database_give_no_number_twice(database: TestDatabase) {
        let (house, _) = house(database).await;
        published(&house.app).await;
        let other = App::open(house.app.settings.clone(), house.clock.clone(), CAPABILITIES).await.expect("a second program");
        for _ in 0..5 {
            let draft = || Draft::new(Target::Everything, "Stop.");
            gate::make(&house.app, &Caller::operator(), Kind::Wall, draft()).await.expect("made");
            let (one, two) = tokio::join!(gate::publish(&house.app), gate::publish(&other));
            let new = [one.expect("published"), two.expect("published")].into_iter().flatten().count();
            assert_eq!(new, 1, "one of them published, the other found it done");
        }
        let numbers: Vec<_> = gate::editions(&house.app.store, None, 99).await.expect("editions").into_iter().map(|edition| edition.number).collect();
        assert_eq!(numbers, [6, 5, 4, 3, 2, 1]);
    }

    async fn whoever_left_is_nobody_and_stops_no_edition(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        published(&house.app).await;
        decisions::door(&house.app, &[], "").await;
        published(&house.app).await;
        let ada = cast.caller(&house.app, "ada").await;
        people::set_active(&house.app, &ada, "noor", false).await.expect("switched off");
        let edition = published(&house.app).await;
        assert_eq!(edition.changes, ["Of the people, 1 changed."]);
        let book = Editions::of(&house.app.settings.data).read(edition.number).expect("a file").rulebook;
        assert!(book.people.iter().all(|person| person.login != "noor"));
        assert_eq!(book.rules.len(), 2, "the decision stays, for nobody");
    }

    async fn editions_are_read_on_their_pages(database: TestDatabase) {
        let (house, cast) = house(database).await;
        published(&house.app).await;
        wall(&house.app).await;
        let edition = published(&house.app).await;
        let mara = cast.browser(&house, "mara").await;
        mara.get("/gate/editions").await.is(200).shows("Edition 2").shows("Edition 1");
        mara.get("/gate/editions/2").await.is(200).shows(&edition.sha256).shows(&edition.changes[0]);
        mara.get("/gate/editions/3").await.is(404);
        mara.get("/gate/editions/%ff").await.is(400);
        mara.get("/gate/editions/two").await.is(404);
    }
}
