//! Nothing here yet, and what would be.

use maud::{Markup, Render, html};

use super::mark;

/// Stands where a list would stand, and says what will come and how to bring it about.
#[must_use]
#[derive(Clone, Debug)]
pub struct Empty<'a> {
    title: &'a str,
    words: &'a str,
    action: Option<Markup>,
}

impl<'a> Empty<'a> {
    /// `title` says that there is nothing; `words` what will be here, and when.
    pub fn new(title: &'a str, words: &'a str) -> Self {
        Self { title, words, action: None }
    }

    /// What to do to change that.
    pub fn action(self, action: impl Render) -> Self {
        Self { action: Some(html! { (action) }), ..self }
    }
}

impl Render for Empty<'_> {
    fn render(&self) -> Markup {
        html! {
            div.empty {
                (mark())
                p.empty-title { (self.title) }
                p { (self.words) }
                @if let Some(action) = &self.action { div { (action) } }
            }
        }
    }
}
