//! Where a request comes from: the connection itself, or what proxies that we trust say of it.
//!
//! Each proxy adds at the right end whom it was asked by. Read from there, everything up to and
//! with the first address that is not one of our proxies was written by a proxy of ours; what
//! stands further left may be anybody's invention.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderMap, header},
};

use super::Edge;

/// Hops that are looked at, from the right; no chain of proxies is longer.
const HOPS_MAX: usize = 16;

/// What is known of the other end.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hop {
    /// The client; `None` where there is no connection (tests).
    pub(super) client: Option<SocketAddr>,
    /// The name under which the client asked.
    pub(super) host: Option<String>,
    /// Whether a trusted proxy says that the client came without TLS.
    pub(super) is_plain: bool,
}

impl Hop {
    pub(super) fn of(request: &Request, edge: &Edge) -> Self {
        let peer =
            request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| canonical(peer.0));
        let asked = Self { client: peer, host: host(request), is_plain: false };
        match peer {
            Some(peer) if edge.trusts(peer.ip()) => {
                asked.behind(peer, &said(request.headers()), edge)
            }
            _ => asked,
        }
    }

    fn behind(self, proxy: SocketAddr, said: &Said, edge: &Edge) -> Self {
        Self {
            client: Some(said.client(proxy, edge)),
            host: said.host.clone().or(self.host),
            is_plain: said.proto.as_deref().is_some_and(|proto| proto.eq_ignore_ascii_case("http")),
        }
    }
}

/// An IPv4 address that came in as IPv6 is the IPv4 address.
fn canonical(peer: SocketAddr) -> SocketAddr {
    SocketAddr::new(peer.ip().to_canonical(), peer.port())
}

/// The name in the request line, else in `Host`; more than one `Host` is none.
fn host(request: &Request) -> Option<String> {
    if let Some(authority) = request.uri().authority() {
        return Some(authority.as_str().to_owned());
    }
    let mut named = request.headers().get_all(header::HOST).iter();
    let first = named.next()?.to_str().ok()?;
    named.next().is_none().then(|| first.to_owned())
}

/// What the headers say, the nearest hop last.
#[derive(Debug, Default)]
struct Said {
    chain: Vec<Option<IpAddr>>,
    proto: Option<String>,
    host: Option<String>,
}

impl Said {
    /// The first address from the right that is none of our proxies; what cannot be read ends the
    /// search at the proxy that said it.
    fn client(&self, proxy: SocketAddr, edge: &Edge) -> SocketAddr {
        let mut client = proxy;
        for hop in self.chain.iter().rev().take(HOPS_MAX) {
            let Some(address) = hop else { break };
            client = SocketAddr::new(address.to_canonical(), 0);
            if !edge.trusts(*address) {
                break;
            }
        }
        client
    }
}

/// `X-Forwarded-*` where a proxy uses it: most do, and pass anybody's `Forwarded` on unread. Else
/// `Forwarded` (RFC 7239).
fn said(headers: &HeaderMap) -> Said {
    if headers.contains_key("x-forwarded-for") || !headers.contains_key(header::FORWARDED) {
        return Said {
            chain: items(headers, "x-forwarded-for").map(node).collect(),
            proto: items(headers, "x-forwarded-proto").last().map(str::to_owned),
            host: items(headers, "x-forwarded-host").last().map(str::to_owned),
        };
    }
    let mut said = Said::default();
    for element in items(headers, header::FORWARDED.as_str()) {
        said.chain.push(parameter(element, "for").and_then(node));
        said.proto = parameter(element, "proto").map(str::to_owned);
        said.host = parameter(element, "host").map(str::to_owned);
    }
    said
}

/// The parts between commas of every line of a header, in order.
fn items<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// `for="[2001:db8::1]:80";proto=https`
fn parameter<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let value = pairs.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1;
    Some(value.trim_matches('"'))
}

