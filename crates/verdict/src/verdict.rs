//! The answer.

use serde::{Serialize, Serializer, ser::SerializeSeq};
use smallvec::SmallVec;

use crate::{Condition, Rank, Rule};

/// What happens, the mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The person gets through.
    Allow,
    /// Not yet: the person can do something about it now.
    Coach,
    /// The person does not get through.
    Deny,
}

impl Effect {
    /// The word in logs and in answers to a proxy.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Coach => "coach",
            Self::Deny => "deny",
        }
    }
}

/// The answer for one person, one destination, one instant, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict<'a> {
    /// What happens.
    pub effect: Effect,
    /// The rank that decided; none if the organisation's default did.
    pub rank: Option<Rank>,
    /// Every matching rule of that rank, by id.
    #[serde(serialize_with = "sequence")]
    pub rules: SmallVec<[&'a Rule; 4]>,
    /// For coach: each door that would open, and what is missing. Any one of them is enough.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to_do: Vec<ToDo<'a>>,
}

/// A door that opens once its missing conditions are met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ToDo<'a> {
    /// The door.
    pub door: &'a Rule,
    /// What is missing; all of it is needed.
    pub conditions: Vec<&'a Condition>,
}

impl<'a> Verdict<'a> {
    pub(crate) fn new(effect: Effect, rank: Option<Rank>, rules: SmallVec<[&'a Rule; 4]>) -> Self {
        Self { effect, rank, rules, to_do: Vec::new() }
    }

    /// Whether it denies more, or as much on stronger grounds.
    pub fn is_stricter_than(&self, other: &Self) -> bool {
        let grounds = |verdict: &Self| verdict.rank.map_or(0, |rank| 4 - rank as usize);
        (self.effect, grounds(self)) > (other.effect, grounds(other))
    }
}

/// The stricter of two answers about one connection: of its destination and of the name inside it.
/// Where both are as strict, the stronger rank gives the reason, and then the first.
#[must_use]
pub fn stricter<'a>(first: Verdict<'a>, second: Verdict<'a>) -> Verdict<'a> {
    if second.is_stricter_than(&first) { second } else { first }
}

fn sequence<S: Serializer>(rules: &SmallVec<[&Rule; 4]>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(rules.len()))?;
    rules.iter().try_for_each(|rule| sequence.serialize_element(rule))?;
    sequence.end()
}
