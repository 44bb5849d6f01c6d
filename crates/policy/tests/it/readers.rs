//! Who has read it, and who still has to.

use base::problem::Kind;
use policy::{Draft, State};
use store::on_both_engines;
use web::Caller;

use crate::{house, publish, social_media};

on_both_engines! {
    async fn the_list_names_who_has_read_it_and_who_has_not(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let version = policy::in_force(&house.app.store, "social-media").await.expect("in force");
        let read = policy::Read { version: 1, sha256: version.sha256.clone() };
        let noor = cast.caller(&house.app, "noor").await;
        policy::acknowledge(&house.app, &noor, "social-media", &read).await.expect("acknowledged");
        let readers = policy::readers(&house.app.store, "social-media").await.expect("readers");
        let states: Vec<_> = readers.iter().map(|r| (r.login.as_str(), r.state())).collect();
        assert_eq!(states.len(), 6);
        assert_eq!(states.last(), Some(&("noor", State::Acknowledged)));
        assert!(states[..5].iter().all(|(_, state)| *state == State::Missing));

        let lena = cast.browser(&house, "lena").await;
        lena.get("/policies/social-media/acknowledgements").await.is(200)
            .shows("Have read it").shows("Noor Haddad").shows("Mara Lindqvist");
        let csv = lena.get("/policies/social-media/acknowledgements.csv").await.is(200);
        assert!(csv.body.contains("Noor Haddad,noor,yes,acknowledged,1,2026-11-23T09:00:01Z,"), "{}", csv.body);
        assert!(csv.body.contains("Mara Lindqvist,mara,yes,missing,,,"), "{}", csv.body);
        assert!(csv.body.contains(&version.sha256));

        publish(&house, Draft { text: "New.".to_owned(), must_be_read: true, ..social_media() }).await;
        let readers = policy::readers(&house.app.store, "social-media").await.expect("readers");
        let noor = readers.iter().find(|reader| reader.login == "noor").expect("she is asked");
        assert_eq!((noor.state(), noor.number), (State::Stale, Some(1)));
    }

    async fn who_left_is_asked_no_more_but_stays_on_the_record(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let version = policy::in_force(&house.app.store, "social-media").await.expect("in force");
        let read = policy::Read { version: 1, sha256: version.sha256 };
        let noor = cast.caller(&house.app, "noor").await;
        policy::acknowledge(&house.app, &noor, "social-media", &read).await.expect("acknowledged");
        for login in ["noor", "ivo"] {
            people::set_active(&house.app, &Caller::operator(), login, false).await.expect("off");
        }
        let readers = policy::readers(&house.app.store, "social-media").await.expect("readers");
        assert_eq!(readers.len(), 5);
        let noor = readers.iter().find(|reader| reader.login == "noor").expect("on the record");
        assert!(!noor.is_asked());
    }

    async fn a_name_in_the_file_is_no_formula(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let draft = people::Draft {
            login: "eve".to_owned(),
            name: "=HYPERLINK(\"http://x\")".to_owned(),
            ..people::Draft::default()
        };
        people::add(&house.app, &Caller::operator(), &draft).await.expect("added");
        let csv = cast.browser(&house, "sam").await.get("/policies/social-media/acknowledgements.csv").await;
        assert!(csv.body.contains("\"'=HYPERLINK(\"\"http://x\"\")\",eve,"), "{}", csv.body);
    }

    async fn the_operator_is_no_reader(database: TestDatabase) {
        let (house, _) = house(database).await;
        let version = policy::in_force(&house.app.store, "social-media").await.expect("in force");
        let read = policy::Read { version: 1, sha256: version.sha256 };
        let problem = policy::acknowledge(&house.app, &Caller::operator(), "social-media", &read).await;
        assert_eq!(problem.expect_err("refused").kind(), Kind::Forbidden);
    }
}
