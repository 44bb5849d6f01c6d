//! Making rules and ending them.

use store::on_both_engines;

use crate::*;

const WALL: [(&str, &str); 8] = [
    ("rank", "wall"),
    ("target", "category"),
    ("category", "social"),
    ("days", "mon"),
    ("days", "tue"),
    ("from", "09:00"),
    ("to", "17:00"),
    ("zone", "Europe/Berlin"),
];

fn wall_because(reason: &str) -> Vec<(&str, &str)> {
    WALL.into_iter().chain([("reason", reason)]).collect()
}

on_both_engines! {
    async fn it_puts_up_a_wall_and_ends_it_with_one_entry_each(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let ivo = cast.browser(&house, "ivo").await;
        let before = house.audit_entries().await;

        let made = ivo.submit("/gate/rules/new?rank=wall", "/gate/rules", &wall_because("The line is for the shops.")).await.is(303);
        assert_eq!(made.location.as_deref(), Some("/gate/rules/1"));
        assert_eq!(house.audit_entries().await, before + 1);
        ivo.get("/gate").await.is(200)
            .shows("The line is for the shops.")
            .shows("Mon, Tue 09:00–17:00 Europe/Berlin")
            .shows("Ivo Petrov (IT)");

        ivo.submit("/gate/rules/1", "/gate/rules/1/end", &[("reason", "The line is wide now.")]).await.is(303);
        ivo.get("/gate/rules/1").await.shows("The line is wide now.").hides("End rule");
        let entries = audit::entries(&house.app.store, &audit::Filter { object: "rule/1".to_owned(), ..Default::default() }, None, 9).await.expect("the log");
        let acts: Vec<_> = entries.iter().map(|entry| (entry.act.as_str(), entry.who.as_str())).collect();
        assert_eq!(acts, [("gate.end", "Ivo Petrov (IT)"), ("gate.wall", "Ivo Petrov (IT)")]);
    }

    async fn communications_reads_the_gate_and_makes_no_rule(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let mara = cast.browser(&house, "mara").await;
        mara.get("/gate").await.is(200).hides("Put up a wall");
        mara.get("/gate/rules/new?rank=wall").await.is(403).shows("Only IT or Security or an administrator may put up a wall.");
        let page = mara.get("/").await.body;
        mara.post("/gate/rules", &page, &wall_because("No.")).await.is(403);
        mara.post("/gate/default", &page, &[("effect", "deny"), ("reason", "No.")]).await.is(403);
        let noor = cast.browser(&house, "noor").await;
        noor.get("/gate").await.is(403);
        noor.get("/gate/try?host=example.com").await.is(403);
        noor.get("/gate/editions").await.is(403);
    }

    async fn a_seal_is_made_and_lifted_by_security_or_legal_alone(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let draft = || Draft::new(Target::Host("evil.example".parse().expect("a pattern")), "It steals passwords.");
        let ivo = cast.caller(&house.app, "ivo").await;
        let sam = cast.caller(&house.app, "sam").await;
        let lena = cast.caller(&house.app, "lena").await;
        gate::make(&house.app, &ivo, Kind::Seal, draft()).await.expect_err("IT makes no seal");
        let seal = gate::make(&house.app, &sam, Kind::Seal, draft()).await.expect("legal does");
        gate::make(&house.app, &sam, Kind::Wall, draft()).await.expect_err("legal puts up no wall");
        gate::end(&house.app, &ivo, seal, "It is gone.").await.expect_err("IT lifts no seal");
        gate::end(&house.app, &lena, seal, "It is gone.").await.expect("security does");
        let again = gate::end(&house.app, &sam, seal, "Again.").await.expect_err("only once");
        assert_eq!(again.sentence(), "Lena Brandt (Security) ended this rule already.");
    }

    async fn what_is_wrong_with_a_rule_is_said_at_its_field(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let ivo = cast.browser(&house, "ivo").await;
        let wrong: [(&[(&str, &str)], &str); 8] = [
            (&[("rank", "wall"), ("target", "category"), ("category", "nothing"), ("reason", "x")], "There is no category `nothing`."),
            (&[("rank", "wall"), ("target", "service"), ("service", "nothing"), ("reason", "x")], "There is no service `nothing`."),
            (&[("rank", "wall"), ("target", "host"), ("host", "co.uk"), ("reason", "x")], "`co.uk` is a public suffix"),
            (&[("rank", "wall"), ("target", "everything"), ("reason", "")], "Write something here."),
            (&[("rank", "wall"), ("target", "everything"), ("people", "nobody"), ("reason", "x")], "There is no person `nobody`."),
            (&[("rank", "wall"), ("target", "everything"), ("ends", "2026-11-01T10:00"), ("reason", "x")], "This end is past."),
            (&[("rank", "wall"), ("target", "everything"), ("days", "mon"), ("from", "25:00"), ("to", "1"), ("zone", "Europe/Berlin"), ("reason", "x")], "Write both times like 09:00 and 17:00."),
            (&[("rank", "door"), ("target", "everything"), ("reason", "x")], "Choose what the rule does"),
        ];
        for (fields, sentence) in wrong {
            ivo.submit("/gate/rules/new", "/gate/rules", fields).await.is(422).shows(sentence);
        }
        assert!(gate::standing(&house.app.store, house.app.now()).await.expect("rules").is_empty());
    }

    async fn the_default_is_chosen_once_and_recorded_once(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let ivo = cast.browser(&house, "ivo").await;
        let before = house.audit_entries().await;
        let fields = [("effect", "deny"), ("reason", "Only what we know.")];
        ivo.submit("/gate", "/gate/default", &fields).await.is(303);
        ivo.submit("/gate", "/gate/default", &fields).await.is(303);
        // One for the choice, one for the first edition, which the page brought about.
        assert_eq!(house.audit_entries().await, before + 2);
        ivo.get("/gate").await.shows("Only what we know.").shows("Closed");
    }
}
