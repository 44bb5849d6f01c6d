//! The grounds for a decision, on one page.

use maud::{Markup, Render, html};

/// One ground: what is known, from where, as of when.
#[must_use]
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    title: &'a str,
    source: &'a str,
    as_of: Option<Markup>,
    body: Markup,
    wide: bool,
}

impl<'a> Evidence<'a> {
    /// `body` is what `source` says about `title`.
    pub fn new(title: &'a str, source: &'a str, body: Markup) -> Self {
        Self { title, source, as_of: None, body, wide: false }
    }

    /// As of when it is known; from [`When`](super::When).
    pub fn as_of(self, at: Markup) -> Self {
        Self { as_of: Some(at), ..self }
    }

    /// Takes the whole width of the panel, for a table or long words.
    pub fn wide(self) -> Self {
        Self { wide: true, ..self }
    }
}

impl Render for Evidence<'_> {
    fn render(&self) -> Markup {
        html! {
            article.evidence.evidence-wide[self.wide] {
                h3 { (self.title) }
                div.evidence-body { (self.body) }
                p.evidence-source {
                    (self.source)
                    @if let Some(at) = &self.as_of { ", " (at) }
                }
            }
        }
    }
}

/// All grounds, side by side on one surface. They sit under a heading of the page, usually
/// [`section`](super::section).
pub fn evidence_panel<'a>(blocks: impl IntoIterator<Item = Evidence<'a>>) -> Markup {
    html! { div.evidence-panel { @for block in blocks { (block) } } }
}
