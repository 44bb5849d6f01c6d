//! The edge: what is settled about a request before anybody looks at it. By which name it was asked
//! for, where it comes from, and over what it came.

mod hardening;
mod hop;

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base::{Host, Problem, Result};
use ipnet::IpNet;

pub(crate) use hardening::harden;
use hop::Hop;

use crate::App;

/// Asked for by address by whatever looks after a node, so under any name. Figures are told to named
/// networks alone.
const UNDER_ANY_NAME: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Under which names the pages are served, and whom to believe about where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct Edge {
    /// The names of this server, without ports. Under others nothing is served: a page of somebody
    /// else's name that leads here (DNS rebinding) finds nobody at home.
    pub hosts: Vec<Host>,
    /// The addresses of the proxies before this server. What anybody else says in `Forwarded` or
    /// `X-Forwarded-*` is not read.
    pub trusted_proxies: Vec<IpNet>,
}

impl Edge {
    /// What follows from the page's address and from where the server listens, with what the
    /// organisation adds. On loopback, its names are this server's too.
    pub fn new(
        url: &str,
        listen: &str,
        hosts: &[String],
        trusted_proxies: &[String],
    ) -> Result<Self> {
        let mut known = vec![Host::from_pasted(url).map_err(|problem| problem.at("url"))?];
        for host in hosts {
            known.push(Host::parse(host).map_err(|problem| problem.at("hosts"))?);
        }
        if listens_on_loopback(listen) {
            for own in ["localhost", "127.0.0.1", "::1"] {
                known.push(Host::parse(own)?);
            }
        }
        let trusted_proxies =
            trusted_proxies.iter().map(|text| network(text)).collect::<Result<_>>()?;
        Ok(Self { hosts: known, trusted_proxies })
    }

    fn knows(&self, host: &str) -> bool {
        Host::parse(host).is_ok_and(|host| self.hosts.contains(&host))
    }

    fn trusts(&self, address: std::net::IpAddr) -> bool {
        let address = address.to_canonical();
        self.trusted_proxies.iter().any(|network| network.contains(&address))
    }
}

/// Whether the loopback addresses lead to what listens on `listen`.
fn listens_on_loopback(listen: &str) -> bool {
    match listen.parse::<SocketAddr>() {
        Ok(address) => address.ip().is_loopback() || address.ip().is_unspecified(),
        Err(_) => listen.starts_with("localhost:"),
    }
}

/// A network, or one address.
fn network(text: &str) -> Result<IpNet> {
    let network = text.parse::<IpNet>().ok();
    let network = network.or_else(|| text.parse::<std::net::IpAddr>().ok().map(IpNet::from));
    network.ok_or_else(|| {
        Problem::invalid(
            "trusted_proxies",
            format!("`{text}` is not a network: write one like 10.0.0.0/8, or an address"),
        )
    })
}

/// Lets in what is for us. From here on the peer of a request is the client, as far as the proxies
/// that we trust can tell.
pub(crate) async fn enter(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let edge = &app.settings.edge;
    let hop = Hop::of(&request, edge);
    if !UNDER_ANY_NAME.contains(&request.uri().path()) {
        if !hop.host.as_deref().is_some_and(|host| edge.knows(host)) {
            return not_our_name(&app);
        }
        if hop.is_plain && app.settings.is_https() {
            return over_tls(&app, &request);
        }
    }
    if let Some(client) = hop.client {
        request.extensions_mut().insert(ConnectInfo(client));
    }
    next.run(request).await
}

fn not_our_name(app: &App) -> Response {
    let sentence = format!(
        "This server is reached at {} and answers under no other name; whoever runs it can add names under `hosts` in its configuration.\n",
        app.settings.url
    );
    (StatusCode::MISDIRECTED_REQUEST, sentence).into_response()
}

/// A proxy says that the browser came without TLS. Reading is sent on; what was sent has been in the
/// open already and is not taken.
fn over_tls(app: &App, request: &Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let to = format!("{}{path}", app.settings.url);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match HeaderValue::from_str(&to) {
        Ok(to) if reads => {
            (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response()
        }
        _ => {
            let sentence =
                format!("Send this to {} instead: it came in the open.\n", app.settings.url);
            (StatusCode::FORBIDDEN, sentence).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(url: &str, listen: &str, more: &[&str]) -> Edge {
        let more: Vec<String> = more.iter().map(ToString::to_string).collect();
        Edge::new(url, listen, &more, &[]).expect("an edge")
    }

    #[test]
    fn the_host_of_the_address_is_known_whatever_its_case_and_port() {
        let edge = hosts("https://Door.Dune.example:8443", "192.0.2.1:8443", &["www.door.example"]);
        for known in [
            "door.dune.example",
            "DOOR.dune.example:8443",
            "door.dune.example.",
            "www.door.example",
        ] {
            assert!(edge.knows(known), "{known}");
        }
        for other in [
            "",
            "localhost",
            "dune.example",
            "evil.example",
            "door.dune.example.evil.example",
            "192.0.2.1",
        ] {
            assert!(!edge.knows(other), "{other}");
        }
    }

    #[test]
    fn loopback_is_known_where_the_server_listens_there() {
        for listen in ["127.0.0.1:8080", "[::1]:8080", "0.0.0.0:80", "[::]:80", "localhost:80"] {
            let edge = hosts("https://door.example", listen, &[]);
            assert!(
                edge.knows("localhost:8080") && edge.knows("127.0.0.1") && edge.knows("[::1]:80"),
                "{listen}"
            );
        }
    }

    #[test]
    fn a_wrong_network_or_name_is_said_with_its_key() {
        let wrong =
            Edge::new("https://door.example", "127.0.0.1:1", &[], &["10.0.0.0/40".to_owned()]);
        assert_eq!(wrong.expect_err("no network").field(), Some("trusted_proxies"));
        let wrong = Edge::new("https://door.example", "127.0.0.1:1", &["a b".to_owned()], &[]);
        assert_eq!(wrong.expect_err("no name").field(), Some("hosts"));
    }
}
