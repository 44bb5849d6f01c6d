//! Comments that wait until they were looked at.

use crate::{Day, number};

store::on_both_engines! {
    async fn what_others_say_waits_until_one_has_looked(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let says = async |login: &str, words: &str| {
            let caller = day.caller(login).await;
            requests::comment(&day.house.app, &caller, number(&request), words).await.unwrap();
        };
        says("ivo", "Films or links?").await;
        let (noor, ivo) = (day.browser("noor").await, day.browser("ivo").await);
        noor.get("/").await.is(200).shows("Ivo Petrov said something on LinkedIn");
        ivo.get("/").await.is(200).hides("said something");
        noor.get(&request).await.is(200);
        noor.get("/").await.is(200).hides("said something");
        // Whoever spoke for a seat follows too; others are not told.
        says("noor", "Links.").await;
        says("mara", "Both would do.").await;
        ivo.get("/").await.is(200).shows("2 new comments on LinkedIn").shows("The last one is by Mara Lindqvist.");
        for login in ["ada", "sam"] {
            day.browser(login).await.get("/").await.is(200).hides("on LinkedIn");
        }
        // After a week it is no news any more.
        day.house.clock.advance(std::time::Duration::from_hours(8 * 24));
        day.browser("ivo").await.get("/").await.is(200).hides("new comments");
    }
}
