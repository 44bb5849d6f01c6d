//! Two seats, two people, one decision.

use base::Seat;
use requests::{Effect, decide, review};
use store::Query;

use crate::{Day, deciding, draft, number, opinion, ruling};

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

    async fn what_was_decided_keeps_the_evidence_that_its_deciders_saw(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        day.says("mara", &request, "allow", "").await.is(303);
        let ivo = day.browser("ivo").await;
        let stale = ivo.get(&request).await.is(200);
        let stale = stale.shows("Nobody else in the last 90 days.").body;
        let fields = deciding(&stale);
        // Meanwhile Sam asks for the same.
        let sam = day.caller("sam").await;
        let anyway = requests::Draft { anyway: true, ..draft() };
        requests::ask(&day.house.app, &sam, &anyway).await.unwrap();
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.extend([("effect", "allow"), ("reason", "It is worth it.")]);
        ivo.post(&format!("{request}/decisions"), &stale, &fields).await.is(409)
            .shows("The evidence has changed since you opened this page.")
            .shows("1 other person in the last 90 days.").shows("It is worth it.");
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(303);
        let frozen = requests::decision(&day.house.app.store, base::Id::new(1)).await.unwrap().unwrap();
        let says: Vec<&str> = frozen.evidence.iter().flat_map(|panel| &panel.lines).map(|line| line.says.as_str()).collect();
        assert!(says.contains(&"1 other person in the last 90 days."), "{says:?}");
        // What comes later changes nothing in the record.
        let lena = day.caller("lena").await;
        requests::ask(&day.house.app, &lena, &anyway).await.unwrap();
        let later = requests::decision(&day.house.app.store, base::Id::new(1)).await.unwrap().unwrap();
        assert_eq!(later.evidence, frozen.evidence);
        assert_eq!(later.evidence_hash, frozen.evidence_hash);
    }

    async fn a_refusal_says_why_and_what_to_use_instead(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        day.says("mara", &request, "refuse", "").await.is(422).shows("Say in a sentence what stands against it.");
        day.says("mara", &request, "refuse", "Not before the launch.").await.is(303);
        day.decides("ivo", &request, &[("effect", "refuse")]).await.is(422).shows("Say why.");
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(409).shows("Communications refuses this.");
        let no = [("effect", "refuse"), ("reason", "The launch is secret until March."), ("alternative", "Mastodon")];
        day.decides("ivo", &request, &no).await.is(303);
        let rows = published(&day).await;
        assert_eq!(rows[0].effect, "refuse");
        let noor = day.browser("noor").await;
        noor.get("/decisions/1").await.is(200).shows("LinkedIn is refused to Noor Haddad")
            .shows("The launch is secret until March.").shows("Mastodon");
        noor.get(&request).await.is(200).shows("Refused");
        noor.get("/").await.is(200).shows("Refused: LinkedIn");
        // Refused is not asked already: she may ask again.
        noor.get("/requests/new?service=linkedin").await.is(200).hides("already");
    }

    async fn nobody_decides_alone_or_too_early(database: TestDatabase) {
        let day = Day::begin(database).await;
        let app = &day.house.app;
        let request = day.noor_asks().await;
        let id = number(&request);
        let (ivo, mara) = (day.caller("ivo").await, day.caller("mara").await);
        let ruling = ruling(&day.house, id, Effect::Allow).await;
        let problem = decide(app, &ivo, id, &ruling).await.unwrap_err();
        assert_eq!(problem.sentence(), "Communications must say the same first.");
        review(app, &ivo, id, &opinion(Seat::It, Effect::Allow)).await.unwrap();
        assert!(decide(app, &ivo, id, &ruling).await.is_err(), "his own review is one seat");
        decide(app, &mara, id, &ruling).await.unwrap();
        let problem = decide(app, &mara, id, &ruling).await.unwrap_err();
        assert_eq!(problem.sentence(), "This request is decided. Ask again for something else.");
    }

    async fn one_person_in_two_seats_speaks_for_one(database: TestDatabase) {
        let day = Day::begin(database).await;
        let app = &day.house.app;
        let both = people::Draft {
            login: "ines".to_owned(),
            name: "Ines Vale".to_owned(),
            groups: vec!["communications".to_owned(), "it".to_owned()],
            ..people::Draft::default()
        };
        people::add(app, &web::Caller::operator(), &both).await.unwrap();
        let ines = day.caller("ines").await;
        let id = number(&day.noor_asks().await);
        review(app, &ines, id, &opinion(Seat::Communications, Effect::Allow)).await.unwrap();
        let problem = review(app, &ines, id, &opinion(Seat::It, Effect::Allow)).await.unwrap_err();
        assert!(problem.sentence().starts_with("You have spoken for Communications"), "{problem}");
        for seat in [None, Some(Seat::It), Some(Seat::Communications)] {
            let ruling = requests::Ruling { seat, ..ruling(&day.house, id, Effect::Allow).await };
            assert!(decide(app, &ines, id, &ruling).await.is_err(), "{seat:?}");
        }
        decide(app, &day.caller("ivo").await, id, &ruling(&day.house, id, Effect::Allow).await).await.unwrap();
    }

    async fn whoever_asks_does_not_decide(database: TestDatabase) {
        let day = Day::begin(database).await;
        let app = &day.house.app;
        let mara = day.caller("mara").await;
        let id = requests::ask(app, &mara, &draft()).await.unwrap();
        review(app, &day.caller("ivo").await, id, &opinion(Seat::It, Effect::Allow)).await.unwrap();
        assert!(review(app, &mara, id, &opinion(Seat::Communications, Effect::Allow)).await.is_err());
        assert!(decide(app, &mara, id, &ruling(&day.house, id, Effect::Allow).await).await.is_err());
        let page = day.browser("mara").await.get("/requests/1").await.is(200);
        page.shows("You ask, so somebody else of your seat reviews and decides.").hides("Open the door");
        day.browser("mara").await.get("/review").await.is(200).shows("Nothing waits for your seat");
    }

    async fn strangers_and_other_seats_do_not_decide(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        day.says("mara", &request, "allow", "").await.is(303);
        let shown = day.browser("ivo").await.get(&request).await.body;
        let evidence = crate::hidden(&shown, "evidence");
        for (login, seat) in [("noor", "it"), ("ada", "it"), ("sam", "legal"), ("sam", "it"), ("lena", "")] {
            let browser = day.browser(login).await;
            let page = browser.get("/requests").await;
            let fields = [("seat", seat), ("revision", "1"), ("effect", "allow"), ("evidence", evidence.as_str())];
            browser.post(&format!("{request}/decisions"), &page.body, &fields).await.is(403);
            let fields = [("seat", "it"), ("revision", "1"), ("answer", "allow")];
            browser.post(&format!("{request}/reviews"), &page.body, &fields).await.is(403);
        }
        let ivo = day.browser("ivo").await;
        let odd = [("seat", "pirates"), ("revision", "x"), ("effect", "maybe"), ("evidence", "")];
        ivo.post(&format!("{request}/decisions"), &shown, &odd).await.is(403);
        assert!(published(&day).await.is_empty());
        // Legal need not agree, and may say something all the same.
        day.says("sam", &request, "refuse", "Mind the archive.").await.is(303);
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(303);
    }

    async fn the_newest_word_of_a_seat_counts(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        day.says("mara", &request, "allow", "").await.is(303);
        day.says("mara", &request, "refuse", "On second thought, no.").await.is(303);
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(409);
        day.says("mara", &request, "allow", "Settled.").await.is(303);
        day.says("ivo", &request, "allow", "").await.is(303);
        let mara = day.browser("mara").await;
        mara.get("/review").await.is(200).shows("Decide").shows("Communications allows and IT allows");
        mara.get("/requests").await.is(200).shows("Agreed");
        day.decides("mara", &request, &[("effect", "allow")]).await.is(303);
    }

    async fn a_request_whose_time_is_over_is_not_decided(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        day.says("mara", &request, "allow", "").await.is(303);
        day.house.clock.advance(std::time::Duration::from_hours(24 * 40));
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(409).shows("The time that was asked for is over.");
        assert!(published(&day).await.is_empty());
    }

    async fn of_two_who_decide_at_the_same_time_one_is_told(database: TestDatabase) {
        let day = Day::begin(database).await;
        let app = &day.house.app;
        let id = number(&day.noor_asks().await);
        let (ivo, mara) = (day.caller("ivo").await, day.caller("mara").await);
        review(app, &ivo, id, &opinion(Seat::It, Effect::Allow)).await.unwrap();
        review(app, &mara, id, &opinion(Seat::Communications, Effect::Allow)).await.unwrap();
        let ruling = ruling(&day.house, id, Effect::Allow).await;
        let before = day.house.audit_entries().await;
        let both = tokio::join!(decide(app, &ivo, id, &ruling), decide(app, &mara, id, &ruling));
        assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
        assert_eq!(published(&day).await.len(), 1);
        assert_eq!(day.house.audit_entries().await, before + 1);
    }
}
