//! From a host to what is said about it.

use std::net::IpAddr;

use base::{HostRef, Pattern};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// What is said about one name or address: the service that claims it, and the rules on it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    /// Place of the service.
    pub(crate) service: Option<u32>,
    /// Place of the lists of rules.
    pub(crate) rules: Option<u32>,
}

/// What is said about a name itself, and about it and all below it.
#[derive(Clone, Copy, Debug, Default)]
struct Name {
    exactly: Entry,
    below: Entry,
}

/// Everything that is said about hosts.
#[derive(Debug, Default)]
pub(crate) struct Names {
    names: FxHashMap<Box<str>, Name>,
    addresses: FxHashMap<IpAddr, Entry>,
}

/// What was found for one host.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Place of the service with the most specific pattern.
    pub(crate) service: Option<u32>,
    /// Places of all lists of rules whose pattern covers the host.
    pub(crate) rules: SmallVec<[u32; 8]>,
}

impl Found {
    fn add(&mut self, entry: Entry) {
        self.service = entry.service.or(self.service);
        self.rules.extend(entry.rules);
    }
}

impl Names {
    /// The entry of exactly this pattern, to be filled.
    pub(crate) fn entry(&mut self, pattern: &Pattern) -> &mut Entry {
        match pattern.host().view() {
            HostRef::Address(address) => self.addresses.entry(address).or_default(),
            HostRef::Name(name) => {
                let name = self.names.entry(name.into()).or_default();
                if pattern.is_exact() { &mut name.exactly } else { &mut name.below }
            }
        }
    }

    /// All that is said about `host`, the most specific last.
    pub(crate) fn find(&self, host: HostRef<'_>) -> Found {
        let mut found = Found::default();
        match host {
            HostRef::Address(address) => {
                found.add(self.addresses.get(&address).copied().unwrap_or_default());
            }
            HostRef::Name(name) => self.find_name(name, &mut found),
        }
        found
    }

    fn find_name(&self, host: &str, found: &mut Found) {
        // No pattern covers a whole top-level domain, so the last label alone is not looked up.
        let dots = host.bytes().enumerate().rev().filter(|(_, byte)| *byte == b'.').skip(1);
        for suffix in dots.map(|(dot, _)| &host[dot + 1..]) {
            if let Some(name) = self.names.get(suffix) {
                found.add(name.below);
            }
        }
        if let Some(name) = self.names.get(host) {
            found.add(name.below);
            found.add(name.exactly);
        }
    }
}
