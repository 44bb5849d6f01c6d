//! Which act led to an edition.

use audit::{Filter, Recorded};
use base::Result;
use serde::Serialize;
use store::Query;
use verdict::Rulebook;

/// How many entries of a slice are looked through for the one that can have led to an edition.
const LOOKED_THROUGH_MAX: usize = 50;

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// Its number.
    pub seq: i64,
    /// What was done.
    pub act: String,
    /// To what.
    pub object: String,
    /// By whom.
    pub who: String,
}

impl Cause {
    /// The act as a sentence without its full stop: `Ivo Petrov (IT) decided request 1`.
    pub fn words(&self) -> String {
        format!("{} {} {}", self.who, did(&self.act), self.object.replacen('/', " ", 1))
    }
}

/// What was done, in a word.
fn did(act: &str) -> &'static str {
    match act {
        "gate.wall" | "gate.refuse" | "gate.seal" => "made",
        "gate.end" | "requests.end" => "ended",
        "requests.decide" => "decided",
        "policy.publish" => "published",
        "policy.acknowledge" => "acknowledged",
        _ => "changed",
    }
}

impl From<Recorded> for Cause {
    fn from(entry: Recorded) -> Self {
        let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
        Self { seq, act: entry.act, object: entry.object, who: entry.who }
    }
}

/// The newest entry after number `after` of a slice whose part of the rulebook is different; none
/// if only time passed.
pub(super) async fn find(
    on: &impl Query,
    old: Option<&Rulebook>,
    new: &Rulebook,
    after: Option<i64>,
) -> Result<Option<Cause>> {
    let mut newest: Option<Cause> = None;
    for slice in slices(old, new) {
        let filter = Filter { act: slice.to_owned(), ..Filter::default() };
        let entries = audit::entries(on, &filter, None, LOOKED_THROUGH_MAX).await?;
        let cause = entries.into_iter().find(|entry| changes_rules(&entry.act)).map(Cause::from);
        let seq = |cause: &Option<Cause>| cause.as_ref().map(|cause| cause.seq);
        if seq(&cause) > seq(&newest) {
            newest = cause;
        }
    }
    Ok(newest.filter(|cause| Some(cause.seq) > after))
}

/// The slices whose part is different.
fn slices(old: Option<&Rulebook>, new: &Rulebook) -> Vec<&'static str> {
    let Some(old) = old else { return vec!["gate", "requests", "policy", "catalog", "people"] };
    let rules = |book: &Rulebook, of: &str| -> Vec<_> {
        book.rules.iter().filter(|rule| rule.id.starts_with(of)).cloned().collect()
    };
    let differs = |of: &str| rules(old, of) != rules(new, of);
    let staff =
        (&old.people, &old.groups, &old.addresses) != (&new.people, &new.groups, &new.addresses);
    let parts = [
        ("gate", old.default != new.default || differs("rule/")),
        ("requests", differs("decision/")),
        ("policy", old.policies != new.policies),
        ("catalog", old.services != new.services),
        ("people", staff),
    ];
    parts.into_iter().filter(|(_, differs)| *differs).map(|(slice, _)| slice).collect()
}

/// What is only about talking, signing in or publishing itself changes no rule.
fn changes_rules(act: &str) -> bool {
    const OTHERS: [&str; 19] = [
        super::ACT,
        "catalog.fact",
        "catalog.standing",
        "people.change-password",
        "people.invite",
        "people.set-password",
        "people.set-up",
        "people.sign-in",
        "people.sign-out",
        "people.sign-out-everywhere",
        "policy.discard",
        "policy.save",
        "requests.ask",
        "requests.change-terms",
        "requests.comment",
        "requests.join",
        "requests.review",
        "requests.set-rule",
        "requests.withdraw",
    ];
    !OTHERS.contains(&act)
}
