//! What one edition says that the last one did not, in words.

use std::collections::BTreeMap;

use base::Timestamp;
use verdict::{OrganisationDefault, Rule, Rulebook};

use crate::names::{Names, said_of};

/// How many rules that came, went or changed are named; the rest is counted.
const NAMED_MAX: usize = 40;

/// Rules that are in one rulebook and not, or otherwise, in the other; each list by id.
pub(crate) struct Difference<'a> {
    came: Vec<&'a Rule>,
    went: Vec<&'a Rule>,
    changed: Vec<&'a Rule>,
}

impl<'a> Difference<'a> {
    pub(crate) fn of(old: &'a Rulebook, new: &'a Rulebook) -> Self {
        let by_id = |book: &'a Rulebook| -> BTreeMap<&'a str, &'a Rule> {
            book.rules.iter().map(|rule| (rule.id.as_str(), rule)).collect()
        };
        let (old, new) = (by_id(old), by_id(new));
        let missing = |from: &BTreeMap<&str, &'a Rule>, rules: &BTreeMap<&str, &'a Rule>| {
            rules.values().filter(|rule| !from.contains_key(rule.id.as_str())).copied().collect()
        };
        let is_other = |rule: &&&Rule| old.get(rule.id.as_str()).is_some_and(|was| was != *rule);
        Self {
            came: missing(&old, &new),
            went: missing(&new, &old),
            changed: new.values().filter(is_other).copied().collect(),
        }
    }

    /// The people whose names will be said.
    pub(crate) fn people(&self) -> impl Iterator<Item = i64> {
        let rules = self.came.iter().chain(&self.went).chain(&self.changed);
        rules.flat_map(|rule| said_of(&rule.audience))
    }

    fn sentences(&self, names: &Names, now: Timestamp) -> Vec<String> {
        let says =
            |rule: &Rule, how: &str| format!("{} {how}: {}.", title(&rule.id), names.rule(rule));
        let came = self.came.iter().map(|rule| says(rule, "is new"));
        let went = self.went.iter().map(|rule| {
            let by_itself = rule.until.is_some_and(|until| until <= now);
            says(rule, if by_itself { "ended by its date" } else { "ended" })
        });
        let changed = self.changed.iter().map(|rule| says(rule, "is now"));
        came.chain(went).chain(changed).collect()
    }
}

/// The sentences, rules first.
pub(crate) fn between(
    old: &Rulebook,
    new: &Rulebook,
    rules: &Difference<'_>,
    names: &Names,
    now: Timestamp,
) -> Vec<String> {
    let mut sentences = rules.sentences(names, now);
    if sentences.len() > NAMED_MAX {
        let more = sentences.len() - NAMED_MAX;
        sentences.truncate(NAMED_MAX);
        sentences.push(format!("{more} more rules came, went or changed."));
    }
    if old.default != new.default {
        sentences.push(match new.default {
            OrganisationDefault::Allow => "Where no rule says anything, it is open now.".to_owned(),
            OrganisationDefault::Deny => {
                "Where no rule says anything, it is closed now.".to_owned()
            }
        });
    }
    let parts = [
        ("people", differing(&old.people, &new.people, |person| person.id)),
        ("groups", differing(&old.groups, &new.groups, |group| group.id)),
        ("address ranges", differing(&old.addresses, &new.addresses, |address| address.net)),
        ("services", differing(&old.services, &new.services, |service| service.slug.clone())),
        ("policies", differing(&old.policies, &new.policies, |policy| policy.slug.clone())),
    ];
    let changed = parts.into_iter().filter(|(_, count)| *count > 0);
    sentences.extend(changed.map(|(what, count)| format!("Of the {what}, {count} changed.")));
    sentences
}

/// What the first edition holds.
pub(crate) fn at_first(book: &Rulebook) -> Vec<String> {
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    };
    vec![format!(
        "The first edition: {}, {}, {}.",
        count(book.rules.len(), "rule", "rules"),
        count(book.services.len(), "service", "services"),
        count(book.people.len(), "person", "people")
    )]
}

/// `rule/1` at the beginning of a sentence: `Rule 1`.
fn title(id: &str) -> String {
    match id.split_once('/') {
        Some(("rule", number)) => format!("Rule {number}"),
        Some(("decision", number)) => format!("Decision {number}"),
        _ => id.to_owned(),
    }
}

/// How many came, went or are different.
fn differing<T: PartialEq, K: Ord>(old: &[T], new: &[T], key: impl Fn(&T) -> K) -> usize {
    let mut waiting: BTreeMap<K, &T> = old.iter().map(|part| (key(part), part)).collect();
    let differs = |part: &&T| waiting.remove(&key(part)).is_none_or(|was| was != *part);
    let came_or_changed = new.iter().filter(differs).count();
    came_or_changed + waiting.len()
}
