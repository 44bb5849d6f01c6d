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
use maud::{Markup, PreEscaped, html};
use web::{
    Evidence, Statement,
    components::{self, Field, evidence_panel},
};

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
        @if let Some(href) = &panel.href { p.small { a href=(href) { "More" } } }
    }
}

fn source(line: &Statement) -> Markup {
    let parts = [&line.source, &line.date];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if parts.is_empty() {
        return PreEscaped(String::new());
    }
    html! { " " span.small.quiet { (parts.join(", ")) } }
}
