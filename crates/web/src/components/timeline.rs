//! What happened and what was said, in order.

use maud::{Markup, Render, html};

use super::{Icon, Tone, person::initials_of};

/// One entry: somebody said something, or something happened.
#[must_use]
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    who: &'a str,
    tone: Option<Tone>,
    did: Markup,
    at: Markup,
    words: Option<Markup>,
}

impl<'a> Entry<'a> {
    /// `who` said `words`; `at` comes from [`When`](super::When).
    pub fn said(who: &'a str, at: Markup, words: Markup) -> Self {
        Self { who, tone: None, did: html! {}, at, words: Some(words) }
    }

    /// `who` did something: `did` continues the sentence that begins with their name.
    pub fn did(who: &'a str, did: Markup, at: Markup) -> Self {
        Self { who, tone: Some(Tone::Quiet), did, at, words: None }
    }

    /// What the act means: the colour and shape of its sign.
    pub fn tone(self, tone: Tone) -> Self {
        Self { tone: Some(tone), ..self }
    }

    /// The words that went with the act, such as a reason.
    pub fn words(self, words: Markup) -> Self {
        Self { words: Some(words), ..self }
    }

    fn sign(&self) -> Markup {
        html! {
            @match self.tone {
                None => (initials_of(self.who)),
                Some(Tone::Quiet) => span.sign { (Icon::Dot) },
                Some(tone) => span.sign.(tone.class()) { (tone.icon()) },
            }
        }
    }
}

impl Render for Entry<'_> {
    fn render(&self) -> Markup {
        html! {
            li.entry {
                (self.sign())
                div.entry-main {
                    p {
                        strong { (self.who) } " " (self.did) " " span.entry-at { (self.at) }
                    }
                    @if let Some(words) = &self.words { div.entry-words { (words) } }
                }
            }
        }
    }
}

/// Entries, oldest first.
pub fn timeline<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Markup {
    html! { ol.timeline role="list" { @for entry in entries { (entry) } } }
}
