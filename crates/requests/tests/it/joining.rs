//! Asking together.

use requests::join;

use crate::{Day, number};

store::on_both_engines! {
    async fn whoever_joins_before_a_review_becomes_part_of_the_audience(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let ivos = day.browser("ivo").await;
        let stale = ivos.get(&request).await.is(200).body;
        let ada = day.browser("ada").await;
        // She learns that it was asked, and nothing else.
        ada.get(&request).await.is(200).shows("LinkedIn is asked already").hides("Noor").hides("spring films");
        ada.submit(&request, &format!("{request}/joins"), &[]).await.is(303);
        ada.get(&request).await.is(200).shows("Noor Haddad").shows("Ada Dune joined.").hides("changed the terms");
        // What Ivo had before him did not include her.
        let fields = [("seat", "it"), ("revision", "1"), ("answer", "allow")];
        ivos.post(&format!("{request}/reviews"), &stale, &fields).await.is(409);
        day.says("mara", &request, "allow", "").await.is(303);
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(303);
        ada.get("/decisions/1").await.is(200).shows("Ada Dune and Noor Haddad");
        ada.get("/").await.is(200).shows("Allowed: LinkedIn");
    }

    async fn whoever_only_follows_is_told_and_not_covered(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let ada = day.browser("ada").await;
        ada.submit(&request, &format!("{request}/joins"), &[("only_follow", "yes")]).await.is(303);
        day.says("mara", &request, "allow", "").await.is(303);
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(303);
        ada.get(&request).await.is(200).shows("LinkedIn is open for Noor Haddad, from").hides("See the record");
        ada.get("/decisions/1").await.is(403);
    }

    async fn what_was_reviewed_does_not_grow_by_itself(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        day.says("mara", &request, "allow", "").await.is(303);
        let ada = day.browser("ada").await;
        ada.submit(&request, &format!("{request}/joins"), &[]).await.is(303);
        let ivo = day.browser("ivo").await;
        ivo.get(&request).await.is(200)
            .shows("Ada Dune joined after the first review and is not part of these terms yet.")
            .shows("Open the door");
        // The form to change the terms has her name in it already.
        ivo.get(&format!("{request}/terms")).await.is(200).shows("ada");
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(303);
        ivo.get("/decisions/1").await.is(200).hides("Ada Dune");
    }

    async fn whoever_joined_neither_reviews_nor_decides(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let mara = day.caller("mara").await;
        join(&day.house.app, &mara, number(&request), true).await.unwrap();
        let before = day.house.audit_entries().await;
        join(&day.house.app, &mara, number(&request), true).await.unwrap();
        assert_eq!(day.house.audit_entries().await, before, "she had joined");
        day.browser("mara").await.get(&request).await.is(200)
            .shows("You ask, so somebody else of your seat reviews and decides.").hides("Object");
        let page = day.browser("mara").await;
        let shown = page.get(&request).await;
        let fields = [("seat", "communications"), ("revision", "2"), ("answer", "allow")];
        page.post(&format!("{request}/reviews"), &shown.body, &fields).await.is(403);
        // And whoever has reviewed does not join.
        day.says("ivo", &request, "allow", "").await.is(303);
        let ivo = day.caller("ivo").await;
        assert!(join(&day.house.app, &ivo, number(&request), true).await.is_err());
    }
}
