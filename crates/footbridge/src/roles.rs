//! Who may do what, as a table that people read.

use base::{Result, Seat};
use clap::Command;
use serde_json::json;
use web::{Holder, Right, console};

use capabilities::CAPABILITIES;

/// The columns, in the order in which the table shows them.
const HOLDERS: [(Holder, &str); 6] = [
    (Holder::Everyone, "Everyone"),
    (Holder::Seat(Seat::Communications), "Communications"),
    (Holder::Seat(Seat::It), "IT"),
    (Holder::Seat(Seat::Security), "Security"),
    (Holder::Seat(Seat::Legal), "Legal"),
    (Holder::Administrator, "Administrator"),
];

pub(crate) fn command() -> Command {
    Command::new("roles").about("Print who may do what, as a table")
}

/// Prints the table in Markdown, or the rights as JSON.
pub(crate) fn run(json: bool) -> Result<()> {
    let rights = || CAPABILITIES.iter().flat_map(|capability| capability.rights);
    let list: Vec<_> = rights()
        .map(|right| json!({ "right": right.name, "may": right.may, "holders": names(right) }))
        .collect();
    let titles: Vec<&str> = HOLDERS.iter().map(|(_, title)| *title).collect();
    let head = format!("| may | {} | right |", titles.join(" | "));
    let line = format!("|---|{}---|", ":-:|".repeat(HOLDERS.len()));
    let table: Vec<String> =
        [head, line].into_iter().chain(rights().map(|right| row(right))).collect();
    console::answer(json, &list, &table.join("\n"))
}

fn names(right: &Right) -> Vec<&'static str> {
    HOLDERS.iter().filter(|(holder, _)| holds(right, *holder)).map(|(_, title)| *title).collect()
}

/// What everyone may, everybody may.
fn holds(right: &Right, holder: Holder) -> bool {
    right.holders.contains(&holder) || right.holders.contains(&Holder::Everyone)
}

fn row(right: &Right) -> String {
    let cells: String = HOLDERS
        .iter()
        .map(|(holder, _)| if holds(right, *holder) { " yes |" } else { " |" })
        .collect();
    format!("| {} |{cells} `{}` |", right.may, right.name)
}
