//! Requests, the review queue and decisions, as lists.

use std::time::Duration;

use base::limits;
use maud::{Markup, html};
use web::{
    Form, Signed,
    components::{
        Button, Choice, Empty, Field, Figure, NavItem, PageHeading, Pagination, Row, figures,
        request_state, rows, tabs,
    },
};

use super::decision::state;
use crate::{
    case::Case,
    decision::Decision,
    request::State,
    rights,
    today::{Task, standing},
    words,
    words::Phrase,
};

/// The views of requests that this person may see.
pub(super) fn views(signed: &Signed, current: &str) -> Markup {
    let (seat, sets_rules) = (signed.may(&rights::READ), signed.may(&rights::SET_RULE));
    let items = [
        ("/requests", "All requests", seat),
        ("/requests?whose=mine", "Mine", seat || sets_rules),
        ("/decisions", "Decisions", seat),
        ("/review-rules", "Who must agree", seat || sets_rules),
    ];
    let shown: Vec<_> = items.into_iter().filter(|(.., shown)| *shown).collect();
    if shown.is_empty() {
        return html! {};
    }
    let item = |(href, label, _)| NavItem::new(href, label).current(label == current);
    tabs("Requests", shown.into_iter().map(item))
}

/// Requests, newest first.
pub(crate) fn requests_page(
    signed: &Signed,
    sent: &Form,
    found: &[Case],
    phrase: &Phrase,
    all: bool,
    time_to_yes: Option<Duration>,
) -> Markup {
    let shown = &found[..found.len().min(limits::PAGE_ROWS)];
    let older = shown.last().filter(|_| found.len() > shown.len());
    let older = older.map(|case| page_href("/requests", sent, case.request.id.get()));
    let newer = (!sent.text("before").is_empty()).then(|| page_href("/requests", sent, 0));
    html! {
        (PageHeading::new("Requests").actions(html! {
            (Button::primary("Ask for something").link("/requests/new"))
        }))
        (views(signed, if all { "All requests" } else { "Mine" }))
        @if let Some(time) = time_to_yes { (yes_figure(time)) }
        (filter(sent))
        @if shown.is_empty() { (nothing_asked()) }
        @else {
            (rows(shown.iter().map(|case| row(signed, case, phrase))))
            (Pagination { newer: newer.as_deref(), older: older.as_deref() })
        }
    }
}

/// The same list from another place; `before` 0 is its beginning.
fn page_href(path: &str, sent: &Form, before: i64) -> String {
    let before = if before == 0 { String::new() } else { before.to_string() };
    let query = [("whose", sent.text("whose")), ("state", sent.text("state")), ("before", &before)];
    format!("{path}?{}", web::query(&query))
}

fn yes_figure(time: Duration) -> Markup {
    let value = words::span(time);
    figures([Figure::new(&value, "Time to yes, median")
        .note("From asked to allowed, over the last 90 days")])
}

fn filter(sent: &Form) -> Markup {
    let choices = [
        Choice::new("", "All"),
        Choice::new(State::Open.word(), "Open"),
        Choice::new(State::Decided.word(), "Decided"),
        Choice::new(State::Withdrawn.word(), "Withdrawn"),
    ];
    html! {
        form.filter method="get" action="/requests" {
            @if !sent.text("whose").is_empty() {
                input type="hidden" name="whose" value=(sent.text("whose"));
            }
            (Field::select("state", "State", choices).value(sent.text("state")).short())
            (Button::secondary("Show"))
        }
    }
}

fn nothing_asked() -> Markup {
    html! {
        (Empty::new("No request here", "When you need a service or a site that is closed, ask for it. You see here who looks at it and what they say.")
            .action(Button::secondary("Ask for something").link("/requests/new")))
    }
}

fn row<'a>(signed: &Signed, case: &'a Case, phrase: &'a Phrase) -> Row<'a> {
    let request = &case.request;
    let title = html! { a href=(request.href()) { (request.target.name) } };
    let meta = html! {
        (request.id) " · " (phrase.names.person(request.asker)) ", " (signed.when().ago(request.asked_at))
        @if request.is_open() { " · " (standing(case)) "." }
    };
    let state = match () {
        () if request.is_decided() => request_state("decided"),
        () if request.is_withdrawn() => web::components::Tag::plain("Withdrawn"),
        () if case.is_agreed() => request_state("agreed"),
        () => request_state("open"),
    };
    Row::new(title).meta(meta).state(state)
}

/// What waits for the reader's seat, the longest wait first.
pub(crate) fn queue_page(signed: &Signed, tasks: &[Task], phrase: &Phrase) -> Markup {
    html! {
        (PageHeading::new("Review").lede(html! { "What waits for your seat, the longest wait first." }))
        @if tasks.is_empty() {
            (Empty::new("Nothing waits for your seat", "When somebody asks for something on which your seat must agree, it is here.")
                .action(Button::secondary("All requests").link("/requests")))
        } @else {
            (rows(tasks.iter().map(|task| task_row(signed, task, phrase))))
        }
    }
}

fn task_row<'a>(signed: &Signed, task: &'a Task, phrase: &'a Phrase) -> Row<'a> {
    let request = &task.case.request;
    let title = html! {
        a href=(request.href()) { (request.target.name) " for " (phrase.names.person(request.asker)) }
    };
    let meta = html! {
        "Waits since " (signed.when().short(task.since)) " · " (standing(&task.case)) ". "
        (beginning(&request.purpose))
    };
    let href = request.href();
    let about = format!("request {}", request.id);
    let label = if task.is_decision { "Decide" } else { "Review" };
    Row::new(title)
        .meta(meta)
        .action(html! { (Button::secondary(label).about(&about).link(&href).small()) })
}

/// As much of a text as fits a line.
fn beginning(text: &str) -> String {
    const CHARS: usize = 100;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= CHARS {
        return line.to_owned();
    }
    line.chars().take(CHARS).chain(['…']).collect()
}

/// Decisions, newest first.
pub(crate) fn decisions_page(
    signed: &Signed,
    sent: &Form,
    found: &[Decision],
    phrase: &Phrase,
) -> Markup {
    let in_force = sent.text("state") == "in-force";
    let shown = if in_force { found } else { &found[..found.len().min(limits::PAGE_ROWS)] };
    let older = shown.last().filter(|_| found.len() > shown.len());
    let older = older.map(|decision| page_href("/decisions", sent, decision.id.get()));
    let newer = (!sent.text("before").is_empty()).then(|| page_href("/decisions", sent, 0));
    html! {
        (PageHeading::new("Decisions"))
        (views(signed, "Decisions"))
        p {
            @if in_force { a href="/decisions" { "All decisions" } }
            @else { a href="/decisions?state=in-force" { "Only those in force now" } }
        }
        @if shown.is_empty() {
            (Empty::new("No decision here", "When the seats agree on a request and decide it, its record is here."))
        } @else {
            (rows(shown.iter().map(|decision| decision_row(signed, decision, phrase))))
            (Pagination { newer: newer.as_deref(), older: older.as_deref() })
        }
    }
}

fn decision_row<'a>(signed: &Signed, decision: &'a Decision, phrase: &'a Phrase) -> Row<'a> {
    let title = html! { a href=(decision.href()) { (decision.target.name) } };
    let says = phrase.sentence(decision.effect, &decision.target.name, &decision.terms);
    let meta = html! { (decision.id) " · " (signed.when().ago(decision.decided_at)) " · " (says) };
    Row::new(title).meta(meta).state(state(signed, decision))
}
