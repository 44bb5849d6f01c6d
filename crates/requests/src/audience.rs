//! Whom a request or a decision is for.

use std::collections::BTreeMap;

use base::{Problem, Result, text};
use serde::{Deserialize, Serialize};
use store::{Query, values};

use crate::sql;

/// People and groups that one audience names.
pub const NAMES_MAX: usize = 200;

/// Whom something is for. Groups count with whoever belongs to them at the time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Audience {
    /// Everybody at work; the lists are empty then.
    pub everyone: bool,
    /// Numbers of people.
    pub people: Vec<i64>,
    /// Numbers of groups.
    pub groups: Vec<i64>,
}

impl Audience {
    /// One person.
    pub fn of(person: i64) -> Self {
        Self { people: vec![person], ..Self::default() }
    }

    /// Everybody at work.
    pub fn everyone() -> Self {
        Self { everyone: true, ..Self::default() }
    }

    /// Whether somebody is meant.
    pub fn covers(&self, person: i64, groups: &[i64]) -> bool {
        self.everyone
            || self.people.contains(&person)
            || self.groups.iter().any(|group| groups.contains(group))
    }

    /// Whether everybody whom `other` names is named here.
    pub fn includes(&self, other: &Self) -> bool {
        self.everyone
            || (!other.everyone
                && other.people.iter().all(|person| self.people.contains(person))
                && other.groups.iter().all(|group| self.groups.contains(group)))
    }

    /// With one more person, unless everybody is meant.
    #[must_use]
    pub fn with(mut self, person: i64) -> Self {
        if !self.everyone {
            self.people.push(person);
        }
        self.tidy()
    }

    fn tidy(mut self) -> Self {
        self.people.sort_unstable();
        self.people.dedup();
        self.groups.sort_unstable();
        self.groups.dedup();
        self
    }
}

/// Whom something is for, as a form says it.
#[derive(Clone, Debug, Default)]
pub struct AudienceDraft {
    /// `me`, `named`, `everyone`, or `group:newsroom`.
    pub choice: String,
    /// Names or logins of people and names of groups, with commas between.
    pub names: String,
}

impl AudienceDraft {
    /// The audience that it means. Whoever asks is always part of it.
    pub(crate) async fn read(&self, on: &impl Query, asker: i64) -> Result<Audience> {
        if self.choice == "everyone" {
            return Ok(Audience::everyone());
        }
        let mut audience = Audience::default();
        if let Some(slug) = self.choice.strip_prefix("group:") {
            let group = people::group(on, slug).await?.ok_or_else(|| nobody(slug))?;
            audience.groups.push(group.id.get());
        }
        self.read_names(on, &mut audience).await?;
        let own: Vec<i64> = on.column(sql::GROUPS_OF, values![asker]).await?;
        if !audience.covers(asker, &own) {
            audience.people.push(asker);
        }
        Ok(audience.tidy())
    }

    async fn read_names(&self, on: &impl Query, audience: &mut Audience) -> Result<()> {
        let names = self.names.split([',', ';', '\n']).map(str::trim);
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        if names.len() > NAMES_MAX {
            return Err(Problem::invalid(
                "people",
                format!(
                    "This names {} people and groups; {NAMES_MAX} fit. Name a group instead.",
                    names.len()
                ),
            ));
        }
        let groups = if names.is_empty() { Vec::new() } else { people::groups(on).await? };
        for name in names {
            text::line("people", name)?;
            let folded = text::fold(name);
            match groups
                .iter()
                .find(|group| group.slug == folded || text::fold(&group.name) == folded)
            {
                Some(group) => audience.groups.push(group.id.get()),
                None => audience.people.push(person_called(on, name).await?),
            }
        }
        Ok(())
    }
}

async fn person_called(on: &impl Query, name: &str) -> Result<i64> {
    if let Some(person) = people::by_login(on, name).await?.filter(people::Person::is_active) {
        return Ok(person.id.get());
    }
    let found: Vec<i64> = on.column(sql::PEOPLE_NAMED, values![text::fold(name)]).await?;
    match found[..] {
        [one] => Ok(one),
        [] => Err(nobody(name)),
        _ => Err(Problem::invalid(
            "people",
            format!("Several people are called {name}. Write their login instead."),
        )),
    }
}

fn nobody(name: &str) -> Problem {
    Problem::invalid("people", format!("Nobody here and no group is called `{name}`."))
}

/// The names behind the numbers of audiences and acts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    people: BTreeMap<i64, String>,
    groups: BTreeMap<i64, (String, String)>,
}

impl Names {
    /// Looks up these people, and all groups.
    pub(crate) async fn of(on: &impl Query, people: &[i64]) -> Result<Self> {
        let groups = people::groups(on).await?.into_iter();
        Ok(Self {
            people: people::names(on, people).await?,
            groups: groups.map(|group| (group.id.get(), (group.slug, group.name))).collect(),
        })
    }

    /// What a person is called.
    pub(crate) fn person(&self, id: i64) -> &str {
        self.people.get(&id).map_or("somebody who has left", String::as_str)
    }

    /// `Noor Haddad, Sam Okafor and the group Newsroom`.
    pub(crate) fn audience(&self, audience: &Audience) -> String {
        if audience.everyone {
            return "everybody".to_owned();
        }
        let mut people: Vec<&str> = audience.people.iter().map(|id| self.person(*id)).collect();
        people.sort_unstable();
        let people = people.into_iter().map(str::to_owned);
        let groups = audience.groups.iter().map(|id| format!("the group {}", self.group(*id)));
        listed(&people.chain(groups).collect::<Vec<_>>())
    }

    /// `2 people and the group Newsroom`: for those who need not know who.
    pub(crate) fn counted(&self, audience: &Audience) -> String {
        if audience.everyone {
            return "everybody".to_owned();
        }
        let people = match audience.people.len() {
            0 => None,
            1 => Some("1 person".to_owned()),
            count => Some(format!("{count} people")),
        };
        let groups = audience.groups.iter().map(|id| format!("the group {}", self.group(*id)));
        listed(&people.into_iter().chain(groups).collect::<Vec<_>>())
    }

    /// What a group is called.
    pub(crate) fn group(&self, id: i64) -> &str {
        self.groups.get(&id).map_or("that is gone", |(_, name)| name.as_str())
    }

    /// The slug of a group.
    pub(crate) fn group_slug(&self, id: i64) -> Option<&str> {
        self.groups.get(&id).map(|(slug, _)| slug.as_str())
    }
}

/// `a, b and c`.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
