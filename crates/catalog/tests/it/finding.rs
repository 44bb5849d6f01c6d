//! Which service a host belongs to, and which service somebody means.

use base::Host;
use store::on_both_engines;
use web::testing::House;

use crate::{file, house, operator};

async fn of(house: &House, host: &str) -> Option<String> {
    let host = Host::parse(host).unwrap();
    let service = catalog::service_of(&house.app.store, &host).await.unwrap();
    service.map(|service| service.slug)
}

const MADE_UP: &str = r#"
[category]
slug = "made-up"
name = "Made up"
purpose = "For this story."
[[service]]
slug = "whole"
name = "Whole"
purpose = "x"
domains = ["whole.example", "192.0.2.7"]
[[service]]
slug = "part"
name = "Part"
purpose = "x"
domains = ["part.whole.example"]
[[service]]
slug = "exact"
name = "Exact"
purpose = "x"
domains = ["=whole.example", "=deep.part.whole.example"]
"#;

on_both_engines! {
    async fn a_name_below_a_domain_belongs_to_its_service(database: TestDatabase) {
        let house = house(database).await;
        assert_eq!(of(&house, "m.facebook.com").await.as_deref(), Some("facebook"));
        assert_eq!(of(&house, "facebook.com").await.as_deref(), Some("facebook"));
        assert_eq!(of(&house, "WWW.Facebook.com.").await.as_deref(), Some("facebook"));
        assert_eq!(of(&house, "notfacebook.com").await, None);
        assert_eq!(of(&house, "facebook.com.evil.example").await, None);
        assert_eq!(of(&house, "com").await, None);
        assert_eq!(of(&house, "127.0.0.1").await, None);
    }

    async fn the_deepest_domain_wins(database: TestDatabase) {
        let house = house(database).await;
        let (drive, meet) = (of(&house, "drive.google.com").await, of(&house, "meet.google.com").await);
        assert!(drive.is_some() && meet.is_some() && drive != meet, "{drive:?} {meet:?}");
        catalog::import(&house.app, &operator(), &[file("own.toml", MADE_UP)]).await.unwrap();
        assert_eq!(of(&house, "a.whole.example").await.as_deref(), Some("whole"));
        assert_eq!(of(&house, "part.whole.example").await.as_deref(), Some("part"));
        assert_eq!(of(&house, "x.y.part.whole.example").await.as_deref(), Some("part"));
    }

    async fn a_pattern_for_one_host_beats_one_for_all_below(database: TestDatabase) {
        let house = house(database).await;
        catalog::import(&house.app, &operator(), &[file("own.toml", MADE_UP)]).await.unwrap();
        assert_eq!(of(&house, "whole.example").await.as_deref(), Some("exact"));
        assert_eq!(of(&house, "deep.part.whole.example").await.as_deref(), Some("exact"));
        assert_eq!(of(&house, "x.deep.part.whole.example").await.as_deref(), Some("part"));
        assert_eq!(of(&house, "192.0.2.7").await.as_deref(), Some("whole"));
    }

    async fn the_longest_name_is_looked_up_too(database: TestDatabase) {
        let house = house(database).await;
        let long = format!("{}facebook.com", "a.".repeat(120));
        assert_eq!(of(&house, &long).await.as_deref(), Some("facebook"));
    }

    async fn people_name_services_as_they_like(database: TestDatabase) {
        let house = house(database).await;
        let on = &house.app.store;
        for text in ["LinkedIn", " linkedin ", "LINKEDIN"] {
            let found = catalog::named(on, text).await.unwrap();
            assert_eq!(found.unwrap().slug, "linkedin", "{text}");
        }
        assert_eq!(catalog::named(on, "linked").await.unwrap(), None);
        assert_eq!(catalog::by_slug(on, "LinkedIn").await.unwrap(), None);
    }

    async fn the_views_are_what_other_slices_read(database: TestDatabase) {
        use store::Query;
        let house = house(database).await;
        let named: Option<String> = house.app.store
            .value("SELECT category_name FROM pub_service WHERE slug = $1 AND standing = 'unreviewed'", store::values!["linkedin"])
            .await.unwrap();
        assert_eq!(named.as_deref(), Some("Social networks"));
        let domains: Vec<String> = house.app.store
            .column("SELECT pattern FROM pub_service_domain d JOIN pub_service s ON s.id = d.service_id WHERE s.slug = $1 ORDER BY pattern", store::values!["linkedin"])
            .await.unwrap();
        assert!(domains.contains(&"linkedin.com".to_owned()), "{domains:?}");
    }
}
