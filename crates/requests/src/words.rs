//! Requests and decisions in plain sentences.

use std::{collections::BTreeMap, time::Duration};

use base::{Result, Timestamp};
use store::Query;
use web::App;

use crate::{
    audience::{Names, listed},
    decision::Decision,
    effect::Effect,
    terms::Terms,
    until::local,
};

/// The names that a sentence needs, and the zone in which it tells times.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub(crate) names: Names,
    policies: BTreeMap<String, String>,
    pub(crate) zone: String,
}

impl Phrase {
    /// For sentences about these people.
    pub(crate) async fn about(app: &App, people: &[i64]) -> Result<Self> {
        let policies = policy::published(&app.store).await?.into_iter();
        Ok(Self {
            names: Names::of(&app.store, people).await?,
            policies: policies.map(|policy| (policy.slug.clone(), policy.title.clone())).collect(),
            zone: app.settings.zone.clone(),
        })
    }

    /// What a policy is called.
    pub(crate) fn policy<'a>(&'a self, slug: &'a str) -> &'a str {
        self.policies.get(slug).map_or(slug, String::as_str)
    }

    /// Every published policy by its slug, with its title.
    pub(crate) fn policies(&self) -> impl Iterator<Item = (&str, &str)> {
        self.policies.iter().map(|(slug, title)| (slug.as_str(), title.as_str()))
    }

    /// `LinkedIn is open for Noor Haddad, Mon–Fri 09:00–17:00 Europe/Berlin, until the end of 18
    /// December 2026, once they have acknowledged Social media policy.`
    pub(crate) fn sentence(&self, effect: Effect, target: &str, terms: &Terms) -> String {
        let whom = self.names.audience(&terms.audience);
        let mut says = vec![match effect {
            Effect::Allow => format!("{target} is open for {whom}"),
            Effect::Refuse => format!("{target} is refused to {whom}"),
        }];
        says.extend(terms.schedule.as_ref().map(|schedule| format!(", {schedule}")));
        says.extend(terms.starts.map(|at| format!(", from {}", moment(at, &self.zone))));
        says.push(match terms.ends {
            Some(ends) => format!(" until {}", until(ends, &self.zone)),
            None => ", without end".to_owned(),
        });
        if !terms.conditions.is_empty() {
            says.push(format!(", once they have acknowledged {}", self.conditions(terms)));
        }
        says.concat() + "."
    }

    /// `Social media policy and Use of images`.
    pub(crate) fn conditions(&self, terms: &Terms) -> String {
        listed(
            &terms.conditions.iter().map(|slug| self.policy(slug).to_owned()).collect::<Vec<_>>(),
        )
    }
}

/// Why somebody has no need to ask; nothing where the decision needs of them what nobody can do any
/// more, because the policy was retired.
pub(crate) async fn already(app: &App, decision: &Decision, person: i64) -> Result<Option<String>> {
    let phrase = Phrase::about(app, &[]).await?;
    let mut says =
        vec![format!("You may use {} already, by decision {}", decision.target.name, decision.id)];
    says.extend(decision.terms.schedule.as_ref().map(|schedule| format!(", {schedule}")));
    says.extend(decision.terms.ends.map(|ends| format!(", until {}", until(ends, &phrase.zone))));
    let missing = missing_conditions(&app.store, &decision.terms, person).await?;
    if missing.iter().any(|slug| !phrase.policies.contains_key(slug)) {
        return Ok(None);
    }
    if !missing.is_empty() {
        let titles = missing.iter().map(|slug| phrase.policy(slug).to_owned());
        let titles = listed(&titles.collect::<Vec<_>>());
        says.push(format!(", once you have acknowledged {titles}"));
    }
    Ok(Some(says.concat() + "."))
}

/// The conditions that `person` does not meet yet.
async fn missing_conditions(on: &impl Query, terms: &Terms, person: i64) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for slug in &terms.conditions {
        if !policy::has_acknowledged(on, slug, person).await? {
            missing.push(slug.clone());
        }
    }
    Ok(missing)
}

/// `18 December 2026, 14:00`.
pub(crate) fn moment(at: Timestamp, zone: &str) -> String {
    local(at, zone).strftime("%-d %B %Y, %H:%M").to_string()
}

/// An end: midnight is the end of the day before it.
pub(crate) fn until(at: Timestamp, zone: &str) -> String {
    let here = local(at, zone);
    if here.time() != jiff::civil::Time::midnight() {
        return moment(at, zone);
    }
    let last = local(at.before(Duration::from_secs(1)), zone);
    format!("the end of {}", last.strftime("%-d %B %Y"))
}

/// `2026-12-18`.
pub(crate) fn iso_day(at: Timestamp, zone: &str) -> String {
    local(at, zone).strftime("%Y-%m-%d").to_string()
}

/// A day as statements carry it, `2026-12-18`, as people read it: `18 December 2026`.
pub(crate) fn day(iso: &str) -> String {
    match iso.parse::<jiff::civil::Date>() {
        Ok(day) => day.strftime("%-d %B %Y").to_string(),
        Err(_) => iso.to_owned(),
    }
}

/// `3 h 10 min`, `2 days 4 h`, `under a minute`.
pub(crate) fn span(duration: Duration) -> String {
    let minutes = duration.as_secs() / 60;
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    match (days, hours, rest) {
        (0, 0, 0) => "under a minute".to_owned(),
        (0, 0, rest) => format!("{rest} min"),
        (0, hours, rest) => format!("{hours} h {rest} min"),
        (1, hours, _) => format!("1 day {hours} h"),
        (days, hours, _) => format!("{days} days {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_is_the_end_of_the_day_before() {
        let until = |text: &str| until(text.parse().expect("a time"), "Europe/Berlin");
        assert_eq!(until("2026-12-18T23:00:00Z"), "the end of 18 December 2026");
        assert_eq!(until("2026-12-18T16:00:00Z"), "18 December 2026, 17:00");
    }

    #[test]
    fn days_are_told_as_people_read_them_and_left_alone_where_they_are_none() {
        assert_eq!(day("2026-12-08"), "8 December 2026");
        assert_eq!(day("last spring"), "last spring");
    }

    #[test]
    fn spans_are_told_in_their_two_largest_units() {
        let told = [30, 600, 11_400, 90_000, 200_000].map(|s| span(Duration::from_secs(s)));
        assert_eq!(told, ["under a minute", "10 min", "3 h 10 min", "1 day 1 h", "2 days 7 h"]);
    }
}
