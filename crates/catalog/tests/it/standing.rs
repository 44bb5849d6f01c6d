//! Where the organisation stands, and what it knows.

use base::problem::Kind;
use catalog::Standing;
use people::testing::Cast;
use store::on_both_engines;

use crate::{house, operator};

on_both_engines! {
    async fn every_seat_sets_a_standing_and_it_says_who_when_and_why(database: TestDatabase) {
        let house = house(database).await;
        let cast = Cast::arrive(&house.app).await;
        for login in ["mara", "ivo", "sam", "lena", "ada"] {
            let caller = cast.caller(&house.app, login).await;
            let why = format!("{login} looked at it.");
            catalog::set_standing(&house.app, &caller, "linkedin", Standing::Conditional, &why).await.unwrap();
        }
        let mara = cast.caller(&house.app, "mara").await;
        catalog::set_standing(&house.app, &mara, "linkedin", Standing::Approved, "Films only.").await.unwrap();
        let review = catalog::by_slug(&house.app.store, "linkedin").await.unwrap().unwrap().review;
        assert_eq!(review.standing, Standing::Approved);
        assert_eq!(review.by.as_deref(), Some("Mara Lindqvist (Communications)"));
        assert_eq!(review.at, Some(house.clock.now()));
        assert_eq!(review.reason.as_deref(), Some("Films only."));
        let filter = audit::Filter { object: "service/linkedin".to_owned(), ..audit::Filter::default() };
        let entries = audit::entries(&house.app.store, &filter, None, 10).await.unwrap();
        assert_eq!(entries.len(), 6);
        assert_eq!(entries[0].act, "catalog.standing");
        assert_eq!(entries[0].before.as_ref().unwrap()["standing"], "conditional");
        assert_eq!(entries[0].grounds.as_deref(), Some("Films only."));
    }

    async fn the_same_again_is_no_change(database: TestDatabase) {
        let house = house(database).await;
        let set = async || catalog::set_standing(&house.app, &operator(), "linkedin", Standing::Refused, "No.").await;
        set().await.unwrap();
        let entries = house.audit_entries().await;
        set().await.unwrap();
        assert_eq!(house.audit_entries().await, entries);
    }

    async fn whoever_holds_no_seat_may_not(database: TestDatabase) {
        let house = house(database).await;
        let noor = Cast::arrive(&house.app).await.caller(&house.app, "noor").await;
        let set = catalog::set_standing(&house.app, &noor, "linkedin", Standing::Approved, "Please.").await;
        assert_eq!(set.unwrap_err().kind(), Kind::Forbidden);
        let fact = ("It is blue.", "Seen", "2026-11-22");
        let add = catalog::add_fact(&house.app, &noor, "linkedin", fact).await;
        assert_eq!(add.unwrap_err().kind(), Kind::Forbidden);
    }

    async fn a_standing_needs_a_reason_and_a_service(database: TestDatabase) {
        let house = house(database).await;
        let set = catalog::set_standing(&house.app, &operator(), "linkedin", Standing::Approved, " ").await;
        assert_eq!(set.unwrap_err().field(), Some("reason"));
        let set = catalog::set_standing(&house.app, &operator(), "nothing", Standing::Approved, "x").await;
        assert_eq!(set.unwrap_err().kind(), Kind::NotFound);
        assert_eq!("good".parse::<Standing>().unwrap_err().field(), Some("standing"));
    }

    async fn a_fact_is_added_once_with_who_added_it(database: TestDatabase) {
        let house = house(database).await;
        let lena = Cast::arrive(&house.app).await.caller(&house.app, "lena").await;
        let before = house.audit_entries().await;
        let fact = ("Company sign-in costs extra.", "Offer of 3 November", "2026-11-03");
        catalog::add_fact(&house.app, &lena, "canva", fact).await.unwrap();
        catalog::add_fact(&house.app, &lena, "canva", fact).await.unwrap();
        assert_eq!(house.audit_entries().await, before + 1);
        let canva = catalog::by_slug(&house.app.store, "canva").await.unwrap().unwrap();
        let facts = catalog::facts(&house.app.store, canva.id).await.unwrap();
        let kept = facts.iter().find(|kept| kept.fact.says == fact.0).unwrap();
        assert_eq!(kept.added.as_ref().unwrap().0, "Lena Brandt (Security)");
    }

    async fn facts_have_their_fields_days_and_limit(database: TestDatabase) {
        let house = house(database).await;
        let wrong = [
            ("says", ("", "x", "2026-11-03")),
            ("source", ("x", "", "2026-11-03")),
            ("date", ("x", "x", "3 November")),
            ("date", ("x", "x", "2026-11-24")),
        ];
        for (field, fact) in wrong {
            let problem = catalog::add_fact(&house.app, &operator(), "canva", fact).await.unwrap_err();
            assert_eq!(problem.field(), Some(field));
        }
        for n in 0..catalog::FACTS_MAX {
            let says = format!("Fact {n}.");
            let _ = catalog::add_fact(&house.app, &operator(), "canva", (&says, "x", "2026-11-03")).await;
        }
        let problem = catalog::add_fact(&house.app, &operator(), "canva", ("One more.", "x", "2026-11-03")).await;
        assert!(problem.unwrap_err().sentence().contains("50 fit"));
    }
}
