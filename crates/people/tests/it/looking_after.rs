//! Looking after people, groups and addresses.

use people::testing::{Cast, PASSWORD};
use web::testing::House;

use crate::CAPABILITIES;

store::on_both_engines! {
    async fn every_name_of_a_person_is_that_person(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        for name in ["noor", "Noor", "DUNE\\noor", "noor@DUNE.EXAMPLE", "N.Haddad", "dune/NOOR"] {
            let person = people::by_login(&house.app.store, name).await.expect("a database");
            assert_eq!(person.expect(name).login, "noor");
        }
        assert!(people::by_login(&house.app.store, "noo").await.expect("a database").is_none());
    }

    async fn a_new_person_chooses_their_password_behind_a_link(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let ada = cast.browser(&house, "ada").await;
        let before = house.audit_entries().await;
        let fields = [("login", "DUNE\\Rosa"), ("name", "Rosa Keller"), ("groups", "it"), ("groups", "newsroom")];
        ada.submit("/people/new", "/people", &fields).await.is(303);
        let page = ada.submit("/people/rosa", "/people/rosa/links", &[]).await.is(200);
        let (_, rest) = page.body.split_once("http://door.test").expect("a link");
        let path = rest.split(['<', '"', '\n']).next().expect("a path").to_owned();
        let token = path.split_once('=').expect("a token").1.to_owned();
        let rosa = house.browser();
        let fields = [("token", token.as_str()), ("password", PASSWORD)];
        rosa.submit(&path, "/set-up", &fields).await.is(303);
        rosa.get("/me").await.is(200).shows("Rosa Keller").shows("IT");
        assert_eq!(house.audit_entries().await, before + 3);
    }

    async fn a_change_is_recorded_with_before_and_after_and_no_change_is_not(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let ada = cast.browser(&house, "ada").await;
        let before = house.audit_entries().await;
        let fields = [("name", "Noor Haddad"), ("email", "noor@dune.example"), ("groups", "newsroom"), ("aliases", "n.haddad")];
        ada.submit("/people/noor", "/people/noor", &fields).await.is(303);
        assert_eq!(house.audit_entries().await, before, "nothing changed");
        let fields = [("name", "Noor Haddad"), ("groups", "communications")];
        ada.submit("/people/noor", "/people/noor", &fields).await.is(303);
        assert_eq!(house.audit_entries().await, before + 1);
        ada.get("/audit?object=person%2Fnoor&act=people").await.is(200).shows("people.change");
        let noor = cast.caller(&house.app, "noor").await;
        assert_eq!(noor.seats, [base::Seat::Communications]);
    }

    async fn whoever_is_switched_off_is_signed_out_and_stays_out(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (ada, noor) = (cast.browser(&house, "ada").await, cast.browser(&house, "noor").await);
        ada.submit("/people/noor", "/people/noor/switch", &[("to", "off")]).await.is(303);
        noor.get("/me").await.is(303);
        let fields = [("login", "noor"), ("password", PASSWORD)];
        house.browser().submit("/sign-in", "/sign-in", &fields).await.is(422);
        ada.submit("/people/ada", "/people/ada/switch", &[("to", "off")]).await.is(409);
    }

    async fn an_address_stands_for_one_person_or_group(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let ada = cast.browser(&house, "ada").await;
        let map = |net: &'static str, who: &'static str| {
            let ada = &ada;
            async move { ada.submit("/addresses", "/addresses", &[("net", net), ("who", who)]).await }
        };
        map("10.1.2.3", "noor").await.is(303);
        map("10.1.7.7/16", "newsroom").await.is(303);
        map("10.1.0.0/16", "it").await.is(422).shows("stands for newsroom already");
        map("10.1.2", "noor").await.is(422).shows("is not an address or range");
        map("10.9.0.1", "nobody").await.is(422).shows("neither a person nor a group");
        let page = ada.get("/addresses").await.is(200).shows("10.1.0.0/16").shows("10.1.2.3/32");
        ada.post("/addresses/1/end", &page.body, &[]).await.is(303);
        ada.get("/addresses").await.is(200).hides("10.1.2.3/32");
    }

    async fn only_administrators_change_people(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let before = house.audit_entries().await;
        let ivo = cast.browser(&house, "ivo").await;
        let page = ivo.get("/me").await;
        for (path, fields) in [
            ("/people", [("login", "eve"), ("name", "Eve")]),
            ("/people/noor", [("name", "Nora"), ("email", "")]),
            ("/people/noor/links", [("a", "b"), ("c", "d")]),
            ("/people/noor/switch", [("to", "off"), ("c", "d")]),
            ("/groups", [("slug", "x"), ("name", "X")]),
            ("/addresses", [("net", "10.0.0.1"), ("who", "noor")]),
            ("/addresses/1/end", [("a", "b"), ("c", "d")]),
            ("/people/import", [("file", "login,name\neve,Eve"), ("apply", "yes")]),
        ] {
            ivo.post(path, &page.body, &fields).await.is(403);
        }
        assert_eq!(house.audit_entries().await, before + 1, "only the sign-in of Ivo");
        let noor = cast.browser(&house, "noor").await;
        noor.get("/people").await.is(403);
        noor.get("/audit").await.is(403);
    }

    async fn a_form_that_is_too_large_is_refused_in_a_sentence(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let ada = cast.browser(&house, "ada").await;
        let page = ada.get("/people/import").await;
        let huge = "x".repeat(base::limits::BODY_BYTES_MAX);
        ada.post("/people/import", &page.body, &[("file", &huge)]).await.is(413).shows("larger than 256 KiB");
    }
}
