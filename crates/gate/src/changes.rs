//! What one edition says that the last one did not, in words.

use std::collections::BTreeMap;

use base::Timestamp;
use verdict::{OrganisationDefault, Rule, Rulebook};

use crate::Names;

/// How many rules that came, went or changed are named; the rest is counted.
const NAMED_MAX: usize = 40;

/// The sentences, rules first.
pub(crate) fn between(
    old: &Rulebook,
    new: &Rulebook,
    names: &Names,
    now: Timestamp,
) -> Vec<String> {
    let mut sentences = rules(old, new, names, now);
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

fn rules(old: &Rulebook, new: &Rulebook, names: &Names, now: Timestamp) -> Vec<String> {
    let by_id = |book: &'_ Rulebook| -> BTreeMap<String, Rule> {
        book.rules.iter().map(|rule| (rule.id.clone(), rule.clone())).collect()
    };
    let (old, new) = (by_id(old), by_id(new));
    let came = new.values().filter(|rule| !old.contains_key(&rule.id));
    let came = came.map(|rule| format!("{} is new: {}.", title(&rule.id), names.rule(rule)));
    let went = old.values().filter(|rule| !new.contains_key(&rule.id)).map(|rule| {
        let by_itself = rule.until.is_some_and(|until| until <= now);
        let how = if by_itself { "ended by its date" } else { "ended" };
        format!("{} {how}: {}.", title(&rule.id), names.rule(rule))
    });
    let changed = new.values().filter(|rule| old.get(&rule.id).is_some_and(|was| was != *rule));
    let changed = changed.map(|rule| format!("{} is now: {}.", title(&rule.id), names.rule(rule)));
    came.chain(went).chain(changed).collect()
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
