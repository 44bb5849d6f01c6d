//! What a seat says to a request.

use base::Seat;
use maud::{Markup, Render, html};

use super::{Icon, PersonChip, Tag, Tone};

/// Where the review of a seat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewState {
    /// The seat is asked and has not answered.
    Waiting,
    /// The seat agrees.
    Agreed,
    /// The seat objects.
    Objected,
    /// The request changed after the seat answered: it is asked again.
    Void,
}

impl ReviewState {
    fn tag(self) -> Tag<'static> {
        match self {
            Self::Waiting => Tag::new(Tone::Quiet, "Waiting").icon(Icon::Clock),
            Self::Agreed => Tag::new(Tone::Allow, "Agrees"),
            Self::Objected => Tag::new(Tone::Deny, "Objects").icon(Icon::Cross),
            Self::Void => Tag::new(Tone::Coach, "Asked again"),
        }
    }
}

/// One seat's review: who spoke for it, when, and in which words.
#[must_use]
#[derive(Clone, Debug)]
pub struct ReviewCard<'a> {
    seat: Seat,
    state: ReviewState,
    by: Option<(&'a str, Markup)>,
    words: Option<&'a str>,
    action: Option<Markup>,
}

impl<'a> ReviewCard<'a> {
    /// The review of `seat`.
    pub fn new(seat: Seat, state: ReviewState) -> Self {
        Self { seat, state, by: None, words: None, action: None }
    }

    /// Who spoke for the seat, and when.
    pub fn by(self, name: &'a str, at: Markup) -> Self {
        Self { by: Some((name, at)), ..self }
    }

    /// What they said, or who is asked.
    pub fn words(self, words: &'a str) -> Self {
        Self { words: Some(words), ..self }
    }

    /// The form for whoever may speak for the seat now.
    pub fn action(self, action: Markup) -> Self {
        Self { action: Some(action), ..self }
    }
}

impl Render for ReviewCard<'_> {
    fn render(&self) -> Markup {
        html! {
            div.review {
                div.review-head { h3 { (self.seat.title()) } (self.state.tag()) }
                @if let Some((name, at)) = &self.by {
                    p.review-by { (PersonChip::new(name)) " " span.quiet { (at) } }
                }
                @if let Some(words) = self.words { p { (words) } }
                @if let Some(action) = &self.action { (action) }
            }
        }
    }
}
