//! How many connections there may be, in all and from one address.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};

use ipnet::IpNet;

/// Connections in all; more wait outside until one ends.
pub(super) const CONNECTIONS_MAX: usize = 2_000;
/// Connections from one address; more are closed at once, so that nobody takes every place.
const CONNECTIONS_FROM_ONE_MAX: usize = 200;
/// Somebody's IPv6 addresses: whoever has one of a network of this many bits has all of it.
const IPV6_NETWORK_BITS: u32 = 64;

/// Who is connected, and how often.
#[derive(Debug)]
pub(super) struct Places {
    taken: Mutex<HashMap<IpAddr, usize>>,
    /// Many people come through these.
    proxies: Vec<IpNet>,
}

/// One connection's place, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    of: IpAddr,
}

impl Places {
    pub(super) fn new(proxies: Vec<IpNet>) -> Arc<Self> {
        Arc::new(Self { taken: Mutex::default(), proxies })
    }

    /// A place for whoever comes from `address`, unless they have too many already.
    pub(super) fn take(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let of = whole(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(of).or_default();
        if *count >= CONNECTIONS_FROM_ONE_MAX && !self.is_for_many(address) {
            return None;
        }
        *count += 1;
        Some(Place { places: Arc::clone(self), of })
    }

    /// A proxy, or this machine, where a proxy may be that nobody named.
    fn is_for_many(&self, address: IpAddr) -> bool {
        address.is_loopback() || self.proxies.iter().any(|network| network.contains(&address))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.of) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.of);
            }
        }
    }
}

fn whole(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(own) => {
            let network = u128::MAX << (u128::BITS - IPV6_NETWORK_BITS);
            Ipv6Addr::from_bits(own.to_bits() & network).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn one_address_gets_only_so_many_places_and_they_come_back() {
        let places = Places::new(vec![]);
        let take = |text| places.take(address(text));
        let mut held: Vec<Place> =
            (0..CONNECTIONS_FROM_ONE_MAX).filter_map(|_| take("192.0.2.1")).collect();
        assert_eq!(held.len(), CONNECTIONS_FROM_ONE_MAX);
        assert!(take("192.0.2.1").is_none() && take("::ffff:192.0.2.1").is_none());
        assert!(take("192.0.2.2").is_some());
        held.pop();
        assert!(take("192.0.2.1").is_some());
        drop(held);
        assert!(places.taken.lock().expect("no test panicked here").is_empty());
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let places = Places::new(vec![]);
        let take = |last: usize| places.take(address(&format!("2001:db8::{last:x}")));
        let held: Vec<Place> = (0..CONNECTIONS_FROM_ONE_MAX).filter_map(take).collect();
        assert!(take(9_999).is_none());
        assert!(places.take(address("2001:db8:0:1::1")).is_some());
        drop(held);
    }

    #[test]
    fn a_proxy_has_as_many_as_it_needs() {
        let places = Places::new(vec!["10.0.0.0/8".parse().expect("a network")]);
        for proxy in ["10.1.2.3", "127.0.0.1", "::1"] {
            let held: Vec<Place> = (0..2 * CONNECTIONS_FROM_ONE_MAX)
                .filter_map(|_| places.take(address(proxy)))
                .collect();
            assert_eq!(held.len(), 2 * CONNECTIONS_FROM_ONE_MAX);
        }
    }
}
