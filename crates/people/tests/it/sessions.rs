//! Where somebody is signed in.

use people::testing::{Cast, PASSWORD};
use web::{
    session,
    testing::{Browser, House},
};

use crate::CAPABILITIES;

async fn others(house: &House, login: &str) -> Vec<i64> {
    let person = people::by_login(&house.app.store, login).await.expect("a database");
    let person = person.expect("somebody").id.get();
    let all = session::list(&house.app.store, person).await.expect("a database");
    all.into_iter().map(|session| session.id).collect()
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/me").await.status.as_u16() == 200
}

store::on_both_engines! {
    async fn one_session_is_ended_and_the_others_stay(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let phone = cast.browser(&house, "noor").await;
        let first = others(&house, "noor").await[0];
        let desk = cast.browser(&house, "noor").await;
        let before = house.audit_entries().await;
        desk.submit("/me", &format!("/me/sessions/{first}/end"), &[]).await.is(303);
        assert_eq!(house.audit_entries().await, before + 1);
        assert!(!is_in(&phone).await && is_in(&desk).await);
        desk.get("/me").await.shows("This one").hides("End all others");
    }

    async fn nobody_ends_the_session_of_another(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (noor, mara) = (cast.browser(&house, "noor").await, cast.browser(&house, "mara").await);
        let hers = others(&house, "noor").await[0];
        let page = mara.get("/me").await;
        mara.post(&format!("/me/sessions/{hers}/end"), &page.body, &[]).await.is(404);
        assert!(is_in(&noor).await);
    }

    async fn all_other_sessions_end_at_once(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (phone, tablet) = (cast.browser(&house, "noor").await, cast.browser(&house, "noor").await);
        let desk = cast.browser(&house, "noor").await;
        let before = house.audit_entries().await;
        desk.submit("/me", "/me/sessions/end-others", &[]).await.is(303);
        assert_eq!(house.audit_entries().await, before + 1);
        assert!(!is_in(&phone).await && !is_in(&tablet).await && is_in(&desk).await);
    }

    async fn another_password_signs_out_every_other_browser_and_needs_the_present_one(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let (phone, desk) = (cast.browser(&house, "noor").await, cast.browser(&house, "noor").await);
        let wrong = [("old", "not the password"), ("new", "a loud evening at sea")];
        desk.submit("/me", "/me/password", &wrong).await.is(422).shows("This is not your present password.");
        let right = [("old", PASSWORD), ("new", "a loud evening at sea")];
        desk.submit("/me", "/me/password", &right).await.is(303);
        assert!(!is_in(&phone).await && is_in(&desk).await);
    }
}
