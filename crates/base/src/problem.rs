//! What is wrong, where, and what to do: one sentence for the person who can mend it.

use std::{error::Error, fmt};

/// The result of anything that can go wrong.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// The reason why something was not done, sorted by what the person at the other end does next.
/// The web layer turns the kind into a status, the command line into an exit code.
#[derive(Debug)]
pub struct Problem {
    kind: Kind,
    field: Option<String>,
    sentence: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// What the caller does about a [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Mends the input and sends it again (400, 422; exit code 2).
    Invalid,
    /// Signs in first (401).
    Unauthenticated,
    /// Asks somebody who may (403; exit code 3).
    Forbidden,
    /// Looks elsewhere: it does not exist, or not for them (404; exit code 4).
    NotFound,
    /// Looks at what changed meanwhile, then decides again (409; exit code 5).
    Conflict,
    /// Reads what somebody else changed meanwhile, then decides again (412; exit code 5).
    Changed,
    /// Sends less at once (413; exit code 2).
    TooLarge,
    /// Waits (429; exit code 6).
    TooMany,
    /// Tells whoever runs the program; the cause is in its log (500; exit code 1).
    Internal,
}

impl Problem {
    fn new(kind: Kind, sentence: impl Into<String>) -> Self {
        Self { kind, field: None, sentence: sentence.into(), source: None }
    }

    /// `field` of the input is wrong; the sentence says what and what to write instead.
    pub fn invalid(field: &str, sentence: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(Kind::Invalid, sentence) }
    }

    /// Nobody is signed in.
    pub fn unauthenticated() -> Self {
        Self::new(Kind::Unauthenticated, "Sign in first.")
    }

    /// The caller may not do this; the sentence says who may.
    pub fn forbidden(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Forbidden, sentence)
    }

    /// There is no such thing, or none that the caller may see.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, what)
    }

    /// The state of things does not allow it (any more).
    pub fn conflict(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Conflict, sentence)
    }

    /// It is no longer as the caller read it.
    pub fn changed(sentence: impl Into<String>) -> Self {
        Self::new(Kind::Changed, sentence)
    }

    /// More than a named limit.
    pub fn too_large(sentence: impl Into<String>) -> Self {
        Self::new(Kind::TooLarge, sentence)
    }

    /// More often than a named limit.
    pub fn too_many(sentence: impl Into<String>) -> Self {
        Self::new(Kind::TooMany, sentence)
    }

    /// The program or what it stands on failed; `doing` says at which step, never repeating the cause.
    pub fn internal(
        doing: impl Into<String>,
        cause: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self { source: Some(cause.into()), ..Self::new(Kind::Internal, doing) }
    }

    /// What the caller does about it.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The field of the input that is wrong, if one is.
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// The one sentence, without causes.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// The same problem, said of another field: a parser knows what is wrong, a form knows where.
    #[must_use]
    pub fn at(self, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..self }
    }

    /// The sentence and all its causes, for the log and the command line.
    pub fn chain(&self) -> String {
        let mut text = self.sentence.clone();
        let mut cause = self.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }

    /// The exit code of a command that ends with it.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Internal => 1,
            Kind::Invalid | Kind::TooLarge => 2,
            Kind::Forbidden | Kind::Unauthenticated => 3,
            Kind::NotFound => 4,
            Kind::Conflict | Kind::Changed => 5,
            Kind::TooMany => 6,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|error| error as &(dyn Error + 'static))
    }
}
