//! People, groups and terms by the names that callers know.

use base::{Schedule, Timestamp};
use serde::{Deserialize, Serialize};
use web::api::ToSchema;

use crate::{
    audience::{Audience, Names},
    effect::Effect,
    terms::Terms,
    words::Phrase,
};

/// Somebody. The login of whoever is gone altogether is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct PersonName {
    pub(crate) login: String,
    pub(crate) name: String,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct GroupName {
    pub(crate) slug: String,
    pub(crate) name: String,
}

/// For whom something is. Groups count with whoever belongs to them at the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct AudienceNames {
    /// Everybody at work; the lists are empty then.
    pub(crate) everyone: bool,
    pub(crate) people: Vec<PersonName>,
    pub(crate) groups: Vec<GroupName>,
}

/// What would be allowed, to whom and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct TermsNames {
    pub(crate) audience: AudienceNames,
    /// On which days and hours; at any time, if null.
    pub(crate) schedule: Option<Schedule>,
    /// The short names of the policies that must be acknowledged.
    pub(crate) conditions: Vec<String>,
    /// From when; from the decision on, if null.
    pub(crate) starts: Option<Timestamp>,
    /// Until when; without end, if null.
    pub(crate) ends: Option<Timestamp>,
    /// All of it in a sentence.
    pub(crate) says: String,
}

impl PersonName {
    pub(crate) fn of(names: &Names, id: i64) -> Self {
        Self { login: names.login(id).to_owned(), name: names.person(id).to_owned() }
    }
}

impl AudienceNames {
    fn of(names: &Names, audience: &Audience) -> Self {
        let group = |id: &i64| GroupName {
            slug: names.group_slug(*id).unwrap_or_default().to_owned(),
            name: names.group(*id).to_owned(),
        };
        Self {
            everyone: audience.everyone,
            people: audience.people.iter().map(|id| PersonName::of(names, *id)).collect(),
            groups: audience.groups.iter().map(group).collect(),
        }
    }
}

impl TermsNames {
    /// The terms by which `target` is allowed or refused.
    pub(crate) fn of(phrase: &Phrase, effect: Effect, target: &str, terms: &Terms) -> Self {
        Self {
            audience: AudienceNames::of(&phrase.names, &terms.audience),
            schedule: terms.schedule.clone(),
            conditions: terms.conditions.clone(),
            starts: terms.starts,
            ends: terms.ends,
            says: phrase.sentence(effect, target, terms),
        }
    }
}
