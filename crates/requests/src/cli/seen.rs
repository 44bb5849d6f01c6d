//! The word by which somebody at a terminal says what they saw.

use std::{fmt, str::FromStr};

use base::{Problem, Result};

use crate::api::RequestSheet;

/// Characters of the hash that are enough to tell one state of the evidence from another.
const HASH_CHARS: usize = 16;

/// The revision of the terms and the beginning of the evidence's hash: `2-9f86d081884c7d65`; only
/// `2` for those who see no evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) revision: i64,
    evidence: Option<String>,
}

impl Seen {
    /// What whoever looks at `sheet` sees.
    pub(super) fn of(sheet: &RequestSheet) -> Self {
        let hash = sheet.evidence.as_ref().map(|evidence| evidence.sha256.as_str());
        let beginning = |hash: &str| hash.chars().take(HASH_CHARS).collect();
        Self { revision: sheet.line.revision, evidence: hash.map(beginning) }
    }

    /// Whether it is what `sheet` shows now.
    pub(super) fn require_same(&self, sheet: &RequestSheet) -> Result<()> {
        if *self == Self::of(sheet) {
            return Ok(());
        }
        Err(Problem::conflict(
            "The terms or the evidence have changed since you looked. Show the request again, then decide.",
        ))
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.evidence {
            Some(evidence) => write!(f, "{}-{evidence}", self.revision),
            None => write!(f, "{}", self.revision),
        }
    }
}

impl FromStr for Seen {
    type Err = Problem;

    fn from_str(word: &str) -> Result<Self> {
        let (revision, evidence) = match word.split_once('-') {
            Some((revision, evidence)) => (revision, Some(evidence.to_owned())),
            None => (word, None),
        };
        let revision = revision.parse().map_err(|_| {
            Problem::invalid(
                "seen",
                "write the word that `footbridge requests show` gives after `seen:`",
            )
        })?;
        Ok(Self { revision, evidence })
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn what_was_seen_is_written_as_it_is_read() {
        for word in ["2-9f86d081884c7d65", "7"] {
            assert_eq!(word.parse::<Seen>().expect("a word").to_string(), word);
        }
        assert!("".parse::<Seen>().is_err() && "x-9f".parse::<Seen>().is_err());
    }
}
