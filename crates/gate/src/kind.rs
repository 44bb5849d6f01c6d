//! The three kinds of rule that are made at the gate. Doors come from decisions.

use std::{fmt, str::FromStr};

use base::Problem;
use serde::{Deserialize, Serialize};
use verdict::Rank;
use web::{Right, api::ToSchema};

use crate::rights;

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = GateRuleKind)]
pub enum Kind {
    /// Denies where no door allows.
    Wall,
    /// Denies; a door does not help.
    Refusal,
    /// Denies; nothing opens it but lifting it.
    Seal,
}

impl Kind {
    /// Every kind, the mildest first.
    pub const ALL: [Self; 3] = [Self::Wall, Self::Refusal, Self::Seal];

    /// The word in the database, in files and in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wall => "wall",
            Self::Refusal => "refusal",
            Self::Seal => "seal",
        }
    }

    /// What it becomes in the rulebook.
    pub const fn rank(self) -> Rank {
        match self {
            Self::Wall => Rank::Wall,
            Self::Refusal => Rank::Refusal,
            Self::Seal => Rank::Seal,
        }
    }

    /// Who may make one.
    pub const fn making(self) -> &'static Right {
        match self {
            Self::Wall => &rights::WALL,
            Self::Refusal => &rights::REFUSE,
            Self::Seal => &rights::SEAL,
        }
    }

    /// Who may end one.
    pub const fn ending(self) -> &'static Right {
        match self {
            Self::Wall | Self::Refusal => &rights::END,
            Self::Seal => &rights::LIFT,
        }
    }
}

/// At the beginning of a sentence: `Wall`.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wall => "Wall",
            Self::Refusal => "Refusal",
            Self::Seal => "Seal",
        })
    }
}

impl FromStr for Kind {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|kind| kind.word() == text).ok_or_else(|| {
            Problem::invalid("rank", "Choose what the rule does: wall, refusal or seal.")
        })
    }
}
