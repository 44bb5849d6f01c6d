//! The answer: may you, why, and what to do.

use maud::{Markup, Render, html};

use super::{Tone, brand::bridge};

/// A verdict as the person reads it. [`Tone::Allow`], [`Tone::Coach`], [`Tone::Deny`] or
/// [`Tone::Seal`] choose the colour and the state of the bridge.
#[must_use]
#[derive(Clone, Debug)]
pub struct VerdictCard<'a> {
    tone: Tone,
    above: Option<Markup>,
    answer: Markup,
    why: Markup,
    what_to_do: Option<(&'a str, Markup)>,
    page_title: bool,
}

impl<'a> VerdictCard<'a> {
    /// `answer` in one sentence ("www.linkedin.com is closed for you until 17:00"), `why` in plain
    /// words.
    pub fn new(tone: Tone, answer: impl Render, why: Markup) -> Self {
        let answer = html! { (answer) };
        Self { tone, above: None, answer, why, what_to_do: None, page_title: true }
    }

    /// What was asked, in small letters above the answer.
    pub fn above(self, above: Markup) -> Self {
        Self { above: Some(above), ..self }
    }

    /// What this person can do now, under a heading.
    pub fn what_to_do(self, heading: &'a str, body: Markup) -> Self {
        Self { what_to_do: Some((heading, body)), ..self }
    }

    /// Stands among other things: the answer is an `h2` and the page has its own heading.
    pub fn within_page(self) -> Self {
        Self { page_title: false, ..self }
    }
}

impl Render for VerdictCard<'_> {
    fn render(&self) -> Markup {
        html! {
            div.verdict.(self.tone.class()) {
                (bridge(self.tone))
                div.verdict-words {
                    @if let Some(above) = &self.above { p.verdict-above { (above) } }
                    @if self.page_title { h1 { (self.answer) } } @else { h2 { (self.answer) } }
                    div.verdict-why { (self.why) }
                    @if let Some((heading, body)) = &self.what_to_do {
                        div.verdict-do {
                            @if self.page_title { h2 { (heading) } } @else { h3 { (heading) } }
                            (body)
                        }
                    }
                }
            }
        }
    }
}
