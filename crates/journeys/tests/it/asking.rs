//! The main loop: blocked, asked, decided, in force, over.

use std::time::{Duration, SystemTime};

use journeys::{Answer, Entrance, Office, WALLED, second_after};
use store::on_both_engines;

use crate::steps::{Terms, asks_at_the_door, decide_together, is_through, within_a_second};

/// Long enough for two people to decide in their browsers on a busy machine.
const DOOR_OPEN_FOR: Duration = Duration::from_secs(30);

on_both_engines! {
    async fn whoever_asked_is_let_through_until_the_door_ends_and_nobody_else_is(database: TestDatabase) {
        let office = Office::open(database).await;
        let (noor, sam) = (office.desk("noor"), office.desk("sam"));
        let page = office.site().page(WALLED);
        let at_noors = noor.browser().await;
        let (at_maras, at_ivos) = (office.desk("mara").browser().await, office.desk("ivo").browser().await);
        at_maras.signs_in().await;
        at_ivos.signs_in().await;

        // Noor lands on the door, which knows what she wanted, and asks.
        at_noors.opens(&page).await;
        at_noors.sees("www.linkedin.com is closed").await;
        at_noors.sees("Ivo Petrov").await;
        asks_at_the_door(&at_noors).await;
        assert!(sam.asks(&page).await.is_the_door());

        let ends = second_after(DOOR_OPEN_FOR);
        decide_together(&at_maras, &at_ivos, &Terms { ends: Some(ends), ..Terms::default() }).await;

        // She is through within a second, by her address and by her login; Sam by neither.
        within_a_second(&noor, &page, is_through).await;
        at_noors.opens(&page).await;
        at_noors.sees("You are through to www.linkedin.com").await;
        assert!(is_through(&noor.asks_by(Entrance::Login, &[&page]).await));
        assert!(sam.asks(&page).await.is_the_door());
        assert!(sam.asks_by(Entrance::Login, &[&page]).await.is_the_door());

        // It ends by itself, and not earlier.
        let nearly = Duration::from_millis(500);
        let left = ends.duration_since(SystemTime::now()).expect("decided before the end");
        tokio::time::sleep(left.saturating_sub(nearly)).await;
        assert!(is_through(&noor.asks(&page).await), "closed before its end");
        tokio::time::sleep(nearly).await;
        within_a_second(&noor, &page, Answer::is_the_door).await;
        at_noors.opens(&page).await;
        at_noors.sees("www.linkedin.com is closed").await;

        drop((at_noors, at_maras, at_ivos));
        office.closes();
    }
}
