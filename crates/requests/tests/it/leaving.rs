//! No longer asking together.

use requests::leave;

use crate::{Day, number};

store::on_both_engines! {
    async fn whoever_joined_leaves_and_is_out_of_the_terms(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let ada = day.browser("ada").await;
        ada.submit(&request, &format!("{request}/joins"), &[]).await.is(303);
        ada.submit(&request, &format!("{request}/joins/end"), &[]).await.is(303);
        ada.get(&request).await.is(200).shows("LinkedIn is asked already").hides("Noor");
        let noor = day.browser("noor").await;
        noor.get(&request).await.is(200).hides("Ada Dune").hides("changed the terms").hides("Leave the request");
        // She may come back, and Noor, who asked, withdraws instead.
        ada.submit(&request, &format!("{request}/joins"), &[]).await.is(303);
        let problem = leave(&day.house.app, &day.caller("noor").await, number(&request)).await.unwrap_err();
        assert!(problem.sentence().starts_with("You asked this."), "{problem}");
        day.says("mara", &request, "allow", "").await.is(303);
        // What a seat has reviewed stays as it was reviewed.
        ada.submit(&request, &format!("{request}/joins/end"), &[]).await.is(303);
        let case = requests::case(&day.house.app.store, number(&request)).await.unwrap().unwrap();
        assert_eq!((case.joiners.len(), case.request.terms.audience.people.len()), (0, 2));
        assert!(case.is_reviewed());
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(303);
        leave(&day.house.app, &day.caller("ada").await, number(&request)).await.unwrap_err();
    }

    async fn leaving_is_one_entry_in_the_log(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let ada = day.caller("ada").await;
        requests::join(&day.house.app, &ada, number(&request), true).await.unwrap();
        let before = day.house.audit_entries().await;
        leave(&day.house.app, &ada, number(&request)).await.unwrap();
        leave(&day.house.app, &ada, number(&request)).await.unwrap_err();
        assert_eq!(day.house.audit_entries().await, before + 1);
        day.browser("ivo").await.get("/audit?object=request%2F1").await.is(200).shows("requests.leave");
    }
}
