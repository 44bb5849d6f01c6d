//! A number that matters.

use maud::{Markup, Render, html};

/// A number, what it counts, and what it compares with.
#[must_use]
#[derive(Clone, Copy, Debug)]
pub struct Figure<'a> {
    value: &'a str,
    label: &'a str,
    note: Option<&'a str>,
    href: Option<&'a str>,
}

impl<'a> Figure<'a> {
    /// `value` with its unit, such as `3 h 10 min`, of `label`.
    pub const fn new(value: &'a str, label: &'a str) -> Self {
        Self { value, label, note: None, href: None }
    }

    /// What it was before, or what it is made of.
    pub const fn note(self, note: &'a str) -> Self {
        Self { note: Some(note), ..self }
    }

    /// Where the rows behind it are.
    pub const fn href(self, href: &'a str) -> Self {
        Self { href: Some(href), ..self }
    }
}

impl Render for Figure<'_> {
    fn render(&self) -> Markup {
        html! {
            div.figure {
                dt { @if let Some(href) = self.href { a href=(href) { (self.label) } } @else { (self.label) } }
                dd.figure-value { (self.value) }
                @if let Some(note) = self.note { dd.figure-note { (note) } }
            }
        }
    }
}

/// Figures side by side.
pub fn figures<'a>(figures: impl IntoIterator<Item = Figure<'a>>) -> Markup {
    html! { dl.figures { @for figure in figures { (figure) } } }
}
