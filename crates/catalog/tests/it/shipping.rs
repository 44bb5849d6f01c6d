//! The shipped catalogue reaches the tables, and what the organisation did stays.

use base::Host;
use catalog::{Standing, Typed};
use store::{on_both_engines, search, values};
use web::testing::House;

use crate::{CAPABILITIES, house, operator};

/// As if the tables held the catalogue of another release.
async fn forget_release(house: &House) {
    let tx = house.app.store.begin().await.unwrap();
    tx.execute("UPDATE catalog_shipped SET sha256 = $1", values!["older"]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn services(house: &House) -> Vec<catalog::Service> {
    catalog::list(&house.app.store, &catalog::Filter::default(), 1_000).await.unwrap()
}

on_both_engines! {
    async fn the_first_start_brings_all_in_one_act(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        catalog::sync(&house.app).await.unwrap();
        let all = services(&house).await;
        assert!(all.len() >= 120, "{}", all.len());
        assert!(all.iter().all(|service| service.standing() == Standing::Unreviewed && !service.own));
        assert_eq!(house.audit_entries().await, 1);
        catalog::sync(&house.app).await.unwrap();
        assert_eq!(house.audit_entries().await, 1);
    }

    async fn two_that_start_at_once_bring_it_once(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let (one, other) = (house.app.clone(), house.app.clone());
        let one = tokio::spawn(async move { catalog::sync(&one).await });
        let other = tokio::spawn(async move { catalog::sync(&other).await });
        one.await.unwrap().unwrap();
        other.await.unwrap().unwrap();
        assert_eq!(house.audit_entries().await, 1);
    }

    async fn a_release_that_changes_nothing_leaves_every_row(database: TestDatabase) {
        let house = house(database).await;
        let before = services(&house).await;
        forget_release(&house).await;
        catalog::sync(&house.app).await.unwrap();
        assert_eq!(services(&house).await, before);
        let entry = &audit::entries(&house.app.store, &audit::Filter::default(), None, 1).await.unwrap()[0];
        let after = entry.after.as_ref().unwrap();
        assert_eq!(after["added"], serde_json::json!([]));
        assert_eq!(after["changed"], serde_json::json!([]));
        assert_eq!(after["unchanged"], before.len());
    }

    async fn what_the_organisation_did_stays(database: TestDatabase) {
        let house = house(database).await;
        let app = &house.app;
        catalog::set_standing(app, &operator(), "linkedin", Standing::Approved, "We recruit there.").await.unwrap();
        catalog::add_fact(app, &operator(), "linkedin", ("Our contract runs until May.", "Contract 12", "2026-11-01")).await.unwrap();
        let tx = app.store.begin().await.unwrap();
        tx.execute("UPDATE catalog_service SET purpose = 'of an older release' WHERE slug = $1", values!["linkedin"]).await.unwrap();
        tx.commit().await.unwrap();
        forget_release(&house).await;
        catalog::sync(app).await.unwrap();
        let linkedin = catalog::by_slug(&app.store, "linkedin").await.unwrap().unwrap();
        assert_eq!(linkedin.standing(), Standing::Approved);
        assert_ne!(linkedin.purpose, "of an older release");
        let facts = catalog::facts(&app.store, linkedin.id).await.unwrap();
        assert!(facts.iter().any(|kept| kept.fact.source == "Contract 12" && kept.added.is_some()));
    }

    async fn own_services_keep_their_names_and_domains(database: TestDatabase) {
        let house = House::open(database, CAPABILITIES).await;
        let app = &house.app;
        let file = crate::file("own.toml", &crate::OWN.replace("chairboard.example\", \"", "linkedin.com\", \"").replace("Chairboard", "Canva"));
        catalog::import(app, &operator(), &[file]).await.unwrap();
        catalog::sync(app).await.unwrap();
        let host = Host::parse("www.linkedin.com").unwrap();
        assert_eq!(catalog::service_of(&app.store, &host).await.unwrap().unwrap().slug, "chairboard");
        assert_eq!(catalog::named(&app.store, "Canva").await.unwrap().unwrap().slug, "chairboard");
        let lnkd = Host::parse("lnkd.in").unwrap();
        assert_eq!(catalog::service_of(&app.store, &lnkd).await.unwrap().unwrap().slug, "linkedin");
        let entry = &audit::entries(&app.store, &audit::Filter::default(), None, 1).await.unwrap()[0];
        assert_eq!(entry.after.as_ref().unwrap()["kept"], serde_json::json!(["canva"]));
    }

    async fn what_is_no_longer_shipped_becomes_our_own_without_its_new_holders_domains(database: TestDatabase) {
        let house = house(database).await;
        let app = &house.app;
        let tx = app.store.begin().await.unwrap();
        // An older release knew LinkedIn by another slug.
        tx.execute("UPDATE catalog_service SET slug = 'linked-in', standing = 'approved' WHERE slug = $1", values!["linkedin"]).await.unwrap();
        tx.commit().await.unwrap();
        forget_release(&house).await;
        catalog::sync(app).await.unwrap();
        let old = catalog::by_slug(&app.store, "linked-in").await.unwrap().unwrap();
        assert!(old.own);
        assert_eq!(old.standing(), Standing::Approved);
        assert_eq!(catalog::domains(&app.store, old.id).await.unwrap(), []);
        let host = Host::parse("linkedin.com").unwrap();
        assert_eq!(catalog::service_of(&app.store, &host).await.unwrap().unwrap().slug, "linkedin");
        forget_release(&house).await;
        catalog::sync(app).await.unwrap();
        assert_eq!(catalog::service_of(&app.store, &host).await.unwrap().unwrap().slug, "linkedin");
    }

    async fn services_are_found_by_what_they_are_for(database: TestDatabase) {
        let house = house(database).await;
        let found = search::find(&house.app.store, house.app.store.engine(), "linkedin").await.unwrap();
        assert!(found.iter().any(|hit| hit.href == "/services/linkedin"), "{found:?}");
        let typed = Typed { name: "Chair chat", category: "social", purpose: "Talks about hammocks.", domains: "chair.example", ..Typed::default() };
        catalog::add(&house.app, &operator(), &typed).await.unwrap();
        let found = search::find(&house.app.store, house.app.store.engine(), "hammock").await.unwrap();
        assert_eq!(found[0].href, "/services/chair-chat");
    }
}
