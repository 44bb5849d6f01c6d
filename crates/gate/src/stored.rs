//! Targets and audiences as the database has them.

use base::{Problem, Result, Schedule};
use serde::{Deserialize, Serialize};
use verdict::{Audience, Target};

/// The word for the kind of target, and what it names; nothing for everything.
pub(crate) fn target_words(target: &Target) -> (&'static str, String) {
    match target {
        Target::Everything => ("everything", String::new()),
        Target::Category(slug) => ("category", slug.clone()),
        Target::Service(slug) => ("service", slug.clone()),
        Target::Host(pattern) => ("host", pattern.to_string()),
    }
}

/// The target of these words.
pub(crate) fn target(kind: &str, named: &str) -> Result<Target> {
    match kind {
        "everything" => Ok(Target::Everything),
        "category" => Ok(Target::Category(named.to_owned())),
        "service" => Ok(Target::Service(named.to_owned())),
        "host" => named.parse().map(Target::Host),
        _ => Err(unreadable("target", kind)),
    }
}

/// `{"everyone": bool, "people": [id], "groups": [id]}`.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct WrittenAudience {
    everyone: bool,
    people: Vec<i64>,
    groups: Vec<i64>,
}

/// The audience of this JSON, in order and each once.
pub(crate) fn audience(json: &str) -> Result<Audience> {
    let written: WrittenAudience =
        serde_json::from_str(json).map_err(|_| unreadable("audience", json))?;
    if written.everyone {
        return Ok(Audience::Everyone);
    }
    Ok(Audience::Named { people: sorted(written.people), groups: sorted(written.groups) })
}

/// As JSON.
pub(crate) fn audience_json(audience: &Audience) -> String {
    let written = match audience {
        Audience::Everyone => WrittenAudience { everyone: true, ..WrittenAudience::default() },
        Audience::Named { people, groups } => {
            WrittenAudience { everyone: false, people: people.clone(), groups: groups.clone() }
        }
    };
    serde_json::to_string(&written).expect("numbers are always written")
}

/// The schedule of this JSON.
pub(crate) fn schedule(json: Option<&str>) -> Result<Option<Schedule>> {
    json.map(|json| serde_json::from_str(json).map_err(|_| unreadable("schedule", json)))
        .transpose()
}

/// As JSON.
pub(crate) fn schedule_json(schedule: Option<&Schedule>) -> Option<String> {
    schedule.map(|schedule| serde_json::to_string(schedule).expect("words are always written"))
}

fn sorted(mut ids: Vec<i64>) -> Vec<i64> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn unreadable(what: &str, text: &str) -> Problem {
    Problem::internal(format!("the {what} of a rule cannot be read"), text.to_owned())
}
