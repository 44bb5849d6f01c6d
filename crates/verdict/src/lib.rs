#![doc = include_str!("../README.md")]

mod case;
mod compile;
mod explain;
mod groups;
mod identity;
mod judge;
mod names;
mod rulebook;
mod verdict;

pub use compile::Compiled;
pub use explain::{Explanation, Identity, Opening};
pub use identity::Who;
pub use judge::{Judge, Question};
pub use rulebook::{
    Address, Audience, Because, Condition, Group, OrganisationDefault, Owner, Person, Policy, Rank,
    Rule, Rulebook, Service, Target,
};
pub use verdict::{Effect, ToDo, Verdict, stricter};
