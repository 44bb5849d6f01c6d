//! The organisation's rule.

use base::Seat;
use requests::{ALL, Effect, Rules, decide, set_rule};

use crate::{Day, number, ruling};

store::on_both_engines! {
    async fn a_rule_names_who_must_agree_for_a_category(database: TestDatabase) {
        let day = Day::begin(database).await;
        let ada = day.browser("ada").await;
        ada.get("/review-rules").await.is(200).shows("Every category").shows("Communications and IT");
        let fields = [("category", "social"), ("seats", "communications"), ("seats", "it"), ("seats", "legal")];
        ada.submit("/review-rules", "/review-rules", &fields).await.is(303);
        let request = day.noor_asks().await;
        day.says("mara", &request, "allow", "").await.is(303);
        let ivo = day.caller("ivo").await;
        let ruling = ruling(&day.house, number(&request), Effect::Allow).await;
        let problem = decide(&day.house.app, &ivo, number(&request), &ruling).await.unwrap_err();
        assert_eq!(problem.sentence(), "Legal must say the same first.");
        day.says("ivo", &request, "allow", "").await.is(303);
        day.browser("sam").await.get(&request).await.is(200).shows("Open the door");
        day.decides("sam", &request, &[("effect", "allow")]).await.is(303);
        let decision = requests::decision(&day.house.app.store, base::Id::new(1)).await.unwrap().unwrap();
        assert_eq!(decision.deciders.len(), 3);
        // Taken away, the rule of all others holds again.
        ada.submit("/review-rules", "/review-rules", &[("category", "social")]).await.is(303);
        let rules = Rules::load(&day.house.app.store).await.unwrap();
        assert_eq!(rules.seats("social"), [Seat::Communications, Seat::It]);
    }

    async fn only_an_administrator_sets_a_rule_that_makes_sense(database: TestDatabase) {
        let day = Day::begin(database).await;
        let mara = day.browser("mara").await;
        let page = mara.get("/review-rules").await.is(200).hides("Set the rule");
        let two = [("category", ALL), ("seats", "it"), ("seats", "legal")];
        let token = mara.get("/requests/new").await;
        mara.post("/review-rules", &token.body, &two).await.is(403);
        drop(page);
        let ada = day.browser("ada").await;
        for (fields, sentence) in [
            (&[("category", ALL), ("seats", "it")][..], "At least two seats must agree"),
            (&[("category", ALL)], "At least two seats must agree"),
            (&[("category", "social"), ("seats", "it"), ("seats", "it")], "At least two seats must agree"),
            (&[("category", "pirates"), ("seats", "it"), ("seats", "legal")], "There is no category `pirates`."),
            (&[("category", "social"), ("seats", "pirates"), ("seats", "it")], "`pirates` is not a seat"),
        ] {
            ada.submit("/review-rules", "/review-rules", fields).await.is(422).shows(sentence);
        }
        let before = day.house.audit_entries().await;
        let operator = web::Caller::operator();
        set_rule(&day.house.app, &operator, ALL, &[Seat::It, Seat::Communications]).await.unwrap();
        assert_eq!(day.house.audit_entries().await, before, "it was so already");
        set_rule(&day.house.app, &operator, ALL, &[Seat::It, Seat::Security]).await.unwrap();
        assert_eq!(day.house.audit_entries().await, before + 1);
    }
}
