//! Stories of policies: written, published, read, acknowledged.

mod acknowledging;
mod asking;
mod commanding;
mod programs;
mod publishing;
mod readers;
mod retiring;
mod rights;

use people::testing::Cast;
use policy::Draft;
use store::testing::TestDatabase;
use web::{Caller, Capability, testing::House};

const CAPABILITIES: &[&Capability] = &[&people::CAPABILITY, &policy::CAPABILITY];

/// The house with everybody in it, and the policy `social-media` (for everyone) in force.
async fn house(database: TestDatabase) -> (House, Cast) {
    let house = House::open(database, CAPABILITIES).await;
    let cast = Cast::arrive(&house.app).await;
    publish(&house, social_media()).await;
    (house, cast)
}

fn social_media() -> Draft {
    Draft {
        slug: "social-media".to_owned(),
        title: "Social media".to_owned(),
        text: "## Be kind\n\nSay who you are.".to_owned(),
        ..Draft::default()
    }
}

/// Publishes as whoever runs the server would; a second passes, so that nothing is at once.
async fn publish(house: &House, draft: Draft) -> i64 {
    house.clock.advance(std::time::Duration::from_secs(1));
    policy::publish(&house.app, &Caller::operator(), &draft).await.expect("it is published")
}

/// The value of the hidden field `name` on a page.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("the field");
    rest.split_once('"').expect("its end").0.to_owned()
}
