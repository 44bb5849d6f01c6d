//! The server is gone; the proxy does not notice.

use journeys::{Answer, OPEN, Office, WALLED};
use store::on_both_engines;

use crate::steps::{is_through, within_a_second};

on_both_engines! {
    async fn answers_go_on_while_the_server_is_gone_and_change_again_when_it_is_back(database: TestDatabase) {
        let mut office = Office::open(database).await;
        let (walled, open) = (office.site().page(WALLED), office.site().page(OPEN));

        office.server_is_killed();
        let noor = office.desk("noor");
        for _ in 0..20 {
            assert!(noor.asks(&walled).await.is_the_door());
            assert!(is_through(&noor.asks(&open).await));
        }

        office.server_is_started().await;
        let noor = office.desk("noor");
        assert!(noor.asks(&walled).await.is_the_door());
        let refused = ["gate", "refuse", "--host", OPEN, "--reason", "Somebody copied its pages."];
        office.footbridge(&refused);
        within_a_second(&noor, &open, Answer::is_the_door).await;
        assert!(noor.asks(&walled).await.is_the_door());

        office.closes();
    }
}
