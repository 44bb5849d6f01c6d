//! The HTML of requests.

pub(crate) mod asking;
pub(crate) mod decision;
pub(crate) mod discussion;
pub(crate) mod lists;
pub(crate) mod request;
pub(crate) mod reviews;
pub(crate) mod rules;
pub(crate) mod terms;

use base::limits;
use maud::{Markup, html};
use web::{
    Evidence, Statement,
    components::{self, Field, evidence_panel},
};

use crate::words;

/// A field for a paragraph, as long as one may be.
fn paragraph<'a>(name: &'a str, label: &'a str, rows: u8) -> Field<'a> {
    Field::area(name, label, rows).max_chars(limits::PARAGRAPH_CHARS_MAX)
}

/// Words that a person typed, with their line breaks.
fn typed(words: &str) -> Markup {
    html! {
        @for part in words.split("\n\n").filter(|part| !part.trim().is_empty()) {
            p {
                @for (index, line) in part.lines().enumerate() {
                    @if index > 0 { br; }
                    (line)
                }
            }
        }
    }
}

/// What the capabilities know, one panel each.
fn evidence(panels: &[Evidence]) -> Markup {
    evidence_panel(
        panels.iter().map(|panel| components::Evidence::new(&panel.title, "", statements(panel))),
    )
}

fn statements(panel: &Evidence) -> Markup {
    html! {
        @for line in &panel.lines { p { (line.says) (source(line)) } }
        @if let Some(href) = &panel.href {
            p.small { a href=(href) { "More" span.hidden { " on this: " (panel.title) } } }
        }
    }
}

/// Where a statement comes from, and of which day it is.
fn source(line: &Statement) -> Markup {
    html! {
        @if line.source.is_some() || line.date.is_some() {
            " " span.small.quiet {
                @if let Some(source) = &line.source { (named(source)) }
                @if line.source.is_some() && line.date.is_some() { ", " }
                @if let Some(day) = &line.date { span.nowrap { (words::day(day)) } }
            }
        }
    }
}

/// A link goes by the name of its host; everything else by what it says.
fn named(source: &str) -> Markup {
    let rest = source.strip_prefix("https://").or_else(|| source.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    html! {
        @match host.filter(|host| !host.is_empty()) {
            Some(host) => a href=(source) rel="noreferrer" { (host) },
            None => (source),
        }
    }
}
