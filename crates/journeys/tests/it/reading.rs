//! A door for those who have read a policy.

use journeys::{Answer, Browser, Office, WALLED};
use store::on_both_engines;

use crate::steps::{Terms, asks_at_the_door, decide_together, is_through, within_a_second};

const POLICY: &str = "social-media";
const TITLE: &str = "Speaking about us in public";

on_both_engines! {
    async fn a_door_opens_to_whoever_reads_the_policy_and_closes_with_its_next_version(database: TestDatabase) {
        let office = Office::open(database).await;
        let noor = office.desk("noor");
        let page = office.site().page(WALLED);
        let at_noors = noor.browser().await;
        let (at_maras, at_ivos) = (office.desk("mara").browser().await, office.desk("ivo").browser().await);
        at_maras.signs_in().await;
        at_ivos.signs_in().await;
        at_noors.opens(&page).await;
        asks_at_the_door(&at_noors).await;
        decide_together(&at_maras, &at_ivos, &Terms { policy: Some(POLICY), ..Terms::default() }).await;

        // One step is missing, and the door leads to it and back.
        at_noors.opens(&page).await;
        at_noors.sees("opens when you have read one more thing").await;
        reads_it(&at_noors).await;
        within_a_second(&noor, &page, is_through).await;
        at_noors.opens(&page).await;
        at_noors.sees("You are through to www.linkedin.com").await;

        // What must be read again closes it again.
        publishes_the_next_version(&at_maras).await;
        within_a_second(&noor, &page, Answer::is_the_door).await;
        at_noors.opens(&page).await;
        reads_it(&at_noors).await;
        within_a_second(&noor, &page, is_through).await;

        drop((at_noors, at_maras, at_ivos));
        office.closes();
    }
}

async fn reads_it(noor: &Browser) {
    noor.presses(&format!("Read {TITLE}")).await;
    noor.presses("I have read this").await;
    noor.sees("www.linkedin.com is open again").await;
}

async fn publishes_the_next_version(mara: &Browser) {
    mara.opens(&format!("/policies/{POLICY}/edit")).await;
    mara.fills("text", "Speak as yourself. Ask Mara before you speak for us.").await;
    mara.fills("note", "It is shorter now.").await;
    mara.chooses("must_be_read", "yes").await;
    mara.presses("Save and look at it").await;
    mara.presses("Publish").await;
    mara.sees("Version 2").await;
}
