//! What the catalogue answers to the one box and tells those who decide.

use base::Host;
use catalog::Standing;
use people::testing::Cast;
use store::on_both_engines;
use web::{Subject, testing::House};

use crate::{house, operator};

/// Where the one box of the front page leads.
async fn leads(house: &House, question: &str) -> Option<String> {
    let noor = Cast.browser(house, "noor").await;
    noor.get(&format!("/find?{}", web::query(&[("q", question)]))).await.location
}

on_both_engines! {
    async fn the_one_box_knows_services_by_name_slug_and_beginning(database: TestDatabase) {
        let house = house(database).await;
        Cast::arrive(&house.app).await;
        for question in ["Hootsuite", "hootsuite", "hoot", " HOOTSUI "] {
            assert_eq!(leads(&house, question).await.as_deref(), Some("/services/hootsuite"), "{question}");
        }
        for question in ["ho", "linked", "%%%", "%", "our page is broken", "linkedin.com", "https://www.linkedin.com/feed"] {
            assert_eq!(leads(&house, question).await, None, "{question}");
        }
    }

    async fn deciders_see_what_is_known_and_what_is_good_already(database: TestDatabase) {
        let house = house(database).await;
        catalog::set_standing(&house.app, &operator(), "facebook", Standing::Approved, "Since 2019.").await.unwrap();
        let subject = Subject { host: Some(Host::parse("www.linkedin.com").unwrap()), ..Subject::default() };
        let found = house.app.evidence(&subject).await.unwrap();
        assert_eq!(found[0].title, "What we know of LinkedIn");
        assert_eq!(found[0].href.as_deref(), Some("/services/linkedin"));
        assert!(found[0].lines.iter().any(|line| line.says.contains("LinkedIn Corporation")));
        assert!(found[0].lines.iter().any(|line| line.source.is_some() && line.date.is_some()));
        assert_eq!(found[1].title, "Good to use already: Social networks");
        assert!(found[1].lines[0].says.starts_with("Facebook: Approved."));
        let by_name = Subject { service: Some("linkedin".to_owned()), ..Subject::default() };
        assert_eq!(house.app.evidence(&by_name).await.unwrap(), found);
    }

    async fn a_host_that_nobody_described_is_said_to_be_unknown(database: TestDatabase) {
        let house = house(database).await;
        let subject = Subject { host: Some(Host::parse("chairs.example").unwrap()), ..Subject::default() };
        let found = house.app.evidence(&subject).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].lines[0].says, "No service in the catalogue covers this host.");
        assert_eq!(house.app.evidence(&Subject::default()).await.unwrap(), []);
    }
}
