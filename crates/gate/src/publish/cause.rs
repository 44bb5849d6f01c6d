//! Which act led to an edition.

use audit::Recorded;
use base::{Result, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Query, Topic};
use verdict::Rulebook;
use web::api::ToSchema;

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EditionCause)]
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
        "policy.retire" => "retired",
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

/// The newest act after entry number `after` that touched a part of the rulebook that is different;
/// none if only time passed.
pub(super) async fn find(
    on: &impl Query,
    old: Option<&Rulebook>,
    new: &Rulebook,
    now: Timestamp,
    after: Option<i64>,
) -> Result<Option<Cause>> {
    let mut newest: Option<Cause> = None;
    for topic in topics(old, new, now) {
        let cause = audit::newest_to_touch(on, topic).await?.map(Cause::from);
        let seq = |cause: &Option<Cause>| cause.as_ref().map(|cause| cause.seq);
        if seq(&cause) > seq(&newest) {
            newest = cause;
        }
    }
    Ok(newest.filter(|cause| Some(cause.seq) > after))
}

/// What the parts that are different stand for. A rule that ended by its date went by no act.
fn topics(old: Option<&Rulebook>, new: &Rulebook, now: Timestamp) -> Vec<Topic> {
    let Some(old) = old else {
        return vec![crate::TOPIC, requests::TOPIC, policy::TOPIC, catalog::TOPIC, people::TOPIC];
    };
    let rules = |book: &Rulebook, of: &str| -> Vec<_> {
        let stands = |rule: &&verdict::Rule| rule.until.is_none_or(|until| until > now);
        let all = book.rules.iter().filter(|rule| rule.id.starts_with(of));
        all.filter(stands).cloned().collect()
    };
    let differs = |of: &str| rules(old, of) != rules(new, of);
    let staff =
        (&old.people, &old.groups, &old.addresses) != (&new.people, &new.groups, &new.addresses);
    let parts = [
        (crate::TOPIC, old.default != new.default || differs("rule/")),
        (requests::TOPIC, differs("decision/")),
        (policy::TOPIC, old.policies != new.policies),
        (catalog::TOPIC, old.services != new.services),
        (people::TOPIC, staff),
    ];
    parts.into_iter().filter(|(_, differs)| *differs).map(|(topic, _)| topic).collect()
}
