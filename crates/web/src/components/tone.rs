//! What a colour means.

use super::Icon;

/// The meaning behind a colour. It is the same everywhere: in tags, notices and verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do and nothing to fear: history, defaults.
    #[default]
    Quiet,
    /// Something moves or waits to be done.
    Accent,
    /// A door: it is open, agreed, well.
    Allow,
    /// One step is missing.
    Coach,
    /// A wall or a refusal: it is closed, or it failed.
    Deny,
    /// A seal: nothing opens it.
    Seal,
}

impl Tone {
    /// The class that sets the colours of what carries it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Quiet => "tone-quiet",
            Self::Accent => "tone-accent",
            Self::Allow => "tone-allow",
            Self::Coach => "tone-coach",
            Self::Deny => "tone-deny",
            Self::Seal => "tone-seal",
        }
    }

    /// The shape that says the same to whoever does not see the colour.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Quiet => Icon::Dot,
            Self::Accent => Icon::Clock,
            Self::Allow => Icon::Check,
            Self::Coach => Icon::Step,
            Self::Deny => Icon::Bar,
            Self::Seal => Icon::Lock,
        }
    }
}
