//! The front page and its one box.

use store::search::{self, Document};
use web::testing::House;

use crate::{CAPABILITIES, noor};

store::on_both_engines! {
    async fn the_front_page_shows_what_waits_with_everything_escaped(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        house.browser().get("/").await.is(303);
        let page = noor(&house).await.get("/").await.is(200);
        page.shows("What do you need?").shows("Read the <first> note").shows("Notes").hides("Audit log");
    }

    async fn the_box_leads_to_whoever_knows_the_answer(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let browser = noor(&house).await;
        assert_eq!(browser.get("/find?q=note").await.is(303).location.as_deref(), Some("/notes"));
        assert_eq!(browser.get("/find?q=+").await.is(303).location.as_deref(), Some("/"));
    }

    async fn what_nobody_knows_is_searched_and_can_be_asked_for(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let tx = house.app.store.begin().await.expect("a transaction");
        let document = Document { kind: "service", key: "x", title: "Zibbel & Co", text: "posters", href: "/x" };
        search::index(&tx, &document).await.expect("indexed");
        tx.commit().await.expect("saved");
        let browser = noor(&house).await;
        browser.get("/find?q=POST").await.is(200).shows("Zibbel & Co").shows("Ask for it");
        let page = browser.get("/find?q=%3Cscript%3Ezap%26").await.is(200);
        page.shows("Nothing known by that name").hides("/requests/new?name=<script>");
    }
}
