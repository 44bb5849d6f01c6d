//! From what a proxy says about somebody to a person.

use std::{borrow::Cow, net::IpAddr};

use ipnet::IpNet;
use rustc_hash::FxHashMap;

use crate::groups::Groups;

/// Who asks, as one compiled rulebook knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The person at this place in the rulebook.
    Person(u32),
    /// Somebody of the group at this place in the rulebook.
    Group(u32),
    /// Nobody knows: a member of everyone, and of nothing else.
    Unknown,
}

/// Who has which login and which address.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    logins: FxHashMap<Box<str>, u32>,
    nets: FxHashMap<IpNet, Who>,
    /// The lengths of IPv4 and IPv6 prefixes in `nets`, the longest first.
    lengths: [Vec<u8>; 2],
    /// The groups of each person.
    pub(crate) groups: Vec<Groups>,
}

impl Directory {
    /// False if the login belongs to somebody else already.
    pub(crate) fn add_login(&mut self, login: &str, person: u32) -> bool {
        *self.logins.entry(login.into()).or_insert(person) == person
    }

    /// False if the same range was added before.
    pub(crate) fn add_net(&mut self, net: IpNet, who: Who) -> bool {
        let lengths = &mut self.lengths[usize::from(net.addr().is_ipv6())];
        if let Err(place) = lengths.binary_search_by(|length| net.prefix_len().cmp(length)) {
            lengths.insert(place, net.prefix_len());
        }
        self.nets.insert(net.trunc(), who).is_none()
    }

    pub(crate) fn identify(&self, login: Option<&str>, address: Option<IpAddr>) -> Who {
        let person = login.and_then(|login| self.logins.get(&*folded(login)));
        match (person, address) {
            (Some(person), _) => Who::Person(*person),
            (None, Some(address)) => self.behind(address.to_canonical()),
            (None, None) => Who::Unknown,
        }
    }

    fn behind(&self, address: IpAddr) -> Who {
        let lengths = &self.lengths[usize::from(address.is_ipv6())];
        let nets = lengths.iter().filter_map(|length| IpNet::new(address, *length).ok());
        nets.filter_map(|net| self.nets.get(&net.trunc())).copied().next().unwrap_or(Who::Unknown)
    }
}

/// [`base::text::fold_login`], without an allocation for a login that is folded already.
fn folded(login: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    if login.bytes().all(plain) {
        return Cow::Borrowed(login);
    }
    Cow::Owned(base::text::fold_login(login))
}
