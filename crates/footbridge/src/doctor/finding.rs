//! What a check found.

use std::fmt;

use serde::Serialize;

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// Nothing to do.
    Fine,
    /// It may be meant so, or become wrong.
    Look,
    /// Something does not work.
    Wrong,
}

/// One thing, how it is, and what to do about it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Finding {
    pub(super) state: State,
    what: String,
    #[serde(rename = "do", skip_serializing_if = "Option::is_none")]
    to_do: Option<String>,
}

impl Finding {
    pub(super) fn fine(what: impl Into<String>) -> Self {
        Self { state: State::Fine, what: what.into(), to_do: None }
    }

    pub(super) fn look(what: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { state: State::Look, what: what.into(), to_do: Some(to_do.into()) }
    }

    pub(super) fn wrong(what: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { state: State::Wrong, what: what.into(), to_do: Some(to_do.into()) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Fine => "fine",
            State::Look => "look",
            State::Wrong => "WRONG",
        };
        writeln!(f, "  {state:<5}  {}", self.what)?;
        self.to_do.as_ref().map_or(Ok(()), |to_do| writeln!(f, "         -> {to_do}"))
    }
}
