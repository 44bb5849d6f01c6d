//! Writing a policy and putting it in force.

use base::problem::Kind;
use policy::Draft;
use store::{on_both_engines, search};
use web::Caller;

use crate::{hidden, house, publish, social_media};

const TEXT: [(&str, &str); 2] = [("title", "Pictures"), ("text", "## Ask first\r\n\r\nAlways.")];

on_both_engines! {
    async fn a_draft_is_looked_at_and_then_published(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let sam = cast.browser(&house, "sam").await;
        let fields = [("slug", "pictures"), TEXT[0], TEXT[1], ("audience", "newsroom")];
        let answer = sam.submit("/policies/new", "/policies", &fields).await.is(303);
        assert_eq!(answer.location.as_deref(), Some("/policies/pictures/draft"));
        let draft = sam.get("/policies/pictures/draft").await.is(200);
        assert!(draft.body.contains("<h2 id=\"section-ask-first\">Ask first</h2>"), "{}", draft.body);
        let noor = cast.browser(&house, "noor").await;
        noor.get("/policies/pictures").await.is(404);

        let seen = hidden(&draft.body, "seen");
        let before = house.audit_entries().await;
        let published = sam.post("/policies/pictures/versions", &draft.body, &[("seen", &seen)]).await;
        assert_eq!(published.is(303).location.as_deref(), Some("/policies/pictures"));
        assert_eq!(house.audit_entries().await, before + 1);
        noor.get("/policies/pictures").await.is(200).shows("Ask first").shows("Sam Okafor (Legal)");
        let version = policy::in_force(&house.app.store, "pictures").await.expect("in force");
        assert_eq!(version.sha256, policy::sha256("## Ask first\n\nAlways.\n"));
        assert!(version.must_be_read());
    }

    async fn the_next_version_begins_with_the_last_and_shows_what_changed(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let mara = cast.browser(&house, "mara").await;
        let edit = mara.get("/policies/social-media/edit").await.is(200).shows("Say who you are.");
        let fields = [
            ("seen", hidden(&edit.body, "seen")),
            ("title", "Social media".to_owned()),
            ("text", "## Be kind\n\nSay who you are, always.".to_owned()),
            ("note", "Always.".to_owned()),
            ("must_be_read", "yes".to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        mara.post("/policies/social-media/draft", &edit.body, &fields).await.is(303);
        let draft = mara.get("/policies/social-media/draft").await.is(200);
        assert!(draft.body.contains("<del>Say who you are.</del>"), "{}", draft.body);
        assert!(draft.body.contains("<ins>Say who you are, always.</ins>"), "{}", draft.body);
        mara.get("/policies").await.shows("Drafts");
        cast.browser(&house, "noor").await.get("/policies/social-media").await.hides("always");

        let seen = hidden(&draft.body, "seen");
        mara.post("/policies/social-media/versions", &draft.body, &[("seen", &seen)]).await.is(303);
        mara.get("/policies/social-media/versions").await.is(200).shows("Version 1").shows("Version 2");
        mara.get("/policies/social-media/versions/2").await.is(200).shows("What changed since version 1");
        mara.get("/policies/social-media/versions/1").await.is(200).shows("no longer in force");
        mara.get("/policies/social-media/versions/3").await.is(404);
    }

    async fn two_who_write_at_once_lose_nothing(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let (mara, sam) = (cast.browser(&house, "mara").await, cast.browser(&house, "sam").await);
        let edit = "/policies/social-media/edit";
        let (hers, his) = (mara.get(edit).await, sam.get(edit).await);
        let seen = hidden(&hers.body, "seen");
        let save = "/policies/social-media/draft";
        mara.post(save, &hers.body, &[("seen", &seen), ("title", "M"), ("text", "Mara's words")]).await.is(303);
        let refused = sam.post(save, &his.body, &[("seen", &seen), ("title", "S"), ("text", "Sam's words")]).await
            .is(422).shows("Somebody has saved another text meanwhile.").shows("Sam's words");
        // Sent once more, his replace hers: he has been told.
        let seen = hidden(&refused.body, "seen");
        sam.post(save, &refused.body, &[("seen", &seen), ("title", "S"), ("text", "Sam's words")]).await.is(303);
        // And what she looked at is no longer what she would publish.
        let answer = mara.post("/policies/social-media/versions", &hers.body, &[("seen", &seen)]).await;
        answer.is(409).shows("Somebody has saved another text meanwhile.").shows("Sam's words");
    }

    async fn of_two_drafts_saved_in_the_same_instant_one_is_refused(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let (app, sam) = (&house.app, cast.caller(&house.app, "sam").await);
        let seen = policy::in_force(&app.store, "social-media").await.expect("in force").saved_at;
        let save = async |text: &str| {
            let draft = Draft { text: text.to_owned(), ..social_media() };
            policy::save(app, &sam, &draft, Some(seen)).await
        };
        let (one, other) = tokio::join!(save("One."), save("Other."));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    }

    async fn a_discarded_draft_leaves_what_is_in_force(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let sam = cast.browser(&house, "sam").await;
        let fields = [("slug", "pictures"), TEXT[0], TEXT[1]];
        for _ in 0..2 {
            sam.submit("/policies/new", "/policies", &fields).await.is(303);
            sam.get("/policies/pictures").await.is(303);
            let draft = sam.get("/policies/pictures/draft").await;
            let end = "/policies/pictures/draft/end";
            sam.post(end, &draft.body, &[("seen", "1")]).await.is(409);
            let seen = hidden(&draft.body, "seen");
            sam.post(end, &draft.body, &[("seen", &seen)]).await.is(303);
            sam.get("/policies/pictures").await.is(404);
        }
        sam.get("/policies/social-media").await.is(200);
    }

    async fn what_cannot_be_published_is_said_beside_its_field(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let sam = cast.browser(&house, "sam").await;
        let before = house.audit_entries().await;
        for (fields, sentence) in [
            (vec![("slug", "social-media"), TEXT[0], TEXT[1]], "There is a policy by this word already."),
            (vec![("slug", "new"), TEXT[0], TEXT[1]], "`new` is a page; choose another word."),
            (vec![("slug", "No Slug"), TEXT[0], TEXT[1]], "`No Slug` is not a short name"),
            (vec![("slug", "a"), TEXT[0]], "Write something here."),
            (vec![("slug", "a"), TEXT[0], TEXT[1], ("audience", "nobody")], "There is no group `nobody`."),
        ] {
            sam.submit("/policies/new", "/policies", &fields).await.is(422).shows(sentence);
        }
        assert_eq!(house.audit_entries().await, before);
    }

    async fn publishing_the_same_again_changes_nothing(database: TestDatabase) {
        let (house, _) = house(database).await;
        let before = house.audit_entries().await;
        assert_eq!(publish(&house, social_media()).await, 1);
        assert_eq!(house.audit_entries().await, before);
        let yearly = Draft { must_be_read: true, note: "Once a year.".to_owned(), ..social_media() };
        for _ in 0..2 {
            assert_eq!(publish(&house, yearly.clone()).await, 2);
        }
        assert_eq!(publish(&house, social_media()).await, 2);
        assert_eq!(publish(&house, Draft { title: "Social".to_owned(), ..social_media() }).await, 3);
    }

    async fn the_command_line_does_not_publish_over_a_draft(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let sam = cast.caller(&house.app, "sam").await;
        let version = policy::in_force(&house.app.store, "social-media").await.expect("in force");
        let draft = Draft { text: "Not yet.".to_owned(), ..social_media() };
        policy::save(&house.app, &sam, &draft, Some(version.saved_at)).await.expect("saved");
        let problem = policy::publish(&house.app, &Caller::operator(), &draft).await.expect_err("refused");
        assert_eq!(problem.kind(), Kind::Conflict);
        assert!(problem.sentence().contains("Sam Okafor (Legal) is writing version 2"), "{problem}");
    }

    async fn a_policy_is_found_by_its_words_once_it_is_in_force(database: TestDatabase) {
        let (house, _) = house(database).await;
        let find = async |words: &str| {
            let store = &house.app.store;
            search::find(store, store.engine(), words).await.expect("a search")
        };
        let hits = find("be kind").await;
        assert_eq!(hits.iter().map(|hit| hit.href.as_str()).collect::<Vec<_>>(), ["/policies/social-media"]);
        publish(&house, Draft { text: "Be brief.".to_owned(), ..social_media() }).await;
        assert!(find("kind").await.is_empty());
    }

    async fn hostile_text_is_shown_as_text(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let text = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>";
        let title = "</title><script>alert(2)</script>".to_owned();
        publish(&house, Draft { title, text: text.to_owned(), ..social_media() }).await;
        let noor = cast.browser(&house, "noor").await;
        for page in ["/policies", "/policies/social-media", "/policies/social-media/versions/2", "/"] {
            let page = noor.get(page).await.is(200);
            for bad in ["<script>alert", "<img", "href=\"javascript"] {
                assert!(!page.body.contains(bad), "{bad}: {}", page.body);
            }
        }
    }
}
