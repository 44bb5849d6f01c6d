//! Changing what is proposed.

use crate::Day;

const TERMS: &[(&str, &str)] = &[
    ("audience", "named"),
    ("people", "noor, Sam Okafor, newsroom"),
    ("hours", "mon-fri 09:00-17:00"),
    ("zone", "Europe/Berlin"),
    ("starts", ""),
    ("ends", "2026-12-18T14:00"),
    ("conditions", "social-media"),
];

fn with<'a>(revision: &'a str, changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = TERMS.iter().copied();
    let kept = kept.filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    kept.chain(changed.iter().copied()).chain([("revision", revision)]).collect()
}

store::on_both_engines! {
    async fn changed_terms_make_earlier_reviews_void_and_say_so(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let action = format!("{request}/terms");
        day.says("mara", &request, "allow", "Good.").await.is(303);
        let ivo = day.browser("ivo").await;
        let stale = ivo.get(&request).await.is(200).body;

        let lena = day.browser("lena").await;
        lena.submit(&action, &action, &with("1", &[])).await.is(303);
        let page = ivo.get(&request).await.is(200);
        let page = page.shows("Lena Brandt changed the terms.").shows("Earlier reviews are void");
        let page = page.shows("Lena Brandt changed the terms after this review.").shows("(void: the terms changed)");
        page.shows("Noor Haddad, Sam Okafor and the group newsroom").shows("Mon–Fri 09:00–17:00 Europe/Berlin")
            .shows("18 December 2026, 14:00").shows("Has read Social media policy")
            .shows("Waits for the review of Communications.");
        // What Ivo had before him is no longer what is proposed.
        let fields = [("seat", "it"), ("revision", "1"), ("answer", "allow")];
        ivo.post(&format!("{request}/reviews"), &stale, &fields).await.is(409)
            .shows("The terms have changed since you opened this page.");
        let fields = [("seat", "it"), ("revision", "1"), ("effect", "allow")];
        ivo.post(&format!("{request}/decisions"), &stale, &fields).await.is(409);

        day.says("mara", &request, "allow", "").await.is(303);
        day.decides("ivo", &request, &[("effect", "allow")]).await.is(303);
        ivo.get("/decisions/1").await.is(200).shows("once they have acknowledged Social media policy");
    }

    async fn whoever_asks_changes_the_terms_until_a_seat_has_reviewed_them(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let action = format!("{request}/terms");
        let noor = day.browser("noor").await;
        noor.submit(&action, &action, &with("1", &[])).await.is(303);
        let before = day.house.audit_entries().await;
        noor.submit(&action, &action, &with("2", &[])).await.is(303);
        assert_eq!(day.house.audit_entries().await, before, "nothing changed");
        noor.submit(&action, &action, &with("2", &[("ends", "")])).await.is(422).shows("Choose until when");
        noor.submit(&action, &action, &with("2", &[("ends", "2029-01-01")])).await.is(422).shows("within 12 months");
        day.says("mara", &request, "allow", "").await.is(303);
        let page = noor.get(&request).await.is(200).hides("Change the terms");
        noor.post(&action, &page.body, &with("2", &[("hours", "")])).await.is(409)
            .shows("A seat has reviewed these terms already.");
        noor.get(&action).await.is(409);
    }

    async fn terms_that_make_no_sense_are_given_back(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let action = format!("{request}/terms");
        let mara = day.browser("mara").await;
        let many: Vec<String> = (0..11).map(|number| format!("policy-{number}")).collect();
        for (changed, sentence) in [
            (("conditions", "no-such-policy"), "There is no published policy `no-such-policy`."),
            (("starts", "2027-01-01T10:00"), "This begins after it ends."),
            (("ends", "2026-11-01"), "This end is past."),
            (("zone", "Europe/Atlantis"), "`Europe/Atlantis` is not a time zone"),
            (("hours", "whenever"), "is not days and hours"),
            (("people", "Nobody Here"), "Nobody here and no group is called"),
            (("starts", "soon"), "`soon` is not a day"),
        ] {
            mara.submit(&action, &action, &with("1", &[changed])).await.is(422).shows(sentence);
        }
        let conditions: Vec<(&str, &str)> = many.iter().map(|slug| ("conditions", slug.as_str())).collect();
        mara.submit(&action, &action, &with("1", &conditions)).await.is(422).shows("At most 10 policies");
        let browser = day.browser("ada").await;
        let page = browser.get("/").await;
        browser.post(&action, &page.body, &with("1", &[])).await.is(403);
    }

    async fn a_seat_may_leave_out_the_end_and_begin_later(database: TestDatabase) {
        let day = Day::begin(database).await;
        let request = day.noor_asks().await;
        let action = format!("{request}/terms");
        let mara = day.browser("mara").await;
        let changed = [("ends", ""), ("starts", "2026-12-01"), ("audience", "everyone"), ("hours", ""), ("conditions", "")];
        mara.submit(&action, &action, &with("1", &changed)).await.is(303);
        day.says("ivo", &request, "allow", "").await.is(303);
        day.decides("mara", &request, &[("effect", "allow"), ("reason", "For the season.")]).await.is(303);
        mara.get("/decisions/1").await.is(200).shows("To come")
            .shows("LinkedIn is open for everybody, from 1 December 2026, 00:00, without end.");
        mara.get("/decisions?state=in-force").await.is(200).hides("LinkedIn is open");
        day.house.clock.advance(std::time::Duration::from_hours(24 * 8));
        let mara = day.browser("mara").await;
        mara.get("/decisions?state=in-force").await.is(200).shows("LinkedIn is open");
    }
}
