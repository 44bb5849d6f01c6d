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

    /// Without one of the people; of the groups they may still be.
    #[must_use]
    pub(crate) fn without(mut self, person: i64) -> Self {
        self.people.retain(|named| *named != person);
        self
    }

    fn tidy(mut self) -> Self {
        self.people.sort_unstable();
        self.people.dedup();
        self.groups.sort_unstable();
        self.groups.dedup();
        self
    }
}

/// Whom something is for, as somebody says it. Whoever asks is always part of it.
#[derive(Clone, Debug, Default)]
pub enum AudienceDraft {
    /// Whoever asks, and nobody else.
    #[default]
    Asker,
    /// As a form says it.
    Typed {
        /// `me`, `named`, `everyone`, or `group:newsroom`.
        choice: String,
        /// Names or logins of people and names of groups, with commas between.
        names: String,
    },
    /// As a program says it.
    Listed {
        /// Everybody at work.
        everyone: bool,
        /// Logins.
        people: Vec<String>,
        /// Slugs of groups.
        groups: Vec<String>,
    },
}

impl AudienceDraft {
    /// The audience that it means.
    pub(crate) async fn read(&self, on: &impl Query, asker: i64) -> Result<Audience> {
        let mut audience = match self {
            Self::Asker => Audience::default(),
            Self::Typed { choice, names } => typed(on, choice, names).await?,
            Self::Listed { everyone: true, .. } => Audience::everyone(),
            Self::Listed { people, groups, .. } => listed_exactly(on, people, groups).await?,
        };
        let own: Vec<i64> = on.column(sql::GROUPS_OF, values![asker]).await?;
        if !audience.covers(asker, &own) {
            audience.people.push(asker);
        }
        Ok(audience.tidy())
    }
}

async fn typed(on: &impl Query, choice: &str, names: &str) -> Result<Audience> {
    if choice == "everyone" {
        return Ok(Audience::everyone());
    }
    let mut audience = Audience::default();
    if let Some(slug) = choice.strip_prefix("group:") {
        let group = people::group(on, slug).await?.ok_or_else(|| nobody(slug))?;
        audience.groups.push(group.id.get());
    }
    read_names(on, names, &mut audience).await?;
    Ok(audience)
}

async fn read_names(on: &impl Query, names: &str, audience: &mut Audience) -> Result<()> {
    let names = names.split([',', ';', '\n']).map(str::trim);
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    check_count("people", names.len())?;
    let groups = if names.is_empty() { Vec::new() } else { people::groups(on).await? };
    for name in names {
        text::line("people", name)?;
        let folded = text::fold(name);
        match groups.iter().find(|group| group.slug == folded || text::fold(&group.name) == folded)
        {
            Some(group) => audience.groups.push(group.id.get()),
            None => audience.people.push(person_called(on, name).await?),
        }
    }
    Ok(())
}

fn check_count(field: &str, count: usize) -> Result<()> {
    if count <= NAMES_MAX {
        return Ok(());
    }
    Err(Problem::invalid(
        field,
        format!("This names {count} people and groups; {NAMES_MAX} fit. Name a group instead."),
    ))
}

async fn listed_exactly(on: &impl Query, logins: &[String], slugs: &[String]) -> Result<Audience> {
    check_count("audience.people", logins.len() + slugs.len())?;
    let mut audience = Audience::default();
    for login in logins {
        text::line("audience.people", login)?;
        let person = people::by_login(on, login).await?.filter(people::Person::is_active);
        audience.people.push(person.ok_or_else(|| no_login(login))?.id.get());
    }
    let known = if slugs.is_empty() { Vec::new() } else { people::groups(on).await? };
    for slug in slugs {
        let group = known.iter().find(|group| group.slug == *slug);
        audience.groups.push(group.ok_or_else(|| no_group(slug))?.id.get());
    }
    Ok(audience)
}

fn no_login(login: &str) -> Problem {
    Problem::invalid("audience.people", format!("Nobody here has the login `{login}`."))
}

fn no_group(slug: &str) -> Problem {
    Problem::invalid("audience.groups", format!("There is no group `{slug}`."))
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

store::row! {
    /// Somebody by their names.
    #[derive(Clone, Debug)]
    pub(crate) struct Named {
        id: i64,
        pub(crate) login: String,
        pub(crate) name: String,
    }
}

/// The names behind the numbers of audiences and acts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    people: BTreeMap<i64, Named>,
    groups: BTreeMap<i64, (String, String)>,
}

impl Names {
    /// Looks up these people, and all groups.
    pub(crate) async fn of(on: &impl Query, people: &[i64]) -> Result<Self> {
        let mut ids = people.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let named: Vec<Named> = sql::all_of(on, sql::PEOPLE, &ids).await?;
        let groups = people::groups(on).await?.into_iter();
        Ok(Self {
            people: named.into_iter().map(|person| (person.id, person)).collect(),
            groups: groups.map(|group| (group.id.get(), (group.slug, group.name))).collect(),
        })
    }

    /// What a person is called.
    pub(crate) fn person(&self, id: i64) -> &str {
        self.people.get(&id).map_or("somebody who has left", |person| person.name.as_str())
    }

    /// The canonical login of a person; empty if they are gone.
    pub(crate) fn login(&self, id: i64) -> &str {
        self.people.get(&id).map_or("", |person| person.login.as_str())
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
