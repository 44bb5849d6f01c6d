//! A verdict as a person is told of it: may they, why, who decided, what they can do.

use base::{Host, Result, Timestamp};
use store::Query;
use verdict::{Compiled, Condition, Effect, Explanation, Opening, Question, Rank, Rule, Who};

use crate::{
    default::{self, Chosen},
    memory::InForce,
};

/// Everything that the door, the one box and the list of blocks say about one host.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) host: Host,
    /// As of when.
    pub(crate) at: Timestamp,
    /// The edition that answers.
    pub(crate) edition: i64,
    /// Short name and name of the service that the host belongs to.
    pub(crate) service: Option<(String, String)>,
    pub(crate) effect: Effect,
    /// The rank that decided; none if the default did.
    pub(crate) rank: Option<Rank>,
    /// The rules that decided.
    pub(crate) rules: Vec<Rule>,
    /// Who chose that what no rule names is closed, where that decided; see [`Told::with_default`].
    pub(crate) chosen: Option<Chosen>,
    /// Short names and titles of policies: acknowledging them opens it now. The shortest such list.
    pub(crate) to_read: Vec<(String, String)>,
    /// A door that is closed at this hour, and what they must have read when its time comes.
    pub(crate) later: Option<(Timestamp, Vec<(String, String)>)>,
    /// What the deciders say to use instead: a service by its short name and name, or their words.
    pub(crate) instead: Vec<(Option<String>, String)>,
    /// When time alone lets them through.
    pub(crate) opens_at: Option<Timestamp>,
    /// When time alone changes the answer.
    pub(crate) holds_until: Option<Timestamp>,
    /// Whether a decision could open it.
    pub(crate) can_ask: bool,
}

impl Told {
    /// What holds at `at` for `who`, whom the same edition knows.
    pub(crate) fn of(edition: &InForce, who: Who, host: &Host, at: Timestamp) -> Self {
        let judge = edition.judge();
        let explanation = judge.explain(&Question { who, host: host.view(), at });
        Self {
            host: host.clone(),
            at,
            edition: edition.number,
            service: explanation
                .service
                .map(|service| (service.slug.clone(), service.name.clone())),
            effect: explanation.verdict.effect,
            rank: explanation.verdict.rank,
            rules: explanation.verdict.rules.iter().copied().cloned().collect(),
            chosen: None,
            to_read: to_read(&edition.book, &explanation),
            later: later(&edition.book, &explanation),
            instead: instead(&edition.book, &explanation),
            opens_at: explanation.allowed_from,
            holds_until: explanation.holds_until,
            can_ask: explanation.openings.iter().any(|way| matches!(way, Opening::Asking)),
        }
    }

    /// The same with who chose the default, if it is what closes the host.
    pub(crate) async fn with_default(self, on: &impl Query) -> Result<Self> {
        if self.is_open() || !self.rules.is_empty() {
            return Ok(self);
        }
        Ok(Self { chosen: default::current(on).await?.chosen, ..self })
    }

    /// Whether they get through.
    pub(crate) fn is_open(&self) -> bool {
        self.effect == Effect::Allow
    }

    /// Short names and titles of policies: what to read now, so that a door opens now or at its hour.
    pub(crate) fn policies(&self) -> &[(String, String)] {
        match &self.later {
            Some((_, policies)) if self.to_read.is_empty() => policies,
            _ => &self.to_read,
        }
    }

    /// The ids of the rules that decided.
    pub(crate) fn rule_ids(&self) -> String {
        if self.rules.is_empty() {
            return "the default".to_owned();
        }
        self.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>().join(", ")
    }
}

fn instead(book: &Compiled, explanation: &Explanation<'_>) -> Vec<(Option<String>, String)> {
    let words = explanation.verdict.rules.iter().filter_map(|r| r.because.alternative.as_deref());
    let named = |words: &str| {
        let mut services = book.rulebook().services.iter();
        match services.find(|service| service.slug == words || service.name == words) {
            Some(service) => (Some(service.slug.clone()), service.name.clone()),
            None => (None, words.to_owned()),
        }
    };
    words.map(named).collect()
}

/// The conditions of the door that needs the fewest steps.
fn to_read(book: &Compiled, explanation: &Explanation<'_>) -> Vec<(String, String)> {
    let doors = explanation.openings.iter().filter_map(|opening| match opening {
        Opening::Condition { conditions, .. } => Some(conditions),
        _ => None,
    });
    let Some(conditions) = doors.min_by_key(|conditions| conditions.len()) else {
        return Vec::new();
    };
    titled(book, conditions)
}

/// The first door whose time comes and that needs something of them, unless time alone lets them
/// through before.
fn later(
    book: &Compiled,
    explanation: &Explanation<'_>,
) -> Option<(Timestamp, Vec<(String, String)>)> {
    let door = explanation.openings.iter().find_map(|opening| match opening {
        Opening::Hour { at, conditions, .. } if !conditions.is_empty() => {
            Some((*at, titled(book, conditions)))
        }
        _ => None,
    });
    door.filter(|(from, _)| explanation.allowed_from.is_none_or(|opens| *from < opens))
}

fn titled(book: &Compiled, conditions: &[&Condition]) -> Vec<(String, String)> {
    let title = |slug: &String| {
        let mut policies = book.rulebook().policies.iter();
        let policy = policies.find(|policy| policy.slug == *slug);
        policy.map_or_else(|| slug.clone(), |policy| policy.title.clone())
    };
    let named =
        conditions.iter().map(|Condition::Acknowledged { policy }| (policy.clone(), title(policy)));
    named.collect()
}

/// The person of this number, as the edition knows them.
pub(crate) fn who(book: &Compiled, person: i64) -> Who {
    let place = book.rulebook().people.iter().position(|known| known.id == person);
    place.and_then(|place| u32::try_from(place).ok()).map_or(Who::Unknown, Who::Person)
}