/// An address with or without a port; `unknown` and names that hide one are none.
fn node(text: &str) -> Option<IpAddr> {
    let address =
        text.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|own| own.ip()));
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    address.ok().or_else(bracketed)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    const PROXY: &str = "10.0.0.2:4711";

    fn hop(peer: &str, headers: &[(&str, &str)]) -> Hop {
        let networks = ["10.0.0.0/8".to_owned(), "fd00::/8".to_owned()];
        let edge =
            Edge::new("https://door.example", "192.0.2.1:80", &[], &networks).expect("an edge");
        let mut request = Request::builder().uri("/").header("host", "door.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).expect("a request");
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().expect("a peer")));
        Hop::of(&request, &edge)
    }

    fn client(peer: &str, headers: &[(&str, &str)]) -> String {
        hop(peer, headers).client.expect("a client").ip().to_string()
    }

    #[test]
    fn nobody_but_a_trusted_proxy_is_believed() {
        let claims = [
            ("x-forwarded-for", "203.0.113.9"),
            ("x-forwarded-proto", "http"),
            ("x-forwarded-host", "evil.example"),
            ("forwarded", "for=203.0.113.9;proto=http;host=evil.example"),
        ];
        let hop = hop("192.0.2.7:4711", &claims);
        assert_eq!(hop.client.map(|client| client.to_string()).as_deref(), Some("192.0.2.7:4711"));
        assert_eq!(hop.host.as_deref(), Some("door.example"));
        assert!(!hop.is_plain);
    }

    #[test]
    fn the_client_is_the_rightmost_address_that_is_no_proxy_of_ours() {
        for (chain, expected) in [
            ("203.0.113.9", "203.0.113.9"),
            ("1.1.1.1, 203.0.113.9", "203.0.113.9"),
            ("1.1.1.1, 203.0.113.9, 10.1.1.1", "203.0.113.9"),
            ("10.3.3.3, 10.1.1.1", "10.3.3.3"),
            ("203.0.113.9:5000", "203.0.113.9"),
            ("2001:db8::9", "2001:db8::9"),
            ("[2001:db8::9]:5000", "2001:db8::9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("203.0.113.9, nonsense", "10.0.0.2"),
            ("203.0.113.9, unknown, 10.1.1.1", "10.1.1.1"),
            ("", "10.0.0.2"),
        ] {
            assert_eq!(client(PROXY, &[("x-forwarded-for", chain)]), expected, "{chain}");
        }
        let lines = [("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "203.0.113.9")];
        assert_eq!(client(PROXY, &lines), "203.0.113.9");
        assert_eq!(client("[fd00::1]:1", &lines), "203.0.113.9");
        assert_eq!(client("[::ffff:10.0.0.2]:1", &lines), "203.0.113.9");
    }

    #[test]
    fn the_standard_header_is_read_where_the_usual_one_is_absent() {
        let element = "for=1.1.1.1, For=\"[2001:db8::9]:47\";Proto=http;host=other.example";
        let hop = hop(PROXY, &[("forwarded", element)]);
        assert_eq!(
            hop.client.map(|client| client.ip().to_string()).as_deref(),
            Some("2001:db8::9")
        );
        assert_eq!(hop.host.as_deref(), Some("other.example"));
        assert!(hop.is_plain);
        let both = [("forwarded", "for=1.1.1.1"), ("x-forwarded-for", "203.0.113.9")];
        assert_eq!(client(PROXY, &both), "203.0.113.9");
        assert_eq!(client(PROXY, &[("forwarded", "for=_hidden")]), "10.0.0.2");
    }

    #[test]
    fn proto_and_host_are_those_that_the_nearest_proxy_says() {
        let headers = [
            ("x-forwarded-for", "203.0.113.9"),
            ("x-forwarded-proto", "http, https"),
            ("x-forwarded-host", "evil.example, door.example"),
        ];
        let hop = hop(PROXY, &headers);
        assert!(!hop.is_plain);
        assert_eq!(hop.host.as_deref(), Some("door.example"));
    }

    #[test]
    fn two_names_are_none() {
        assert_eq!(hop(PROXY, &[("host", "evil.example")]).host, None);
    }
}
