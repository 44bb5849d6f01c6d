//! Verbs that read.

use base::{Id, Result};
use web::{Console, api::Many};

use super::text;
use crate::{
    api::{DecisionLine, DecisionSheet, RequestLine, ReviewRule, ReviewTask, Shown, TimeToYes},
    decision::Decision,
    request::{Request, State},
    words,
};

pub(super) async fn list(
    console: &Console,
    mine: bool,
    state: Option<State>,
    before: Option<i64>,
) -> Result<()> {
    let before = before.map(|before| before.to_string());
    let mut fields = vec![("whose", if mine { "mine" } else { "" })];
    fields.extend([("state", state.map_or("", State::word))]);
    fields.extend([("after", before.as_deref().unwrap_or_default())]);
    let found: Many<RequestLine> = console.api().await?.get(&path("/requests", fields)).await?;
    let lines = found.items.iter().map(|line| text::line(console, line));
    console.answer(&found.items, &listed(lines, "No requests."))
}

/// `path` with those of the fields that say something.
fn path(path: &str, mut fields: Vec<(&str, &str)>) -> String {
    fields.retain(|(_, value)| !value.is_empty());
    format!("{path}?{}", web::query(&fields))
}

/// One under the other, or that there are none.
fn listed(lines: impl Iterator<Item = String>, none: &str) -> String {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { none.to_owned() } else { lines.join("\n") }
}

pub(super) async fn show(console: &Console, id: Id<Request>) -> Result<()> {
    let shown: Shown = console.api().await?.get(&format!("/requests/{id}")).await?;
    console.answer(&shown, &text::shown(console, &shown))
}

pub(super) async fn queue(console: &Console) -> Result<()> {
    let tasks: Vec<ReviewTask> = console.api().await?.get::<Many<_>>("/review-queue").await?.items;
    let lines = tasks.iter().map(|task| {
        let verb = if task.is_decision { "decide" } else { "review" };
        format!("{verb}  {}", text::line(console, &task.request))
    });
    console.answer(&tasks, &listed(lines, "Nothing waits for your seat."))
}

pub(super) async fn time_to_yes(console: &Console) -> Result<()> {
    let yes: TimeToYes = console.api().await?.get("/time-to-yes").await?;
    let text = match yes.median_seconds {
        None => format!("Nothing was allowed in the last {} days.", yes.days),
        Some(seconds) => {
            let span = words::span(std::time::Duration::from_secs(seconds));
            format!("{span}, median of the last {} days", yes.days)
        }
    };
    console.answer(&yes, &text)
}

pub(super) async fn decisions(
    console: &Console,
    in_force: bool,
    before: Option<i64>,
) -> Result<()> {
    let before = before.map(|before| before.to_string()).unwrap_or_default();
    let fields = vec![("in_force", if in_force { "true" } else { "" }), ("after", &*before)];
    let found: Many<DecisionLine> = console.api().await?.get(&path("/decisions", fields)).await?;
    let lines = found.items.iter().map(|line| text::decision_line(console, line));
    console.answer(&found.items, &listed(lines, "No decisions."))
}

pub(super) async fn decision(console: &Console, id: Id<Decision>) -> Result<()> {
    let sheet: DecisionSheet = console.api().await?.get(&format!("/decisions/{id}")).await?;
    console.answer(&sheet, &text::decision(console, &sheet))
}

pub(super) async fn rules(console: &Console) -> Result<()> {
    let rules: Vec<ReviewRule> = console.api().await?.get::<Many<_>>("/review-rules").await?.items;
    let seats =
        |rule: &ReviewRule| rule.seats.iter().map(|seat| seat.word()).collect::<Vec<_>>().join(" ");
    let lines = rules.iter().map(|rule| format!("{:24}  {}", rule.category, seats(rule)));
    console.answer(&rules, &listed(lines, "No rules."))
}
