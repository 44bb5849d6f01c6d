//! The helper alone, while nobody looks.

use journeys::{Office, WALLED};
use store::on_both_engines;

on_both_engines! {
    async fn a_walled_site_leads_to_the_door_and_nothing_reaches_the_site(database: TestDatabase) {
        let office = Office::open(database).await;

        let walled = office.desk("noor").asks(&office.site().page(WALLED)).await;

        assert!(walled.is_the_door(), "{walled:?}");
        assert_eq!(office.site().visits(), 0);
        office.closes();
    }
}
