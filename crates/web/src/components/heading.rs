//! What this page is, and what its parts are.

use maud::{Markup, Render, html};

use super::Icon;

/// The one `h1` of a page, with what stands around it.
#[must_use]
#[derive(Clone, Debug)]
pub struct PageHeading<'a> {
    title: &'a str,
    above: Option<Markup>,
    lede: Option<Markup>,
    actions: Option<Markup>,
}

impl<'a> PageHeading<'a> {
    /// A page named `title`.
    pub fn new(title: &'a str) -> Self {
        Self { title, above: None, lede: None, actions: None }
    }

    /// The way back: a link to the page above this one, in small letters with an arrow.
    pub fn above(self, above: Markup) -> Self {
        Self { above: Some(above), ..self }
    }

    /// One or two sentences, or the state and its author, beneath the title.
    pub fn lede(self, lede: Markup) -> Self {
        Self { lede: Some(lede), ..self }
    }

    /// Buttons at the far side of the title.
    pub fn actions(self, actions: Markup) -> Self {
        Self { actions: Some(actions), ..self }
    }
}

impl Render for PageHeading<'_> {
    fn render(&self) -> Markup {
        html! {
            div.page-heading {
                div {
                    @if let Some(above) = &self.above { p.page-heading-above { (Icon::Left) (above) } }
                    h1 { (self.title) }
                    @if let Some(lede) = &self.lede { div.lede { (lede) } }
                }
                @if let Some(actions) = &self.actions { div.cluster { (actions) } }
            }
        }
    }
}

/// A part of a page under its own `h2`. The `id` makes it a landmark that can be linked to.
pub fn section(id: &str, title: &str, body: Markup) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            (body)
        }
    }
}
