//! From numbers and short names to places, and from a rulebook to tests.

use base::Schedule;
use rustc_hash::FxHashMap;

use super::{AudienceTest, Compiled, PolicyTest, Test, lists::ListsByTarget};
use crate::{
    Address, Audience, Condition, Owner, Policy, Rule, Rulebook, Who, groups::Groups,
    identity::Directory,
};

/// Numbers and short names to places.
pub(super) struct Index {
    people: FxHashMap<i64, u32>,
    groups: FxHashMap<i64, u32>,
    pub(super) services: FxHashMap<String, u32>,
    policies: FxHashMap<String, u32>,
}

fn places<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = K>) -> FxHashMap<K, u32> {
    keys.zip(0..).collect()
}

impl Index {
    pub(super) fn new(book: &Rulebook) -> Self {
        Self {
            people: places(book.people.iter().map(|person| person.id)),
            groups: places(book.groups.iter().map(|group| group.id)),
            services: places(book.services.iter().map(|service| service.slug.clone())),
            policies: places(book.policies.iter().map(|policy| policy.slug.clone())),
        }
    }

    pub(super) fn compile(&self, book: Rulebook) -> Compiled {
        let mut lists = ListsByTarget::new(&book);
        let mut schedules = Vec::new();
        let mut tests = Vec::with_capacity(book.rules.len());
        for (rule, place) in book.rules.iter().zip(0..) {
            lists.add(rule, place, self);
            tests.push(self.test(rule, &mut schedules));
        }
        Compiled {
            directory: self.directory(&book),
            schedules,
            tests,
            service_lists: lists.by_service(&book),
            policies: self.policies(&book),
            names: lists.names,
            lists: lists.lists,
            book,
        }
    }

    fn directory(&self, book: &Rulebook) -> Directory {
        let mut directory = Directory::default();
        for (person, place) in book.people.iter().zip(0..) {
            directory.groups.push(self.group_set(&person.groups));
            for login in std::iter::once(&person.login).chain(&person.names) {
                directory.add_login(login, place);
            }
        }
        for Address { net, owner } in &book.addresses {
            directory.add_net(*net, self.who(*owner));
        }
        directory
    }

    fn who(&self, owner: Owner) -> Who {
        let place = match owner {
            Owner::Person(id) => self.people.get(&id).copied().map(Who::Person),
            Owner::Group(id) => self.groups.get(&id).copied().map(Who::Group),
        };
        place.unwrap_or(Who::Unknown)
    }

    fn group_set(&self, ids: &[i64]) -> Groups {
        ids.iter().filter_map(|id| self.groups.get(id)).copied().collect()
    }

    fn people_set(&self, ids: &[i64]) -> Vec<u32> {
        let mut places: Vec<u32> =
            ids.iter().filter_map(|id| self.people.get(id)).copied().collect();
        places.sort_unstable();
        places
    }

    fn audience(&self, audience: &Audience) -> AudienceTest {
        match audience {
            Audience::Everyone => AudienceTest::Everyone,
            Audience::Named { people, groups } => {
                AudienceTest::Named(self.people_set(people), self.group_set(groups))
            }
        }
    }

    fn policies(&self, book: &Rulebook) -> Vec<PolicyTest> {
        let test = |policy: &Policy| PolicyTest {
            audience: self.audience(&policy.audience),
            acknowledged_by: self.people_set(&policy.acknowledged_by),
        };
        book.policies.iter().map(test).collect()
    }

    fn test(&self, rule: &Rule, schedules: &mut Vec<Schedule>) -> Test {
        let policy = |condition: &Condition| match condition {
            Condition::Acknowledged { policy } => self.policies.get(policy).copied(),
        };
        Test {
            from: rule.from.map_or(i64::MIN, base::Timestamp::micros),
            until: rule.until.map_or(i64::MAX, base::Timestamp::micros),
            schedule: rule.schedule.as_ref().map(|schedule| place_of(schedule, schedules)),
            audience: self.audience(&rule.audience),
            policies: rule.conditions.iter().filter_map(policy).collect(),
        }
    }
}

/// The place of an equal schedule, which is added if there is none.
fn place_of(schedule: &Schedule, schedules: &mut Vec<Schedule>) -> u32 {
    let place = schedules.iter().position(|known| known == schedule).unwrap_or(schedules.len());
    if place == schedules.len() {
        schedules.push(schedule.clone());
    }
    u32::try_from(place).expect("a rulebook has fewer than four thousand million rules")
}
