//! A state in one word.

use std::borrow::Cow;

use maud::{Markup, Render, html};

use super::{Icon, Tone};

/// A word in its colour, with a shape that says the same.
#[must_use]
#[derive(Clone, Debug)]
pub struct Tag<'a> {
    tone: Tone,
    icon: Option<Icon>,
    text: Cow<'a, str>,
}

impl<'a> Tag<'a> {
    /// `text` in the colour and with the shape of `tone`.
    pub fn new(tone: Tone, text: impl Into<Cow<'a, str>>) -> Self {
        Self { tone, icon: Some(tone.icon()), text: text.into() }
    }

    /// Another shape than the tone's own.
    pub fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// No shape: for plain words such as a category.
    pub fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Self { tone: Tone::Quiet, icon: None, text: text.into() }
    }
}

impl Render for Tag<'_> {
    fn render(&self) -> Markup {
        html! {
            span.tag.(self.tone.class()) {
                @if let Some(icon) = self.icon { (icon) }
                (self.text)
            }
        }
    }
}

/// The standing of a service by its word (`approved`, `conditional`, `trial`, `tolerated`,
/// `refused`, `unreviewed`).
pub fn standing(word: &str) -> Tag<'_> {
    match word {
        "approved" => Tag::new(Tone::Allow, "Approved"),
        "conditional" => Tag::new(Tone::Coach, "Conditional"),
        "trial" => Tag::new(Tone::Accent, "Trial"),
        "tolerated" => Tag::new(Tone::Quiet, "Tolerated"),
        "refused" => Tag::new(Tone::Deny, "Refused"),
        "unreviewed" => Tag::new(Tone::Quiet, "Not reviewed").icon(Icon::Note),
        other => Tag::new(Tone::Quiet, other),
    }
}

/// What a verdict or a decision does, by its word (`allow`, `coach`, `deny`).
pub fn effect(word: &str) -> Tag<'_> {
    match word {
        "allow" => Tag::new(Tone::Allow, "Allow"),
        "coach" => Tag::new(Tone::Coach, "Coach"),
        "deny" => Tag::new(Tone::Deny, "Deny"),
        other => Tag::new(Tone::Quiet, other),
    }
}

/// The rank of a rule by its word (`seal`, `refusal`, `door`, `wall`, `default`).
pub fn rank(word: &str) -> Tag<'_> {
    match word {
        "seal" => Tag::new(Tone::Seal, "Seal"),
        "refusal" => Tag::new(Tone::Deny, "Refusal").icon(Icon::Cross),
        "door" => Tag::new(Tone::Allow, "Door"),
        "wall" => Tag::new(Tone::Deny, "Wall"),
        "default" => Tag::new(Tone::Quiet, "Default"),
        other => Tag::new(Tone::Quiet, other),
    }
}

/// Where a request stands, by its word (`open`, `agreed`, `decided`, `ended`).
pub fn request_state(word: &str) -> Tag<'_> {
    match word {
        "open" => Tag::new(Tone::Accent, "Open"),
        "agreed" => Tag::new(Tone::Allow, "Agreed"),
        "decided" => Tag::new(Tone::Quiet, "Decided").icon(Icon::Check),
        "ended" => Tag::new(Tone::Quiet, "Ended").icon(Icon::Bar),
        other => Tag::new(Tone::Quiet, other),
    }
}
