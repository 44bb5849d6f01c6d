//! A second implementation, written from DESIGN.md section 4 alone: slow and obvious. It shares
//! nothing with the first but the plain values of the rulebook.

use std::net::IpAddr;

use base::Timestamp;
use jiff::tz::TimeZone;
use verdict::{
    Audience, Condition, OrganisationDefault, Owner, Person, Rank, Rule, Rulebook, Target,
};

/// Who asks, by number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Asker {
    Person(i64),
    Group(i64),
    Unknown,
}

/// The answer as words: effect, rank, ids of the rules, and for coach the doors with what is missing.
pub(crate) type Answer = (&'static str, Option<Rank>, Vec<String>, Vec<(String, Vec<String>)>);

/// Who it is, by login, else by address.
pub(crate) fn identify(book: &Rulebook, login: Option<&str>, address: Option<IpAddr>) -> Asker {
    if let Some(login) = login {
        let after_domain = login.split(['\\', '/']).next_back().unwrap_or_default();
        let name = after_domain.split('@').next().unwrap_or_default().trim().to_lowercase();
        for person in &book.people {
            if person.login == name || person.names.contains(&name) {
                return Asker::Person(person.id);
            }
        }
    }
    let mut ranges: Vec<_> = book
        .addresses
        .iter()
        .filter(|range| address.is_some_and(|ip| range.net.contains(&ip)))
        .collect();
    ranges.sort_by_key(|range| range.net.prefix_len());
    match ranges.last().map(|range| range.owner) {
        Some(Owner::Person(id)) => Asker::Person(id),
        Some(Owner::Group(id)) => Asker::Group(id),
        None => Asker::Unknown,
    }
}

/// The law.
pub(crate) fn judge(book: &Rulebook, asker: Asker, host: &str, at: Timestamp) -> Answer {
    let about: Vec<&Rule> = book
        .rules
        .iter()
        .filter(|rule| is_about(book, &rule.target, host))
        .filter(|rule| is_for(book, &rule.audience, asker))
        .filter(|rule| holds(rule, at))
        .collect();
    let of = |rank: Rank| about.iter().copied().filter(move |rule| rule.rank == rank);

    let seals = ids(of(Rank::Seal));
    if !seals.is_empty() {
        return ("deny", Some(Rank::Seal), seals, vec![]);
    }
    let refusals = ids(of(Rank::Refusal));
    if !refusals.is_empty() {
        return ("deny", Some(Rank::Refusal), refusals, vec![]);
    }
    let doors = ids(of(Rank::Door).filter(|door| unmet(book, door, asker).is_empty()));
    if !doors.is_empty() {
        return ("allow", Some(Rank::Door), doors, vec![]);
    }
    let walls = ids(of(Rank::Wall));
    if walls.is_empty() && book.default == OrganisationDefault::Allow {
        return ("allow", None, vec![], vec![]);
    }
    let rank = if walls.is_empty() { None } else { Some(Rank::Wall) };
    let mut to_do: Vec<(String, Vec<String>)> = of(Rank::Door)
        .filter(|door| unmet(book, door, asker).iter().all(|policy| can_meet(book, policy, asker)))
        .map(|door| (door.id.clone(), unmet(book, door, asker)))
        .collect();
    to_do.sort();
    (if to_do.is_empty() { "deny" } else { "coach" }, rank, walls, to_do)
}

fn ids<'a>(rules: impl Iterator<Item = &'a Rule>) -> Vec<String> {
    let mut ids: Vec<_> = rules.map(|rule| rule.id.clone()).collect();
    ids.sort();
    ids
}

fn is_about(book: &Rulebook, target: &Target, host: &str) -> bool {
    match target {
        Target::Everything => true,
        Target::Host(pattern) => covers(&pattern.to_string(), host),
        Target::Service(slug) => service_of(book, host).is_some_and(|(service, _)| service == slug),
        Target::Category(slug) => {
            service_of(book, host).is_some_and(|(_, category)| category == slug)
        }
    }
}

