//! Allow or refuse: what a review says and what a decision does.

use std::str::FromStr;

use base::{Problem, Result};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use web::api::ToSchema;

/// Allow or refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[schema(as = DecisionEffect)]
pub enum Effect {
    /// A door opens.
    Allow,
    /// The audience is denied.
    Refuse,
}

impl Effect {
    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Refuse => "refuse",
        }
    }

    /// Completes “Communications … it”.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Allow => "allows",
            Self::Refuse => "refuses",
        }
    }
}

impl FromStr for Effect {
    type Err = Problem;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "allow" => Ok(Self::Allow),
            "refuse" => Ok(Self::Refuse),
            _ => Err(Problem::invalid("answer", "Choose to allow it or to refuse it.")),
        }
    }
}
