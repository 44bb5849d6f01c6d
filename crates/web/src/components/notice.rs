//! News about the page itself.

use maud::{Markup, Render, html};

use super::{Icon, Tone};

/// A sentence above the heading: what just happened, or what to know first. Never two at once.
#[must_use]
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    tone: Tone,
    icon: Icon,
    role: Option<&'static str>,
    sentence: &'a str,
    body: Option<Markup>,
}

impl<'a> Notice<'a> {
    fn new(tone: Tone, icon: Icon, role: Option<&'static str>, sentence: &'a str) -> Self {
        Self { tone, icon, role, sentence, body: None }
    }

    /// Something to know.
    pub fn note(sentence: &'a str) -> Self {
        Self::new(Tone::Accent, Icon::Note, None, sentence)
    }

    /// It is done.
    pub fn done(sentence: &'a str) -> Self {
        Self::new(Tone::Allow, Icon::Check, Some("status"), sentence)
    }

    /// Something to look after soon.
    pub fn warning(sentence: &'a str) -> Self {
        Self::new(Tone::Coach, Icon::Problem, None, sentence)
    }

    /// It was not done.
    pub fn problem(sentence: &'a str) -> Self {
        Self::new(Tone::Deny, Icon::Problem, Some("alert"), sentence)
    }

    /// More words, or an undo form.
    pub fn body(self, body: Markup) -> Self {
        Self { body: Some(body), ..self }
    }
}

impl Render for Notice<'_> {
    fn render(&self) -> Markup {
        html! {
            div.notice.(self.tone.class()) role=[self.role] {
                (self.icon)
                div.notice-words {
                    p { strong { (self.sentence) } }
                    @if let Some(body) = &self.body { (body) }
                }
            }
        }
    }
}
