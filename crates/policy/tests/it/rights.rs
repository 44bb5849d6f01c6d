//! Who may do what.

use store::on_both_engines;

use crate::{hidden, house};

const FORMS: [&str; 4] = [
    "/policies",
    "/policies/social-media/draft",
    "/policies/social-media/versions",
    "/policies/social-media/draft/end",
];

on_both_engines! {
    async fn strangers_sign_in_first(database: TestDatabase) {
        let (house, _) = house(database).await;
        let stranger = house.browser();
        for page in ["/policies", "/policies/social-media", "/policies/social-media/versions",
            "/policies/social-media/acknowledgements", "/policies/social-media/acknowledgements.csv"] {
            let answer = stranger.get(page).await.is(303);
            assert!(answer.location.unwrap_or_default().starts_with("/sign-in"), "{page}");
        }
    }

    async fn who_has_no_seat_reads_but_neither_writes_nor_sees_readers(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let noor = cast.browser(&house, "noor").await;
        noor.get("/policies").await.is(200).hides("Write a policy");
        let page = noor.get("/policies/social-media").await.is(200).hides("Who has read it");
        for closed in ["/policies/new", "/policies/social-media/edit", "/policies/social-media/draft",
            "/policies/social-media/acknowledgements", "/policies/social-media/acknowledgements.csv"] {
            noor.get(closed).await.is(403);
        }
        for action in FORMS {
            let fields = [("slug", "mine"), ("title", "Mine"), ("text", "Mine.")];
            noor.post(action, &page.body, &fields).await.is(403);
        }
    }

    async fn security_sees_readers_but_does_not_write(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let lena = cast.browser(&house, "lena").await;
        lena.get("/policies/social-media/acknowledgements").await.is(200);
        lena.get("/policies/new").await.is(403);
    }

    async fn legal_communications_it_and_the_administrator_write(database: TestDatabase) {
        let (house, cast) = house(database).await;
        for login in ["sam", "mara", "ivo", "ada"] {
            let browser = cast.browser(&house, login).await;
            let fields = [("slug", login), ("title", login), ("text", "Words.")];
            browser.submit("/policies/new", "/policies", &fields).await.is(303);
            let draft = browser.get(&format!("/policies/{login}/draft")).await;
            let seen = hidden(&draft.body, "seen");
            let publish = format!("/policies/{login}/versions");
            browser.post(&publish, &draft.body, &[("seen", &seen)]).await.is(303);
            browser.get(&format!("/policies/{login}")).await.is(200);
        }
    }
}
