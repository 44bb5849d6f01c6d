//! What somebody learns who tries logins: nothing.

use people::{
    Import, import,
    testing::{Cast, PASSWORD},
};
use web::{Caller, testing::House};

use crate::CAPABILITIES;

/// Somebody who has not chosen a password yet.
const NEW: &str = "login,name,email,groups,aliases\nzoe,Zoe Lind,zoe@dune.example,newsroom,\n";

store::on_both_engines! {
    async fn whoever_cannot_sign_in_hears_the_same_whatever_the_reason(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let cast = Cast::arrive(&house.app).await;
        let new = Import::read(NEW.as_bytes()).expect("a list");
        import(&house.app, &Caller::operator(), &new, true).await.expect("imported");
        let ada = cast.browser(&house, "ada").await;
        ada.submit("/people/sam", "/people/sam/switch", &[("to", "off")]).await.is(303);

        let mut heard = Vec::new();
        for (login, password) in [
            ("noor", "not the password"),
            ("nobody", "not the password"),
            ("sam", PASSWORD),
            ("zoe", PASSWORD),
            ("zoe", ""),
            ("noor", &"x".repeat(5_000)),
        ] {
            let browser = house.browser();
            let page = browser.submit("/sign-in", "/sign-in", &[("login", login), ("password", password)]).await;
            let token = web::testing::csrf_in(&page.body).expect("a form");
            let said = page.body.replace(&token, "TOKEN").replace(&format!("value=\"{login}\""), "LOGIN");
            heard.push((login, page.status, said));
        }
        for (login, status, said) in &heard {
            assert_eq!((status.as_u16(), said), (422, &heard[0].2), "{login}");
        }
    }

    async fn a_login_that_nobody_has_is_slowed_down_like_any_other(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        Cast::arrive(&house.app).await;
        let mut statuses = Vec::new();
        for login in ["noor", "nobody"] {
            let browser = house.browser();
            let mut all = Vec::new();
            for _ in 0..=base::limits::SIGN_IN_FAILURES_MAX {
                let fields = [("login", login), ("password", "not the password")];
                all.push(browser.submit("/sign-in", "/sign-in", &fields).await.status.as_u16());
            }
            statuses.push(all);
        }
        assert_eq!(statuses[0], statuses[1]);
        assert_eq!(statuses[1].last(), Some(&429));
    }
}
