//! Rules in words: whom and what they name, as people call it.

use std::collections::{BTreeSet, HashMap};

use base::{Result, Timestamp};
use store::{Query, values};
use verdict::{Audience, Rank, Rule, Rulebook, Target};

use crate::{moment, sql};

/// How many names of an audience are said; the rest is counted.
const NAMED_MAX: usize = 4;

/// What people call the people, groups, services and categories that rules name.
#[derive(Clone, Debug, Default)]
pub struct Names {
    people: HashMap<i64, String>,
    groups: HashMap<i64, String>,
    services: HashMap<String, String>,
    categories: HashMap<String, String>,
    /// In which times are said.
    zone: String,
}

store::row! {
    struct Numbered { id: i64, name: String }
}
store::row! {
    struct Service { slug: String, name: String, category: String, category_name: String }
}

impl Names {
    /// Names as they are now, of people only those in `people`; times are said in `zone`.
    pub async fn load(
        on: &impl Query,
        zone: &str,
        people: impl IntoIterator<Item = i64>,
    ) -> Result<Self> {
        let people: BTreeSet<i64> = people.into_iter().collect();
        let people: Vec<i64> = people.into_iter().collect();
        let groups: Vec<Numbered> = on.all(sql::GROUP_NAMES, values![]).await?;
        let services: Vec<Service> = on.all(sql::SERVICE_NAMES, values![]).await?;
        let categories =
            services.iter().map(|row| (row.category.clone(), row.category_name.clone())).collect();
        Ok(Self {
            people: people::names(on, &people).await?.into_iter().collect(),
            groups: groups.into_iter().map(|row| (row.id, row.name)).collect(),
            services: services.into_iter().map(|row| (row.slug, row.name)).collect(),
            categories,
            zone: zone.to_owned(),
        })
    }

    /// What a rulebook itself calls them; people by their logins, categories by their short names.
    pub fn of_rulebook(book: &Rulebook, zone: &str) -> Self {
        let person = |person: &verdict::Person| (person.id, person.login.clone());
        let group = |group: &verdict::Group| (group.id, group.name.clone());
        let service = |service: &verdict::Service| (service.slug.clone(), service.name.clone());
        Self {
            people: book.people.iter().map(person).collect(),
            groups: book.groups.iter().map(group).collect(),
            services: book.services.iter().map(service).collect(),
            categories: HashMap::new(),
            zone: zone.to_owned(),
        }
    }

    /// `LinkedIn`, `Social networks`, `example.com`, `everything`.
    pub fn target(&self, target: &Target) -> String {
        let known = |names: &HashMap<String, String>, slug: &String| {
            names.get(slug).unwrap_or(slug).clone()
        };
        match target {
            Target::Everything => "everything".to_owned(),
            Target::Category(slug) => known(&self.categories, slug),
            Target::Service(slug) => known(&self.services, slug),
            Target::Host(pattern) if pattern.is_exact() && pattern.host().as_name().is_some() => {
                format!("{} alone", pattern.host())
            }
            Target::Host(pattern) => pattern.host().to_string(),
        }
    }

    /// `Noor Haddad`.
    pub fn person(&self, id: i64) -> String {
        self.people.get(&id).cloned().unwrap_or(format!("person {id}"))
    }

    /// `everyone`, or `Noor Haddad, Newsroom and 3 more`.
    pub fn audience(&self, audience: &Audience) -> String {
        let Audience::Named { people, groups } = audience else { return "everyone".to_owned() };
        let person = |id: &i64| self.person(*id);
        let group = |id: &i64| self.groups.get(id).cloned().unwrap_or(format!("group {id}"));
        let mut all: Vec<String> =
            groups.iter().map(group).chain(people.iter().map(person)).collect();
        let more = all.len().saturating_sub(NAMED_MAX);
        all.truncate(NAMED_MAX);
        match (all.is_empty(), more) {
            (true, _) => "nobody who is still here".to_owned(),
            (_, 0) => all.join(", "),
            _ => format!("{} and {more} more", all.join(", ")),
        }
    }

    /// `wall before Social networks for everyone, Mon–Fri 09:00–17:00 Europe/Berlin`.
    pub fn rule(&self, rule: &Rule) -> String {
        let mut words = format!(
            "{} {} for {}",
            before(rule.rank),
            self.target(&rule.target),
            self.audience(&rule.audience)
        );
        words.extend(rule.schedule.as_ref().map(|schedule| format!(", {schedule}")));
        words.extend(rule.from.map(|from| format!(", from {}", self.time(from))));
        words.extend(
            rule.until.map(|until| format!(", until {}", moment::say_end(until, &self.zone))),
        );
        words
    }

    fn time(&self, at: Timestamp) -> String {
        moment::say(at, &self.zone)
    }
}

/// The people whom an audience names as far as their names are said.
pub fn said_of(audience: &Audience) -> impl Iterator<Item = i64> {
    let people: &[i64] = match audience {
        Audience::Everyone => &[],
        Audience::Named { people, .. } => people,
    };
    people.iter().take(NAMED_MAX).copied()
}

/// The word of a rank, as tags and addresses have it.
pub(crate) const fn rank_word(rank: Rank) -> &'static str {
    match rank {
        Rank::Seal => "seal",
        Rank::Refusal => "refusal",
        Rank::Door => "door",
        Rank::Wall => "wall",
    }
}

const fn before(rank: Rank) -> &'static str {
    match rank {
        Rank::Seal => "seal on",
        Rank::Refusal => "refusal of",
        Rank::Door => "door to",
        Rank::Wall => "wall before",
    }
}

/// With a capital at its beginning.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
