//! What would be allowed, to whom and when.

use base::{Problem, Result, Schedule, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use store::Query;

use crate::audience::Audience;

/// Policies that one decision asks for.
const CONDITIONS_MAX: usize = 10;

/// What a request proposes, and what a decision then says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// For whom.
    pub audience: Audience,
    /// On which days and hours; always, if `None`.
    pub schedule: Option<Schedule>,
    /// Slugs of the policies that must be acknowledged.
    pub conditions: Vec<String>,
    /// From when; from the decision on, if `None`.
    pub starts: Option<Timestamp>,
    /// Until when; without end, if `None`.
    pub ends: Option<Timestamp>,
}

impl Terms {
    /// The dates in order, and an end that is still to come.
    pub(crate) fn check_dates(&self, now: Timestamp) -> Result<()> {
        let Some(ends) = self.ends else { return Ok(()) };
        if ends <= now {
            return Err(Problem::invalid("ends", "This end is past. Choose a later one."));
        }
        match self.starts {
            Some(starts) if starts >= ends => Err(Problem::invalid(
                "starts",
                "This begins after it ends. Choose an earlier beginning or a later end.",
            )),
            _ => Ok(()),
        }
    }
}

/// Days and hours as a form says them; none means always.
pub(crate) fn read_schedule(hours: &str, zone: &str) -> Result<Option<Schedule>> {
    let hours = hours.trim();
    if hours.is_empty() {
        return Ok(None);
    }
    let place = |problem: Problem| match problem.field() {
        Some("zone") => problem,
        _ => problem.at("hours"),
    };
    Schedule::parse(hours, zone.trim()).map(Some).map_err(place)
}

/// Policies by their slugs, each of which must be published.
pub(crate) async fn read_conditions(on: &impl Query, slugs: &[String]) -> Result<Vec<String>> {
    let mut slugs: Vec<String> =
        slugs.iter().map(|slug| slug.trim().to_owned()).filter(|slug| !slug.is_empty()).collect();
    slugs.sort();
    slugs.dedup();
    if slugs.len() > CONDITIONS_MAX {
        return Err(Problem::invalid(
            "conditions",
            format!("At most {CONDITIONS_MAX} policies can be a condition."),
        ));
    }
    let published = if slugs.is_empty() { Vec::new() } else { policy::published(on).await? };
    match slugs.iter().find(|slug| !published.iter().any(|policy| policy.slug == **slug)) {
        None => Ok(slugs),
        Some(unknown) => Err(Problem::invalid(
            "conditions",
            format!("There is no published policy `{unknown}`. Choose one of the list."),
        )),
    }
}

/// A value as the tables keep it.
pub(crate) fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Problem::internal("a record could not be written as JSON", error))
}

/// The same for what may be missing.
pub(crate) fn json_option(value: Option<&impl Serialize>) -> Result<Option<String>> {
    value.map(json).transpose()
}

/// A value that the tables kept.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|error| Problem::internal("a stored record could not be read", error))
}
