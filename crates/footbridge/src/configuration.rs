//! What the organisation chose.
//!
//! Every setting is declared once, here, in one block. The type, the default, the flag, the name in
//! the environment, `footbridge config example` and `docs/configuration.md` all come from it.

mod declare;
mod document;
mod kinds;
mod read;

use std::{path::PathBuf, time::Duration};

use base::{Problem, Result};
use ipnet::IpNet;
use store::Location;
use web::{Edge, Operation, Reach, Settings};

pub(crate) use declare::{Scope, Setting};
use declare::{settings, value};
pub(crate) use document::{default_of, example, reference, toml, values};
pub(crate) use kinds::{List, Span, Style};
pub(crate) use read::Given;

settings! {
    /// The directory of the state: database, keys, editions.
    ///
    /// Only the user that the server runs as should read it.
    data: PathBuf = PathBuf::from("data") => value("DIR");

    /// A PostgreSQL database for the state, for several nodes.
    ///
    /// Without it the state is in the embedded database in the data directory.
    database: Option<String> = None =>
        value("URL").example("postgres://footbridge:secret@db.dune.example/footbridge").secret();

    /// The organisation's name, as pages show it.
    organisation: String = "Your organisation".to_owned() => value("NAME").example("Dune & Daughters");

    /// The time zone in which times are shown and schedules are proposed, by its IANA name.
    zone: String = "UTC".to_owned() => value("ZONE").example("Europe/Berlin");

    /// How people reach the pages; by default the address where the server listens.
    ///
    /// Squid sends blocked browsers there. With `https:` cookies are marked `Secure`.
    url: Option<String> = None => value("URL").example("https://footbridge.dune.example");

    /// Where the server listens.
    listen: String = "127.0.0.1:8080".to_owned() => value("ADDRESS").server();

    /// The file of the certificate with which the server speaks TLS itself, PEM, the chain with it.
    ///
    /// Read again when it changes, without a restart. It needs `tls_key` too.
    tls_cert: Option<PathBuf> = None => value("FILE").example("/etc/footbridge/tls/fullchain.pem").server();

    /// The file of the certificate's private key, PEM.
    ///
    /// Only the user that the server runs as should read it.
    tls_key: Option<PathBuf> = None => value("FILE").example("/etc/footbridge/tls/privkey.pem").server();

    /// Names of this server beside that of `url`.
    ///
    /// Under any other name nothing is served but `/healthz`, `/readyz` and `/metrics`. On loopback
    /// `localhost` is one of its names too.
    hosts: List<String> = List::default() => value("NAMES").example("door.dune.example").server();

    /// Networks or addresses of the proxies before this server.
    ///
    /// Only these are believed when `Forwarded`, `X-Forwarded-For`, `-Proto` or `-Host` say where a
    /// request comes from.
    trusted_proxies: List<String> = List::default() => value("NETWORKS").example("10.0.0.0/8").server();

    /// Networks that may read `/metrics`, beside the machine itself.
    ///
    /// A request that a proxy passed on is never taken for one of the machine itself. Metrics name
    /// no people and no hosts.
    metrics_from: List<IpNet> = List::default() => value("NETWORKS").example("10.1.0.0/16").server();

    /// Networks of your own to which webhooks may go, beside public addresses.
    ///
    /// Whoever may make a webhook could otherwise look round inside through the server.
    reach_networks: List<IpNet> = List::default() => value("NETWORKS").example("10.1.2.0/24").server();

    /// A request that takes longer leaves a line in the log.
    slow_request: Span = Span(Duration::from_secs(2)) => value("TIME").server();

    /// What is logged: `error`, `warn`, `info`, `debug` or `trace`, also for a part alone.
    ///
    /// For example `warn,gate=debug`. From `info` up the log names no people, hosts or addresses.
    log: String = "info".to_owned() => value("FILTER").example("info,gate=debug");

    /// The form of the log: `text`, one line a happening, or `json`, one object a line.
    log_format: Style = Style::Text => value("FORMAT");
}

impl Configuration {
    /// How people reach the pages, without a slash at the end.
    pub(crate) fn url(&self) -> Result<String> {
        let url = self.url.clone().unwrap_or_else(|| self.own_address());
        if !url.starts_with("http://") && !url.starts_with("https://") {
            return Err(Problem::invalid(
                "url",
                format!("`{url}` is not an address of a page: begin it with http:// or https://"),
            ));
        }
        Ok(url.trim_end_matches('/').to_owned())
    }

    /// Where the server itself listens, as a browser on its machine writes it.
    pub(crate) fn own_address(&self) -> String {
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.listen)
    }

    /// What the capabilities need of it.
    pub(crate) fn settings(&self) -> Result<Settings> {
        let url = self.url()?;
        Ok(Settings {
            reach: Reach { private: self.reach_networks.0.clone() },
            operation: Operation {
                metrics_from: self.metrics_from.0.clone(),
                slow_request: self.slow_request.0,
            },
            edge: Edge::new(&url, &self.listen, &self.hosts.0, &self.trusted_proxies.0)?,
            location: Location::new(&self.data, self.database.as_deref())?,
            data: self.data.clone(),
            organisation: self.organisation.clone(),
            zone: self.zone.clone(),
            url,
        })
    }
}
