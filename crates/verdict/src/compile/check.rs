//! What a rulebook must not contradict.

use std::{collections::HashSet, fmt::Display, hash::Hash};

use base::{Problem, text::fold_login};

use crate::{Audience, Condition, Owner, Person, Rank, Rule, Rulebook, Service, Target};

/// The longest id of a rule, in bytes.
const RULE_ID_BYTES_MAX: usize = 64;
/// How many contradictions one sentence names; the rest is counted.
const NAMED_MAX: usize = 20;

/// Names every contradiction.
pub(super) fn check(book: &Rulebook) -> Result<(), Problem> {
    let mut found = Contradictions::default();
    let known = Known::of(book, &mut found);
    check_people(book, &known, &mut found);
    check_services(&book.services, &mut found);
    for policy in &book.policies {
        check_audience(&format!("policy {}", policy.slug), &policy.audience, &known, &mut found);
    }
    for rule in &book.rules {
        check_rule(rule, &known, &mut found);
    }
    found.into_result()
}

#[derive(Default)]
struct Contradictions(Vec<String>);

impl Contradictions {
    fn unless(&mut self, good: bool, sentence: impl FnOnce() -> String) {
        if !good {
            self.0.push(sentence());
        }
    }

    fn into_result(self) -> Result<(), Problem> {
        let count = self.0.len();
        if count == 0 {
            return Ok(());
        }
        let mut list = self.0.into_iter().take(NAMED_MAX).collect::<Vec<_>>().join("; ");
        if count > NAMED_MAX {
            list = format!("{list}; and {} more", count - NAMED_MAX);
        }
        Err(Problem::invalid("rulebook", format!("The rulebook contradicts itself: {list}.")))
    }
}

struct Known<'a> {
    people: HashSet<i64>,
    groups: HashSet<i64>,
    services: HashSet<&'a str>,
    policies: HashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(book: &'a Rulebook, found: &mut Contradictions) -> Self {
        unique("rule", book.rules.iter().map(|rule| rule.id.as_str()), found);
        Self {
            people: unique("person", book.people.iter().map(|person| person.id), found),
            groups: unique("group", book.groups.iter().map(|group| group.id), found),
            services: unique("service", book.services.iter().map(|s| s.slug.as_str()), found),
            policies: unique("policy", book.policies.iter().map(|p| p.slug.as_str()), found),
        }
    }
}

fn unique<K: Hash + Eq + Copy + Display>(
    what: &str,
    keys: impl Iterator<Item = K>,
    found: &mut Contradictions,
) -> HashSet<K> {
    let mut seen = HashSet::new();
    for key in keys {
        found.unless(seen.insert(key), || format!("{what} {key} is there twice"));
    }
    seen
}

fn check_people(book: &Rulebook, known: &Known<'_>, found: &mut Contradictions) {
    let mut logins = HashSet::new();
    for person in &book.people {
        check_logins(person, &mut logins, found);
        for group in &person.groups {
            found.unless(known.groups.contains(group), || {
                format!("{} is in group {group}, which is not there", person.login)
            });
        }
    }
    unique("address range", book.addresses.iter().map(|address| address.net.trunc()), found);
    for address in &book.addresses {
        let there = match address.owner {
            Owner::Person(id) => known.people.contains(&id),
            Owner::Group(id) => known.groups.contains(&id),
        };
        found.unless(there, || format!("whom {} stands for is not there", address.net));
    }
}

fn check_logins<'a>(person: &'a Person, logins: &mut HashSet<&'a str>, found: &mut Contradictions) {
    let own: HashSet<&str> =
        std::iter::once(&person.login).chain(&person.names).map(String::as_str).collect();
    for login in own {
        found.unless(!login.is_empty() && fold_login(login) == login, || {
            format!("the login `{login}` of person {} is not in its folded form", person.id)
        });
        found.unless(logins.insert(login), || format!("two people have the login `{login}`"));
    }
}

fn check_services(services: &[Service], found: &mut Contradictions) {
    let mut claimed = HashSet::new();
    for service in services {
        for pattern in &service.domains {
            found.unless(claimed.insert(pattern), || {
                format!("{} claims {pattern}, which was claimed before", service.slug)
            });
        }
    }
}

fn check_rule(rule: &Rule, known: &Known<'_>, found: &mut Contradictions) {
    let id = &rule.id;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-/.".contains(&b);
    found.unless((1..=RULE_ID_BYTES_MAX).contains(&id.len()) && id.bytes().all(plain), || {
        format!("rule `{}` has an id that a proxy cannot be told", id.escape_debug())
    });
    if let Target::Service(slug) = &rule.target {
        found.unless(known.services.contains(slug.as_str()), || {
            format!("{id} is about service {slug}, which is not there")
        });
    }
    check_audience(id, &rule.audience, known, found);
    found.unless(rule.rank == Rank::Door || rule.conditions.is_empty(), || {
        format!("{id} has conditions, and only a door can")
    });
    for Condition::Acknowledged { policy } in &rule.conditions {
        found.unless(known.policies.contains(policy.as_str()), || {
            format!("{id} asks for policy {policy}, which is not there")
        });
    }
}

fn check_audience(what: &str, audience: &Audience, known: &Known<'_>, found: &mut Contradictions) {
    let Audience::Named { groups, .. } = audience else { return };
    for group in groups {
        found.unless(known.groups.contains(group), || {
            format!("{what} names group {group}, which is not there")
        });
    }
}
