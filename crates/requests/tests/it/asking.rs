//! Asking: from the door, from elsewhere, in vain, and badly.

use requests::{Audience, Effect, ask, change_terms, decide, review};

use crate::{Day, LINKEDIN, draft, number, opinion, ruling};

store::on_both_engines! {
    async fn whoever_asks_at_the_door_signs_in_and_keeps_what_the_door_knew(database: TestDatabase) {
        let day = Day::begin(database).await;
        let door = "/requests/new?host=www.linkedin.com&door=t.o-k_en";
        let sent = day.house.browser().get(door).await.is(303);
        let location = sent.location.expect("a place to sign in");
        assert_eq!(location, "/sign-in?then=%2Frequests%2Fnew%3Fhost%3Dwww.linkedin.com%26door%3Dt.o-k_en");

        let noor = day.browser("noor").await;
        noor.get(door).await.is(200).shows("Ask for LinkedIn").shows("t.o-k_en");
        let fields = [
            ("host", "www.linkedin.com"), ("service", "linkedin"), ("door", "t.o-k_en"),
            ("purpose", "The spring films."), ("audience", "group:newsroom"), ("until", "today"),
        ];
        let request = noor.submit(door, "/requests", &fields).await.is(303).location.expect("a page");
        noor.get(&request).await.shows("asked at the door").shows("The spring films.")
            .shows("the group newsroom").shows("23 November 2026, 18:00");
        let case = requests::case(&day.house.app.store, number(&request)).await.unwrap().unwrap();
        assert_eq!(case.request.door.as_deref(), Some("t.o-k_en"));
        assert_eq!(case.request.host.as_deref(), Some("www.linkedin.com"));
        assert!(case.request.terms.audience.people.is_empty(), "the group has Noor in it");
    }

    async fn whoever_was_signed_out_while_writing_comes_back_to_what_they_wrote(database: TestDatabase) {
        let day = Day::begin(database).await;
        let noor = day.browser("noor").await;
        let page = noor.get("/requests/new?service=linkedin").await.is(200);
        day.house.clock.advance(base::limits::SESSION_IDLE_MAX + std::time::Duration::from_mins(1));
        let sent = noor.post("/requests", &page.body, LINKEDIN).await.is(303);
        let sign_in = sent.location.expect("a place to sign in");
        let page = noor.get(&sign_in).await.is(200);
        let next = crate::hidden(&page.body, "next").replace("&amp;", "&");
        let fields = [("login", "noor"), ("password", people::testing::PASSWORD), ("next", next.as_str())];
        let back = noor.post("/sign-in", &page.body, &fields).await.is(303).location.expect("a page");
        noor.get(&back).await.is(200).shows("Posting the spring films").shows("2026-12-18").shows("Ask for LinkedIn");
    }

    async fn another_programs_block_page_leads_here_with_its_own_words(database: TestDatabase) {
        let day = Day::begin(database).await;
        let from = "/requests/new?url=https%3A%2F%2Fforum.gardens.example%2Ft%2F7&reason=Not+allowed&cat=Forums&user=DUNE%5Cnoor";
        let noor = day.browser("noor").await;
        noor.get(from).await.is(200).shows("Ask for forum.gardens.example").shows("It said: Not allowed, category: Forums");
        let fields = [
            ("host", "forum.gardens.example"), ("told", "It said: Not allowed, category: Forums"),
            ("purpose", "Customers talk about our chairs."), ("until", "week"),
        ];
        let request = noor.submit(from, "/requests", &fields).await.is(303).location.expect("a page");
        let case = requests::case(&day.house.app.store, number(&request)).await.unwrap().unwrap();
        assert_eq!((case.request.target.kind.as_str(), case.request.category.as_str()), ("host", "unknown"));
        day.browser("ivo").await.get(&request).await.shows("It said: Not allowed");
    }

    async fn what_is_asked_already_is_joined_and_not_asked_twice(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let noor = day.browser("noor").await;
        noor.submit("/requests/new?name=linkedin", "/requests", LINKEDIN).await.is(409)
            .shows("You have asked this already: it is request 1.").shows("Posting the spring films");
        let sam = day.browser("sam").await;
        sam.get("/requests/new?host=de.linkedin.com").await.is(200)
            .shows("This is asked already: it is request 1.").shows("Join it").hides("Noor");
        let mut anyway = LINKEDIN.to_vec();
        sam.submit("/requests/new?name=linkedin", "/requests", &anyway).await.is(409);
        anyway.push(("anyway", "yes"));
        let mut wrong = anyway.clone();
        wrong.retain(|(name, _)| *name != "purpose");
        sam.submit("/requests/new?name=linkedin", "/requests", &wrong)
            .await
            .is(422)
            .shows("Write something here.")
            .shows("There is a problem");
        let second = sam.submit("/requests/new?name=linkedin", "/requests", &anyway).await.is(303);
        assert_ne!(second.location.as_deref(), Some(request.as_str()));
    }

    async fn what_is_allowed_already_needs_no_request(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let mara = day.browser("mara").await;
        let terms = [
            ("revision", "1"), ("audience", "named"), ("people", "noor"), ("ends", "2026-12-18"),
            ("hours", "mon-fri 09:00-17:00"), ("zone", "Europe/Berlin"), ("conditions", "social-media"),
        ];
        let action = format!("{request}/terms");
        mara.submit(&action, &action, &terms).await.is(303);
        day.says("mara", &request, "allow", "").await.is(303);
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(303);
        let noor = day.browser("noor").await;
        let says = "You may use LinkedIn already, by decision 1, Mon–Fri 09:00–17:00 Europe/Berlin, \
            until the end of 18 December 2026, once you have acknowledged Social media policy.";
        noor.get("/requests/new?service=linkedin").await.is(200).shows(says);
        noor.submit("/requests/new?service=linkedin", "/requests", LINKEDIN).await.is(409).shows(says);
        // It does not cover Sam, and it does not cover Noor for ever.
        day.browser("sam").await.get("/requests/new?service=linkedin").await.hides("already");
        day.house.clock.advance(std::time::Duration::from_hours(24 * 26));
        let noor = day.browser("noor").await;
        noor.get("/requests/new?service=linkedin").await.is(200).hides("already");
    }

    async fn a_form_that_cannot_be_taken_comes_back_with_a_sentence_and_what_was_typed(database: TestDatabase) {
        let day = Day::begin(database).await;
        let noor = day.browser("noor").await;
        let long = "a".repeat(4_001);
        let crowd = vec!["noor"; 201].join(",");
        for (field, value, sentence) in [
            ("purpose", "", "Write something here."),
            ("purpose", long.as_str(), "This has 4001 characters; 4000 fit."),
            ("purpose", "a\u{1}b", "control character"),
            ("people", "mara, nobody", "Nobody here and no group is called `nobody`."),
            ("people", "x\u{7}", "control character"),
            ("people", crowd.as_str(), "Name a group instead."),
            ("audience", "group:pirates", "no group is called `pirates`"),
            ("until", "", "Choose until when you need it."),
            ("until_day", "2026-11-01", "This day is over."),
            ("until_day", "2028-01-01", "Choose a day within 12 months, at the latest 23 November 2027."),
            ("until_day", "tomorrow", "`tomorrow` is not a day"),
        ] {
            let mut fields: Vec<(&str, &str)> =
                LINKEDIN.iter().copied().filter(|(name, _)| *name != field).collect();
            if field == "until" {
                fields.retain(|(name, _)| *name != "until_day");
            }
            fields.push((field, value));
            let page = noor.submit("/requests/new?service=linkedin", "/requests", &fields).await;
            let page = page.is(422).shows(sentence);
            if field != "purpose" {
                page.shows("Posting the spring films");
            }
        }
        assert!(requests::case(&day.house.app.store, base::Id::new(1)).await.unwrap().is_none());
    }

    async fn what_nobody_can_name_is_asked_for_again(database: TestDatabase) {
        let day = Day::begin(database).await;
        let noor = day.browser("noor").await;
        for (name, sentence) in [
            ("Bleep Suite", "The catalogue does not know `Bleep Suite`."),
            ("co.uk", "is a public suffix"),
            ("http://", "is not a host"),
            ("", "Write something here."),
        ] {
            let fields = [("name", name), ("purpose", "For work."), ("until", "week")];
            noor.submit("/requests/new", "/requests", &fields).await.is(422).shows(sentence);
        }
        let fields = [("name", "https://bleep.example/start?x=1"), ("purpose", "For work."), ("until", "week")];
        let request = noor.submit("/requests/new", "/requests", &fields).await.is(303).location.unwrap();
        noor.get(&request).await.shows("bleep.example for Noor Haddad");
        let fields = [("name", "LinkedIn"), ("purpose", "For work."), ("until", "week")];
        noor.submit("/requests/new", "/requests", &fields).await.is(303);
    }

    async fn verbs_refuse_what_is_wrong_whoever_calls_them(database: TestDatabase) {
        let day = Day::begin(database).await;
        let app = &day.house.app;
        let operator = web::Caller::operator();
        assert!(ask(app, &operator, &draft()).await.is_err());
        let noor = day.caller("noor").await;
        let id = ask(app, &noor, &draft()).await.unwrap();
        assert!(review(app, &operator, id, &opinion(base::Seat::It, Effect::Allow)).await.is_err());
        let ruling = ruling(&day.house, id, Effect::Allow).await;
        assert!(decide(app, &operator, id, &ruling).await.is_err());
        assert!(change_terms(app, &operator, id, &requests::TermsDraft::default()).await.is_err());
        let missing = base::Id::new(99);
        let problem = decide(app, &day.caller("ivo").await, missing, &ruling).await.unwrap_err();
        assert_eq!(problem.sentence(), "There is no request 99. All of yours are at /requests.");
    }
}

#[test]
fn an_audience_covers_its_people_its_groups_and_if_so_everybody() {
    let audience = Audience { people: vec![1], groups: vec![7], ..Audience::default() };
    assert!(audience.covers(1, &[]) && audience.covers(2, &[3, 7]) && !audience.covers(2, &[3]));
    assert!(Audience::everyone().covers(9, &[]));
    assert!(Audience::everyone().includes(&audience) && !audience.includes(&Audience::everyone()));
    assert!(audience.includes(&Audience::of(1)) && !audience.includes(&Audience::of(2)));
}
