//! What the gate says on pages of others.

use store::on_both_engines;
use web::Subject;

use crate::{arriving::person, blocks::block, serving::tell, *};

on_both_engines! {
    async fn the_one_box_answers_a_link_with_the_verdict(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        published(&house.app).await;
        let noor = cast.browser(&house, "noor").await;
        noor.get("/find?q=https://www.linkedin.com/in/somebody").await.is(200)
            .shows(" is closed until 17:00")
            .shows("Ask for it");
        noor.get("/find?q=intranet.dune.example").await.shows("is open").shows("Nothing blocks it for you.");
        noor.get("/find?q=my+printer.+is+broken").await.hides("is open");
    }

    async fn what_is_open_already_need_not_be_asked_for(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        decisions::door(&house.app, &[], "").await;
        published(&house.app).await;
        let (noor, sam) = (cast.caller(&house.app, "noor").await, cast.caller(&house.app, "sam").await);
        let linkedin = Subject { service: Some("linkedin".to_owned()), ..Subject::default() };
        let already = house.app.already(&noor, &linkedin).await.expect("an answer").expect("a sentence");
        assert!(already.contains("decision 1"), "{already}");
        let host = Subject { host: Some("de.linkedin.com".parse().expect("a host")), ..Subject::default() };
        assert!(house.app.already(&noor, &host).await.expect("an answer").is_some());
        assert_eq!(house.app.already(&sam, &linkedin).await.expect("an answer"), None);

        // Open for an hour before the wall comes back is no reason not to ask.
        house.clock.advance(std::time::Duration::from_hours(8));
        assert_eq!(house.app.already(&sam, &linkedin).await.expect("an answer"), None);
        let elsewhere = Subject { host: Some("example.org".parse().expect("a host")), ..Subject::default() };
        assert_eq!(house.app.already(&sam, &elsewhere).await.expect("an answer").as_deref(), Some("Nothing blocks it for you."));
    }

    async fn the_deciders_see_the_walls_and_the_tries(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        published(&house.app).await;
        let noor = cast.caller(&house.app, "noor").await;
        let subject = Subject { service: Some("linkedin".to_owned()), person: noor.person(), ..Subject::default() };
        let evidence = house.app.evidence(&subject).await.expect("evidence");
        let lines: Vec<&str> = evidence.iter().filter(|part| part.title.starts_with("At the gate")).flat_map(|part| &part.lines).map(|line| line.says.as_str()).collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_eq!(lines[0], "LinkedIn is closed for Noor Haddad until 23 November 2026, 17:00.");
        assert!(lines[1].starts_with("Wall before Social networks for everyone"), "{lines:?}");
    }

    async fn whoever_asks_may_try_again_while_it_is_decided(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        published(&house.app).await;
        let (noor, sam) = (person(&house, "noor").await, person(&house, "sam").await);
        let subject = Subject { service: Some("linkedin".to_owned()), person: Some(noor), ..Subject::default() };
        // Noor twenty times, Sam twice: that others try is news, in rough numbers.
        let mut tries: Vec<_> = (0..20).map(|_| block(&house, Some(noor), "www.linkedin.com")).collect();
        tries.extend((0..2).map(|_| block(&house, Some(sam), "de.linkedin.com")));
        let browser = cast.browser(&house, "sam").await;
        tell(&house, &tries, async || browser.get("/blocks").await.body.contains("2 times")).await;
        let after = house.app.evidence(&subject).await.expect("evidence");
        let says = after.iter().flat_map(|part| &part.lines).map(|line| line.says.as_str());
        assert_eq!(
            says.filter(|says| says.starts_with("Tried")).collect::<Vec<_>>(),
            ["Tried a few times in the last 24 hours, by one other person whom the proxy knows."]
        );
    }
}