/// `=name` is that name, `name` is it and what ends in `.name`.
fn covers(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix('=') {
        Some(name) => name == host,
        None => pattern == host || host.ends_with(&format!(".{pattern}")),
    }
}

/// The service with the longest covering domain; at the same length the exact one.
fn service_of<'a>(book: &'a Rulebook, host: &str) -> Option<(&'a str, &'a str)> {
    let mut best: Option<(usize, bool, &'a str, &'a str)> = None;
    for service in &book.services {
        for domain in
            service.domains.iter().map(ToString::to_string).filter(|domain| covers(domain, host))
        {
            let exact = domain.starts_with('=');
            let length = domain.trim_start_matches('=').len();
            if best.is_none_or(|(longest, was_exact, _, _)| (length, exact) > (longest, was_exact))
            {
                best = Some((length, exact, &service.slug, &service.category));
            }
        }
    }
    best.map(|(_, _, service, category)| (service, category))
}

fn person(book: &Rulebook, asker: Asker) -> Option<&Person> {
    let Asker::Person(id) = asker else { return None };
    book.people.iter().find(|person| person.id == id)
}

fn is_for(book: &Rulebook, audience: &Audience, asker: Asker) -> bool {
    match (audience, asker) {
        (Audience::Everyone, _) => true,
        (Audience::Named { .. }, Asker::Unknown) => false,
        (Audience::Named { groups, .. }, Asker::Group(group)) => groups.contains(&group),
        (Audience::Named { people, groups }, Asker::Person(id)) => {
            let own = &person(book, asker).expect("a person of the rulebook").groups;
            people.contains(&id) || own.iter().any(|group| groups.contains(group))
        }
    }
}

/// The policies of the door that this person has not acknowledged.
fn unmet(book: &Rulebook, door: &Rule, asker: Asker) -> Vec<String> {
    let policies = door.conditions.iter().map(|Condition::Acknowledged { policy }| policy.clone());
    policies.filter(|policy| !has_acknowledged(book, policy, asker)).collect()
}

fn has_acknowledged(book: &Rulebook, policy: &str, asker: Asker) -> bool {
    let policy = book.policies.iter().find(|known| known.slug == policy).expect("a policy");
    person(book, asker).is_some_and(|person| policy.acknowledged_by.contains(&person.id))
}

fn can_meet(book: &Rulebook, policy: &str, asker: Asker) -> bool {
    let policy = book.policies.iter().find(|known| known.slug == policy).expect("a policy");
    person(book, asker).is_some() && is_for(book, &policy.audience, asker)
}

fn holds(rule: &Rule, at: Timestamp) -> bool {
    rule.from.is_none_or(|from| from <= at)
        && rule.until.is_none_or(|until| at < until)
        && rule
            .schedule
            .as_ref()
            .is_none_or(|schedule| wall_clock_is_in(&schedule.hours(), schedule.zone(), at))
}

/// Reads the schedule's text and the clock on the wall.
fn wall_clock_is_in(hours: &str, zone: &str, at: Timestamp) -> bool {
    let wall = at.to_jiff().to_zoned(TimeZone::get(zone).expect("a zone"));
    let clock = format!("{:02}:{:02}", wall.hour(), wall.minute());
    let today = wall.date();
    let yesterday = today.yesterday().expect("not the first day of time");
    hours.split("; ").any(|window| {
        let (days, span) = window.split_once(' ').expect("days and hours");
        let (from, to) = span.split_once('-').expect("from and to");
        let on = |day: jiff::civil::Date| day_is_in(days, day.weekday());
        if from < to {
            on(today) && from <= clock.as_str() && clock.as_str() < to
        } else {
            on(today) && from <= clock.as_str() || on(yesterday) && clock.as_str() < to
        }
    })
}

fn day_is_in(days: &str, weekday: jiff::civil::Weekday) -> bool {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = usize::try_from(weekday.to_monday_zero_offset()).expect("a day of the week");
    let place = |name: &str| NAMES.iter().position(|known| *known == name).expect("a day");
    days.split(',').any(|run| {
        let (first, last) = run.split_once('-').unwrap_or((run, run));
        (place(first)..=place(last)).contains(&day)
    })
}
