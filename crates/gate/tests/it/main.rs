//! Stories of the gate: rules, editions, the door, blocks.

mod acknowledging;
mod answering;
mod arriving;
mod blocks;
mod decisions;
mod editions;
mod making;
mod nodes;
mod programs;
mod publishing;
mod serving;
mod squid;

use people::testing::Cast;
use store::testing::TestDatabase;
use verdict::Target;
use web::{App, Caller, Capability, testing::House};

use gate::{Draft, Edition, Kind};

const CAPABILITIES: &[&Capability] = &[
    &people::CAPABILITY,
    &catalog::CAPABILITY,
    &policy::CAPABILITY,
    &requests::CAPABILITY,
    &gate::CAPABILITY,
];

/// The house with everybody in it and the services that are shipped.
async fn house(database: TestDatabase) -> (House, Cast) {
    let house = House::open(database, CAPABILITIES).await;
    let cast = Cast::arrive(&house.app).await;
    catalog::sync(&house.app).await.expect("the services are shipped");
    (house, cast)
}

/// A wall before social networks from Monday to Friday, 09:00 to 17:00, as the operator makes it.
async fn wall(app: &App) -> base::Id<gate::Rule> {
    let mut draft = Draft::new(
        Target::Category("social".to_owned()),
        "Social networks are closed in the hours of the shops.",
    );
    let hours = base::Schedule::parse("mon-fri 09:00-17:00", "Europe/Berlin");
    draft.schedule = Some(hours.expect("a schedule"));
    gate::make(app, &Caller::operator(), Kind::Wall, draft).await.expect("the wall is made")
}

/// Somebody of the cast, as verbs see them.
async fn caller(app: &App, login: &str) -> Caller {
    Cast.caller(app, login).await
}

/// Publishes what must be new.
async fn published(app: &App) -> Edition {
    gate::publish(app).await.expect("published").expect("something new")
}
