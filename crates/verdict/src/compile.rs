//! A rulebook that was found consistent, indexed for fast answers.

mod check;
mod index;
mod lists;

use std::net::IpAddr;

use base::{HostRef, Problem, Schedule};
use index::Index;

use crate::{
    Rank, Rule, Rulebook, Service, Who,
    groups::Groups,
    identity::Directory,
    names::{Found, Names},
};

/// A rulebook ready to answer.
#[derive(Debug)]
pub struct Compiled {
    pub(crate) book: Rulebook,
    pub(crate) directory: Directory,
    pub(crate) names: Names,
    /// Each different schedule once.
    pub(crate) schedules: Vec<Schedule>,
    /// What is tested of each rule, in the order of `book.rules`.
    pub(crate) tests: Vec<Test>,
    /// Rules by what they are about; the first is about everything.
    pub(crate) lists: Vec<Lists>,
    /// Where the lists of each service and of its category are, in the order of `book.services`.
    pub(crate) service_lists: Vec<[Option<u32>; 2]>,
    pub(crate) policies: Vec<PolicyTest>,
}

/// The place of the lists of rules about everything.
const EVERYTHING: u32 = 0;

/// Rules about one thing, by rank, as places in the rulebook.
#[derive(Debug, Default)]
pub(crate) struct Lists([Vec<u32>; 4]);

impl Lists {
    fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    pub(crate) fn of(&self, rank: Rank) -> &[u32] {
        &self.0[rank as usize]
    }
}

/// What must be true before a rule matches somebody, beyond its target.
#[derive(Debug)]
pub(crate) struct Test {
    /// In microseconds since 1970; the beginning of time if the rule has no start.
    pub(crate) from: i64,
    /// The end of time if the rule has no end.
    pub(crate) until: i64,
    pub(crate) schedule: Option<u32>,
    pub(crate) audience: AudienceTest,
    /// Places of the policies to acknowledge, in the order of the rule's conditions.
    pub(crate) policies: Vec<u32>,
}

#[derive(Debug)]
pub(crate) enum AudienceTest {
    Everyone,
    /// People by place, sorted; and groups.
    Named(Vec<u32>, Groups),
}

#[derive(Debug)]
pub(crate) struct PolicyTest {
    pub(crate) audience: AudienceTest,
    /// People by place, sorted.
    pub(crate) acknowledged_by: Vec<u32>,
}

impl Rulebook {
    /// Checks the rulebook and indexes it.
    ///
    /// The problem names every contradiction: a number, name, domain or range that is there twice,
    /// a rule about a service, group or policy that is not there, a condition on what is no door.
    pub fn compile(mut self) -> Result<Compiled, Problem> {
        check::check(&self)?;
        // Then the order of rules cannot be seen in an answer either.
        self.rules.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Index::new(&self).compile(self))
    }
}

impl Compiled {
    /// The rulebook, its rules sorted by id.
    pub fn rulebook(&self) -> &Rulebook {
        &self.book
    }

    /// The person who has this login, else whom the most specific range of addresses stands for.
    pub fn identify(&self, login: Option<&str>, address: Option<IpAddr>) -> Who {
        self.directory.identify(login, address)
    }

    /// The service with the most specific domain that covers `host`.
    pub fn service_of(&self, host: HostRef<'_>) -> Option<&Service> {
        self.names.find(host).service.map(|service| &self.book.services[service as usize])
    }

    /// Where the rules about `host` are.
    pub(crate) fn find(&self, host: HostRef<'_>) -> Found {
        let mut found = self.names.find(host);
        if let Some(service) = found.service {
            found.rules.extend(self.service_lists[service as usize].into_iter().flatten());
        }
        found.rules.push(EVERYTHING);
        // A list that says nothing is not worth asking four times.
        found.rules.retain(|list| !self.lists[*list as usize].is_empty());
        found
    }

    pub(crate) fn rule(&self, place: u32) -> &Rule {
        &self.book.rules[place as usize]
    }

    pub(crate) fn test(&self, place: u32) -> &Test {
        &self.tests[place as usize]
    }
}
