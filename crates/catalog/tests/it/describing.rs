//! The organisation's own services: typed or from files.

use base::problem::Kind;
use catalog::{Standing, Typed};
use people::testing::Cast;
use store::on_both_engines;

use crate::{OWN, file, house, operator};

const CHAIRS: Typed<'_> = Typed {
    slug: "",
    name: "Deck Chairs (EU)",
    category: "social",
    vendor: "Chairs Ltd",
    purpose: "Talks about chairs.",
    domains: "chairs.example, =go.chairs.example\nchairs.example",
};

on_both_engines! {
    async fn it_and_communications_add_and_change_services(database: TestDatabase) {
        let house = house(database).await;
        let cast = Cast::arrive(&house.app).await;
        let ivo = cast.caller(&house.app, "ivo").await;
        let entries = house.audit_entries().await;
        let slug = catalog::add(&house.app, &ivo, &CHAIRS).await.unwrap();
        assert_eq!(slug, "deck-chairs-eu");
        let mara = cast.caller(&house.app, "mara").await;
        let other = Typed { domains: "chairs.example", vendor: "", ..CHAIRS };
        catalog::change(&house.app, &mara, &slug, &other).await.unwrap();
        catalog::change(&house.app, &mara, &slug, &other).await.unwrap();
        assert_eq!(house.audit_entries().await, entries + 2);
        let service = catalog::by_slug(&house.app.store, &slug).await.unwrap().unwrap();
        assert_eq!((service.vendor, service.own), (None, true));
        let domains = catalog::domains(&house.app.store, service.id).await.unwrap();
        assert_eq!(domains, ["chairs.example".parse().unwrap()]);
    }

    async fn others_may_not(database: TestDatabase) {
        let house = house(database).await;
        let cast = Cast::arrive(&house.app).await;
        for login in ["noor", "sam", "lena"] {
            let caller = cast.caller(&house.app, login).await;
            let problem = catalog::add(&house.app, &caller, &CHAIRS).await.unwrap_err();
            assert_eq!(problem.kind(), Kind::Forbidden, "{login}");
            let problem = catalog::import(&house.app, &caller, &[file("own.toml", OWN)]).await.unwrap_err();
            assert_eq!(problem.kind(), Kind::Forbidden, "{login}");
        }
    }

    async fn what_is_wrong_is_said_of_its_field(database: TestDatabase) {
        let house = house(database).await;
        let entries = house.audit_entries().await;
        let wrong = [
            ("name", Typed { name: " ", ..CHAIRS }),
            ("name", Typed { name: "LinkedIn", slug: "linked", ..CHAIRS }),
            ("slug", Typed { name: "椅子", ..CHAIRS }),
            ("slug", Typed { slug: "linkedin", ..CHAIRS }),
            ("slug", Typed { slug: "new", ..CHAIRS }),
            ("category", Typed { category: "", ..CHAIRS }),
            ("purpose", Typed { purpose: "", ..CHAIRS }),
            ("domains", Typed { domains: "", ..CHAIRS }),
            ("domains", Typed { domains: "chairs.example co.uk", ..CHAIRS }),
            ("domains", Typed { domains: "linkedin.com", ..CHAIRS }),
        ];
        for (field, typed) in wrong {
            let problem = catalog::add(&house.app, &operator(), &typed).await.unwrap_err();
            assert_eq!(problem.field(), Some(field), "{typed:?}: {problem}");
        }
        assert_eq!(house.audit_entries().await, entries);
    }

    async fn adding_never_takes_over_an_own_service(database: TestDatabase) {
        let house = house(database).await;
        catalog::add(&house.app, &operator(), &CHAIRS).await.unwrap();
        let again = Typed { name: "Other", slug: "deck-chairs-eu", domains: "other.example", ..CHAIRS };
        let problem = catalog::add(&house.app, &operator(), &again).await.unwrap_err();
        assert_eq!(problem.field(), Some("slug"));
    }

    async fn shipped_services_change_with_releases_only(database: TestDatabase) {
        let house = house(database).await;
        let problem = catalog::change(&house.app, &operator(), "linkedin", &CHAIRS).await.unwrap_err();
        assert_eq!(problem.kind(), Kind::Conflict);
        let problem = catalog::change(&house.app, &operator(), "nothing", &CHAIRS).await.unwrap_err();
        assert_eq!(problem.kind(), Kind::NotFound);
    }

    async fn a_file_is_planned_then_taken_in_and_the_second_time_nothing(database: TestDatabase) {
        let house = house(database).await;
        let files = [file("own.toml", OWN)];
        let entries = house.audit_entries().await;
        let plan = catalog::plan(&house.app.store, &files).await.unwrap();
        assert_eq!(plan.added, ["chairboard"]);
        assert_eq!(catalog::by_slug(&house.app.store, "chairboard").await.unwrap(), None);
        assert_eq!(catalog::import(&house.app, &operator(), &files).await.unwrap(), plan);
        assert!(catalog::import(&house.app, &operator(), &files).await.unwrap().is_nothing());
        assert_eq!(house.audit_entries().await, entries + 1);
    }

    async fn a_file_described_anew_changes_its_services_and_nothing_else(database: TestDatabase) {
        let house = house(database).await;
        let app = &house.app;
        catalog::import(app, &operator(), &[file("own.toml", OWN)]).await.unwrap();
        catalog::set_standing(app, &operator(), "chairboard", Standing::Trial, "Until spring.").await.unwrap();
        // The domain goes to a service of the same file, above the one that had it.
        let anew = OWN.replace(
            "[[service]]",
            "[[service]]\nslug = \"chairlinks\"\nname = \"Chairlinks\"\npurpose = \"x\"\ndomains = [\"=go.chairs.example\"]\n[[service]]",
        ).replace(", \"=go.chairs.example\"]\n[[service.fact]]", "]\n[[service.fact]]").replace("Crew tools", "Crew");
        let outcome = catalog::import(app, &operator(), &[file("own.toml", &anew)]).await.unwrap();
        assert_eq!((outcome.added, outcome.changed), (vec!["chairlinks".to_owned()], vec!["chairboard".to_owned()]));
        assert_eq!(outcome.categories, ["crew"]);
        let host = base::Host::parse("go.chairs.example").unwrap();
        let service = catalog::service_of(&app.store, &host).await.unwrap().unwrap();
        assert_eq!((service.slug.as_str(), service.category_name.as_str()), ("chairlinks", "Crew"));
        let kept = catalog::by_slug(&app.store, "chairboard").await.unwrap().unwrap();
        assert_eq!(kept.standing(), Standing::Trial);
    }

    async fn one_mistake_in_one_file_and_nothing_is_taken_in(database: TestDatabase) {
        let house = house(database).await;
        let bad = OWN.replace("chairboard", "other").replace("Chairboard", "Other").replace("=go.chairs", "=gone.chairs")
            .replace("other.example\"", "linkedin.com\"");
        let files = [file("good.toml", OWN), file("bad.toml", &bad)];
        let problem = catalog::import(&house.app, &operator(), &files).await.unwrap_err();
        assert_eq!(problem.sentence(), "bad.toml:12: domains: `linkedin.com` belongs to `linkedin` already (in the catalogue)");
        assert_eq!(catalog::by_slug(&house.app.store, "chairboard").await.unwrap(), None);
    }
}
