//! The pages, as people use them.

use people::testing::Cast;
use store::on_both_engines;
use web::testing::{Browser, House};

use crate::house;

async fn signed_in(house: &House, login: &str) -> Browser {
    Cast::arrive(&house.app).await.browser(house, login).await
}

on_both_engines! {
    async fn anybody_finds_a_service_by_category_and_name(database: TestDatabase) {
        let house = house(database).await;
        let noor = signed_in(&house, "noor").await;
        noor.get("/services").await.is(200).shows("Social networks").shows("Nothing is reviewed yet").hides("Add a service");
        noor.get("/services?all=yes").await.is(200).shows("Social networks").shows("LinkedIn").shows("Canva");
        noor.get("/services?category=social").await.is(200).shows("LinkedIn").hides("Canva");
        noor.get("/services?q=canv").await.is(200).shows("Canva").hides("LinkedIn");
        noor.get("/services?q=500_x%25").await.is(200).shows("No service fits");
        noor.get("/services?standing=approved").await.is(200).shows("No service fits");
    }

    async fn a_stranger_signs_in_first(database: TestDatabase) {
        let house = house(database).await;
        for path in ["/services", "/services/new", "/services/lookup", "/services/linkedin", "/services/linkedin/edit"] {
            let page = house.browser().get(path).await.is(303);
            assert!(page.location.unwrap().starts_with("/sign-in"), "{path}");
        }
    }

    async fn a_host_leads_to_its_service(database: TestDatabase) {
        let house = house(database).await;
        let noor = signed_in(&house, "noor").await;
        let page = noor.get("/services?q=m.facebook.com").await.is(303);
        assert_eq!(page.location.as_deref(), Some("/services/lookup?host=m.facebook.com"));
        noor.get("/services/lookup").await.is(200).hides("It belongs to");
        noor.get("/services/lookup?host=https://m.facebook.com/x").await.is(200).shows("Facebook").shows("all hosts below it");
        noor.get("/services/lookup?host=goo.gl").await.is(200).shows("for that host alone");
        let page = noor.get("/services/lookup?host=www.notfacebook.com").await.is(200);
        assert!(page.body.contains("/requests/new?host=www.notfacebook.com"));
        page.shows("No service covers www.notfacebook.com").hides("Add it as a service");
        noor.get("/services/lookup?host=not%20a%20host").await.is(422).shows("is not a host");
    }

    async fn a_page_tells_all_about_a_service(database: TestDatabase) {
        let house = house(database).await;
        let noor = signed_in(&house, "noor").await;
        let page = noor.get("/services/linkedin").await.is(200);
        assert!(page.body.contains("href=\"/requests/new?service=linkedin\""));
        page.shows("Ask for it").shows("LinkedIn Corporation").shows("Not reviewed").hides("Set the standing").hides("Add a fact");
        noor.get("/services/nothing").await.is(404).shows("no service");
    }

    async fn a_seat_sets_the_standing_on_the_page(database: TestDatabase) {
        let house = house(database).await;
        let sam = signed_in(&house, "sam").await;
        let fields = [("standing", "conditional"), ("reason", "Not for customer data.")];
        let page = sam.submit("/services/linkedin", "/services/linkedin/standings", &fields).await.is(303);
        assert_eq!(page.location.as_deref(), Some("/services/linkedin"));
        sam.get("/services/linkedin").await.shows("The standing is set.").shows("Not for customer data.")
            .shows("Sam Okafor (Legal)").shows("Conditional");
        sam.get("/services").await.shows("LinkedIn").shows("See all that are reviewed");
        sam.get("/services?standing=reviewed").await.shows("LinkedIn").shows("1 service");
        sam.get("/services?standing=conditional").await.shows("LinkedIn").shows("1 service");
        sam.get("/services/x").await.shows("Good to use for the same purpose").shows("LinkedIn");
    }

    async fn a_form_that_is_refused_keeps_what_was_typed(database: TestDatabase) {
        let house = house(database).await;
        let mara = signed_in(&house, "mara").await;
        let (page, to) = ("/services/linkedin", "/services/linkedin/standings");
        mara.submit(page, to, &[("standing", "trial"), ("reason", "")]).await.is(422).shows("Write something here.");
        mara.submit(page, to, &[("reason", "Good films.")]).await.is(422).shows("Choose where we stand").shows("Good films.");
        mara.submit(page, to, &[("standing", "good"), ("reason", "x")]).await.is(422).shows("is not a standing");
        let fact = [("says", "It is blue."), ("source", "Seen"), ("date", "tomorrow")];
        mara.submit(page, "/services/linkedin/facts", &fact).await.is(422).shows("It is blue.").shows("is not a day");
        let new = [("name", "Chairs"), ("domains", "co.uk"), ("category", "social"), ("purpose", "x")];
        mara.submit("/services/new", "/services", &new).await.is(422).shows("is a public suffix").shows("Chairs");
    }

    async fn communications_adds_and_changes_a_service(database: TestDatabase) {
        let house = house(database).await;
        let mara = signed_in(&house, "mara").await;
        let fields = [("name", "Chairs"), ("domains", "chairs.example"), ("category", "social"), ("purpose", "Talks.")];
        let page = mara.submit("/services/new", "/services", &fields).await.is(303);
        assert_eq!(page.location.as_deref(), Some("/services/chairs"));
        let edit = mara.get("/services/chairs/edit").await.is(200).shows("chairs.example");
        let fields = [("name", "Deck chairs"), ("domains", "chairs.example"), ("category", "video"), ("purpose", "Talks.")];
        mara.post("/services/chairs", &edit.body, &fields).await.is(303);
        mara.get("/services/chairs").await.shows("Deck chairs").shows("Added here");
        let fact = [("says", "Free for a year."), ("source", "javascript:alert(1)"), ("date", "2026-11-23")];
        mara.submit("/services/chairs", "/services/chairs/facts", &fact).await.is(303);
        let page = mara.get("/services/chairs").await.shows("Free for a year.").shows("added by Mara Lindqvist (Communications)");
        assert!(!page.body.contains("href=\"javascript:"));
    }

    async fn shipped_services_offer_no_change(database: TestDatabase) {
        let house = house(database).await;
        let mara = signed_in(&house, "mara").await;
        let page = mara.get("/services/linkedin").await.is(200);
        assert!(!page.body.contains("/services/linkedin/edit"));
        mara.get("/services/linkedin/edit").await.is(409).shows("comes with Footbridge");
    }

    async fn without_the_right_no_form_changes_anything(database: TestDatabase) {
        let house = house(database).await;
        let noor = signed_in(&house, "noor").await;
        let entries = house.audit_entries().await;
        let page = noor.get("/services/linkedin").await;
        for to in ["/services", "/services/linkedin", "/services/linkedin/standings", "/services/linkedin/facts"] {
            let fields = [("standing", "approved"), ("reason", "x"), ("says", "x"), ("source", "x"), ("date", "2026-11-01"),
                ("name", "Chairs"), ("domains", "chairs.example"), ("category", "social"), ("purpose", "x")];
            noor.post(to, &page.body, &fields).await.is(403);
        }
        noor.get("/services/new").await.is(403);
        assert_eq!(house.audit_entries().await, entries);
    }
}
