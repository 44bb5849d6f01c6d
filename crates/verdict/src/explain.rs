//! The answer, what would open it, and until when it holds.

use base::Timestamp;
use serde::Serialize;

use crate::{Condition, Effect, Judge, Question, Rank, Rule, Service, Verdict, Who, case::Case};

/// How many changes by time alone are followed in search of one that lets the person through.
const CHANGES_MAX: usize = 100;

/// Why somebody may or may not, for a person who wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation<'a> {
    /// Who asks.
    pub who: Identity<'a>,
    /// The service that the host belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<&'a Service>,
    /// The answer now.
    pub verdict: Verdict<'a>,
    /// The exact instant at which time alone changes the answer, if it ever does.
    pub holds_until: Option<Timestamp>,
    /// The first instant at which time alone lets the person through, if they are not through now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_from: Option<Timestamp>,
    /// What would open it; empty if it is open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub openings: Vec<Opening<'a>>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Identity<'a> {
    /// A person.
    Person {
        /// Their number.
        id: i64,
        /// Their canonical login.
        login: &'a str,
    },
    /// Somebody of a group, known by address alone.
    Group {
        /// Its number.
        id: i64,
        /// The name that pages show.
        name: &'a str,
    },
    /// Nobody knows.
    Unknown,
}

/// One way through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Opening<'a> {
    /// This door needs something of the person, now.
    Condition {
        /// The door.
        door: &'a Rule,
        /// What is missing; all of it is needed.
        conditions: Vec<&'a Condition>,
    },
    /// This door is closed at this hour.
    Hour {
        /// The door.
        door: &'a Rule,
        /// When.
        at: Timestamp,
        /// What the person must have done by then; nothing, if time alone opens it.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        conditions: Vec<&'a Condition>,
    },
    /// A request for a door.
    Asking,
    /// Only those who made these rules can lift them.
    Lifting {
        /// The seals or refusals.
        rules: Vec<&'a Rule>,
    },
}

impl Judge {
    /// The answer with what would open it and until when it holds.
    pub fn explain(&self, question: &Question<'_>) -> Explanation<'_> {
        let mut case = Case::new(self, question);
        let verdict = self.decide(&case);
        let holds_until = self.next_change(&case, &verdict);
        let openings = self.openings(&case, &verdict);
        let service = case.service();
        let blocked = verdict.effect != Effect::Allow;
        let allowed_from = blocked.then(|| self.allowed_from(&mut case, holds_until)).flatten();
        Explanation {
            who: self.identity(question.who),
            service,
            verdict,
            holds_until,
            allowed_from,
            openings,
        }
    }

    fn identity(&self, who: Who) -> Identity<'_> {
        let book = self.book().rulebook();
        match who {
            Who::Person(place) => {
                let person = &book.people[place as usize];
                Identity::Person { id: person.id, login: &person.login }
            }
            Who::Group(place) => {
                let group = &book.groups[place as usize];
                Identity::Group { id: group.id, name: &group.name }
            }
            Who::Unknown => Identity::Unknown,
        }
    }

    /// A rule of the rank that decided, or of a stronger one, shows in the answer as soon as it
    /// begins or ends; what is weaker does not.
    fn next_change<'a>(&'a self, case: &Case<'a>, verdict: &Verdict<'a>) -> Option<Timestamp> {
        let ranks = [Rank::Seal, Rank::Refusal, Rank::Door, Rank::Wall];
        let weakest = verdict.rank.unwrap_or(Rank::Wall);
        let blocked = verdict.effect != Effect::Allow;
        let relevant = ranks
            .into_iter()
            .filter(|rank| *rank <= weakest)
            .flat_map(|rank| case.candidates(rank));
        let shows = |place: &u32| {
            case.has_met_all(self.book().test(*place)) || blocked && case.missing(*place).is_some()
        };
        relevant.filter(shows).filter_map(|place| case.next_change(self.book().test(place))).min()
    }

    /// Follows the changes by time until one lets the person through.
    fn allowed_from<'a>(
        &'a self,
        case: &mut Case<'a>,
        first: Option<Timestamp>,
    ) -> Option<Timestamp> {
        let mut next = first;
        for _ in 0..CHANGES_MAX {
            let at = next?;
            case.move_to(at);
            let verdict = self.decide(case);
            if verdict.effect == Effect::Allow {
                return Some(at);
            }
            next = self.next_change(case, &verdict);
        }
        None
    }

    fn openings<'a>(&'a self, case: &Case<'a>, verdict: &Verdict<'a>) -> Vec<Opening<'a>> {
        match verdict.rank {
            _ if verdict.effect == Effect::Allow => Vec::new(),
            Some(Rank::Seal | Rank::Refusal) => {
                vec![Opening::Lifting { rules: verdict.rules.to_vec() }]
            }
            Some(Rank::Door | Rank::Wall) | None => {
                let to_do = verdict.to_do.iter();
                let now = to_do.map(|to_do| Opening::Condition {
                    door: to_do.door,
                    conditions: to_do.conditions.clone(),
                });
                now.chain(self.hours(case)).chain([Opening::Asking]).collect()
            }
        }
    }

    /// The doors whose time comes, the first first.
    fn hours<'a>(&'a self, case: &Case<'a>) -> Vec<Opening<'a>> {
        let opens = |place: u32| {
            let test = self.book().test(place);
            if case.is_in_time(test) {
                return None;
            }
            let conditions =
                if case.has_met_all(test) { Vec::new() } else { case.missing(place)?.conditions };
            Some((case.next_change(test)?, place, conditions))
        };
        let mut doors: Vec<_> = case.candidates(Rank::Door).filter_map(opens).collect();
        doors.sort_unstable_by_key(|(at, place, _)| (*at, *place));
        let door = |(at, place, conditions)| {
            let door = self.book().rule(place);
            Opening::Hour { door, at, conditions }
        };
        doors.into_iter().map(door).collect()
    }
}
