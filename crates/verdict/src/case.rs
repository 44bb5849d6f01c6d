//! One question with all that bears on it.

use base::Timestamp;
use smallvec::SmallVec;

use crate::{
    Compiled, Judge, Question, Rank, Rule, ToDo, Who,
    compile::{AudienceTest, PolicyTest, Test},
    names::Found,
};

/// A question, and where the rules about its host are.
pub(crate) struct Case<'a> {
    judge: &'a Judge,
    book: &'a Compiled,
    who: Who,
    at: Timestamp,
    found: Found,
}

impl<'a> Case<'a> {
    pub(crate) fn new(judge: &'a Judge, question: &Question<'_>) -> Self {
        let book = judge.book();
        Self { judge, book, who: question.who, at: question.at, found: book.find(question.host) }
    }

    /// The same case at another instant.
    pub(crate) fn move_to(&mut self, at: Timestamp) {
        self.at = at;
    }

    pub(crate) fn service(&self) -> Option<&'a crate::Service> {
        self.found.service.map(|service| &self.book.book.services[service as usize])
    }

    /// Places of the rules of `rank` that are about this host and this person, at any time.
    pub(crate) fn candidates(&self, rank: Rank) -> impl Iterator<Item = u32> + '_ {
        let lists = self.found.rules.iter().map(|list| &self.book.lists[*list as usize]);
        let rules = lists.flat_map(move |lists| lists.of(rank)).copied();
        rules.filter(|place| self.is_for_them(&self.book.test(*place).audience))
    }

    /// The rules of `rank` that match: all of them, by id.
    pub(crate) fn matching(&self, rank: Rank) -> SmallVec<[&'a Rule; 4]> {
        let holds = |place: &u32| {
            let test = self.book.test(*place);
            self.is_in_time(test) && self.has_met_all(test)
        };
        // Most ranks have nothing to say about most hosts.
        let mut places = self.candidates(rank).filter(holds);
        let Some(first) = places.next() else { return SmallVec::new() };
        let mut places: SmallVec<[u32; 8]> = std::iter::once(first).chain(places).collect();
        places.sort_unstable();
        places.into_iter().map(|place| self.book.rule(place)).collect()
    }

    /// The doors that are open but for conditions which this person can meet, by id.
    pub(crate) fn to_do(&self) -> Vec<ToDo<'a>> {
        let open = |place: &u32| self.is_in_time(self.book.test(*place));
        let mut places: Vec<u32> = self.candidates(Rank::Door).filter(open).collect();
        places.sort_unstable();
        places.into_iter().filter_map(|place| self.missing(place)).collect()
    }

    /// What this person must still do for the door, if they can.
    pub(crate) fn missing(&self, place: u32) -> Option<ToDo<'a>> {
        let (door, test) = (self.book.rule(place), self.book.test(place));
        let conditions = door.conditions.iter().zip(&test.policies);
        let unmet: Vec<_> = conditions.filter(|(_, policy)| !self.has_met(**policy)).collect();
        let can = unmet.iter().all(|(_, policy)| self.can_meet(**policy));
        (can && !unmet.is_empty()).then(|| ToDo {
            door,
            conditions: unmet.into_iter().map(|(condition, _)| condition).collect(),
        })
    }

    pub(crate) fn has_met_all(&self, test: &Test) -> bool {
        test.policies.iter().all(|policy| self.has_met(*policy))
    }

    fn has_met(&self, policy: u32) -> bool {
        let Who::Person(person) = self.who else { return false };
        self.policy(policy).acknowledged_by.binary_search(&person).is_ok()
    }

    fn can_meet(&self, policy: u32) -> bool {
        matches!(self.who, Who::Person(_)) && self.is_for_them(&self.policy(policy).audience)
    }

    fn policy(&self, place: u32) -> &'a PolicyTest {
        &self.book.policies[place as usize]
    }

    fn is_for_them(&self, audience: &AudienceTest) -> bool {
        let AudienceTest::Named(people, groups) = audience else { return true };
        match self.who {
            Who::Person(person) => {
                groups.intersects(&self.book.directory.groups[person as usize])
                    || people.binary_search(&person).is_ok()
            }
            Who::Group(group) => groups.contains(group),
            Who::Unknown => false,
        }
    }

    pub(crate) fn is_in_time(&self, test: &Test) -> bool {
        (test.from..test.until).contains(&self.at.micros())
            && test.schedule.is_none_or(|schedule| self.judge.is_open(schedule, self.at))
    }

    /// When being in time next changes for a rule, by time alone.
    pub(crate) fn next_change(&self, test: &Test) -> Option<Timestamp> {
        let at = self.at.micros();
        let start = Timestamp::from_micros(at.max(test.from));
        if start.micros() >= test.until {
            return None;
        }
        let (open, edge) = match test.schedule {
            Some(schedule) => self.book.schedules[schedule as usize].state_at(start),
            None => (true, None),
        };
        if open && at < test.from {
            return Some(start);
        }
        let edge = edge.filter(|edge| edge.micros() < test.until);
        let end = (open && test.until < i64::MAX).then_some(Timestamp::from_micros(test.until));
        edge.or(end)
    }
}
