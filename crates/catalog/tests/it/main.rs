//! Stories of the catalogue, told through its public doors on both engines.
#![allow(clippy::unwrap_used, missing_docs)]

mod describing;
mod finding;
mod knowing;
mod pages;
mod reading;
mod shipping;
mod standing;

use catalog::Text;
use store::testing::TestDatabase;
use web::{Caller, Capability, testing::House};

/// The program of these stories.
const CAPABILITIES: &[&Capability] = &[&people::CAPABILITY, &catalog::CAPABILITY];

/// A house that knows the shipped services.
async fn house(database: TestDatabase) -> House {
    let house = House::open(database, CAPABILITIES).await;
    catalog::sync(&house.app).await.unwrap();
    house
}

fn operator() -> Caller {
    Caller::operator()
}

/// A file of the organisation's own.
fn file(name: &str, text: &str) -> Text {
    Text { name: name.to_owned(), text: text.to_owned() }
}

/// A small good file.
const OWN: &str = r#"
[category]
slug = "crew"
name = "Crew tools"
purpose = "What the deck chair crew uses."

[[service]]
slug = "chairboard"
name = "Chairboard"
vendor = "Chairs Ltd"
purpose = "Plans who sits where."
domains = ["chairboard.example", "=go.chairs.example"]
[[service.fact]]
says = "Data are kept in Lisbon."
source = "https://chairboard.example/terms"
date = "2026-11-20"
"#;
