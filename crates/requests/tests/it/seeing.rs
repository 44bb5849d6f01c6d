//! Who sees what, and where.

use crate::Day;

store::on_both_engines! {
    async fn others_see_their_own_requests_and_seats_see_all(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        day.browser("noor").await.get("/requests").await.is(200).shows("LinkedIn").hides("Decisions");
        day.browser("ada").await.get("/requests").await.is(200).hides("LinkedIn").shows("No request here");
        let ivo = day.browser("ivo").await;
        ivo.get("/requests").await.is(200).shows("LinkedIn").shows("Noor Haddad");
        ivo.get("/requests?whose=mine").await.is(200).hides("LinkedIn");
        ivo.get("/requests?state=decided").await.is(200).hides("LinkedIn");
        ivo.get("/requests?state=open&whose=all").await.is(200).shows("LinkedIn");
        ivo.get("/requests?before=1").await.is(200).hides("LinkedIn");
        for path in ["/review", "/decisions", "/review-rules"] {
            day.browser("noor").await.get(path).await.is(403);
            ivo.get(path).await.is(200);
        }
        let noor = day.browser("noor").await;
        noor.get("/find?q=request+1").await.is(303);
        assert_eq!(noor.get("/find?q=%231").await.location.as_deref(), Some(request.as_str()));
        for path in ["/requests/99", "/requests/x", "/requests/-1", "/decisions/1"] {
            ivo.get(path).await.is(404);
        }
        day.house.browser().get(&request).await.is(303);
    }

    async fn what_was_closed_is_nobody_elses(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let noor = day.browser("noor").await;
        noor.submit(&request, &format!("{request}/withdrawal"), &[]).await.is(303);
        noor.get(&request).await.is(200).shows("Withdrawn").hides("Withdraw the request");
        noor.get("/requests?state=withdrawn").await.is(200).shows("LinkedIn");
        day.browser("ada").await.get(&request).await.is(403);
        let page = noor.get(&request).await;
        noor.post(&format!("{request}/withdrawal"), &page.body, &[]).await.is(409);
        day.browser("ivo").await.get("/review").await.is(200).shows("Nothing waits for your seat");
        let ivo = day.browser("ivo").await;
        let fields = [("seat", "it"), ("revision", "1"), ("answer", "allow")];
        ivo.post(&format!("{request}/reviews"), &ivo.get(&request).await.body, &fields).await.is(409)
            .shows("This request was withdrawn.");
    }

    async fn people_talk_on_the_request_and_strangers_do_not(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let comments = format!("{request}/comments");
        let ivo = day.browser("ivo").await;
        ivo.submit(&request, &comments, &[("words", "Do you upload <b>films</b>?\nOr links?")]).await.is(303);
        let noor = day.browser("noor").await;
        noor.submit(&request, &comments, &[("words", "Links only.")]).await.is(303);
        noor.submit(&request, &comments, &[("words", "")]).await.is(422).shows("Write something here.");
        noor.get(&request).await.is(200).shows("Do you upload <b>films</b>?").shows("Links only.");
        let ada = day.browser("ada").await;
        ada.post(&comments, &ada.get(&request).await.body, &[("words", "Hello")]).await.is(403);
    }

    async fn every_act_leaves_one_entry(database: TestDatabase) {
        let day = Day::begin(database).await;
        let before = day.house.audit_entries().await;
        let request = day.open_door().await;
        let sign_ins = 3;
        assert_eq!(day.house.audit_entries().await, before + 3 + sign_ins);
        let ivo = day.browser("ivo").await;
        let log = ivo.get("/audit?object=request%2F1").await.is(200);
        log.shows("requests.ask").shows("requests.review").shows("requests.decide")
            .shows("Mara Lindqvist (Communications)").shows("Ivo Petrov (IT)");
        ivo.get(&request).await.shows("/audit?object=request%2F1");
    }

    async fn the_time_to_yes_is_shown_to_the_seats(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        day.house.clock.advance(std::time::Duration::from_mins(190));
        day.says("mara", &request, "allow", "").await.is(303);
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(303);
        day.browser("ivo").await.get("/requests").await.is(200).shows("Time to yes, median").shows("3 h 10 min");
        day.browser("noor").await.get("/requests").await.is(200).hides("Time to yes");
    }
}
