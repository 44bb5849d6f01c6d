//! What a backup of a gigabyte does to the pages that people open meanwhile.
// A bench that cannot go on says where it broke.
#![allow(clippy::panic)]

mod company;
#[path = "../loop/http.rs"]
mod http;
mod load;
mod visitor;
mod ways;

use std::time::Duration;

use crate::{company::Company, load::Load, ways::Way};

/// How long pages are measured with nothing beside them, before and after.
const QUIET: Duration = Duration::from_secs(20);

#[tokio::main]
async fn main() {
    let company = Company::open().await;
    println!("{:.2} GB of database.\n", company.gigabytes());
    println!(
        "| beside the pages | took s | pages | p50 ms | p99 ms | max ms | p99 against usual |"
    );
    println!("|---|---|---|---|---|---|---|");
    let load = Load::begin(&company).await;
    // The first pages of a process are slower than usual.
    load.during(tokio::time::sleep(QUIET / 4)).await;
    let usual = load.during(tokio::time::sleep(QUIET)).await;
    usual.print("nothing", &usual);
    for way in Way::ALL {
        load.during(way.back_up(&company)).await.print(way.name(), &usual);
    }
    load.during(tokio::time::sleep(QUIET)).await.print("nothing, again", &usual);
    drop(load);
    company.closes();
}
