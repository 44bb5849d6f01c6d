//! What a rule or an entry of the catalogue covers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Host, HostRef};
use crate::Problem;

/// `example.com` covers that name and every name below it, `=example.com` that name alone, and an
/// IP address itself. `example.com` never covers `notexample.com`.
///
/// A suffix under which anybody may register (`com`, `co.uk`) is refused: a rule on it would cover
/// strangers. The part of the list for private suffixes (`blogspot.com`) names services, so those
/// are welcome.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pattern {
    host: Host,
    exact: bool,
}

impl Pattern {
    /// Covers `host` and, if it is a name, all below it.
    pub fn below(host: Host) -> Result<Self, Problem> {
        refuse_public_suffix(&host)?;
        let exact = host.as_address().is_some();
        Ok(Self { host, exact })
    }

    /// Covers `host` alone.
    pub fn exactly(host: Host) -> Result<Self, Problem> {
        // A single label such as `intranet` is a machine of the company's own.
        if host.as_name().is_some_and(is_listed_suffix) {
            refuse_public_suffix(&host)?;
        }
        Ok(Self { host, exact: true })
    }

    /// The host that the pattern names.
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Whether it covers that host alone.
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// Whether a rule on this pattern is about `host`.
    pub fn covers(&self, host: &Host) -> bool {
        self.covers_view(host.view())
    }

    /// The same for a borrowed host.
    pub fn covers_view(&self, host: HostRef<'_>) -> bool {
        if self.host.view() == host {
            return true;
        }
        match (self.host.view(), host) {
            (HostRef::Name(suffix), HostRef::Name(name)) if !self.exact => {
                name.strip_suffix(suffix).is_some_and(|front| front.ends_with('.'))
            }
            _ => false,
        }
    }
}

fn is_listed_suffix(name: &str) -> bool {
    psl::suffix(name.as_bytes())
        .is_some_and(|suffix| suffix.typ() == Some(psl::Type::Icann) && suffix == name)
}

fn refuse_public_suffix(host: &Host) -> Result<(), Problem> {
    let Some(name) = host.as_name() else { return Ok(()) };
    if is_listed_suffix(name) {
        return Err(Problem::invalid(
            "host",
            format!(
                "`{name}` is a public suffix: anybody may register below it, so name the site itself, like example.{name}"
            ),
        ));
    }
    if !name.contains('.') {
        return Err(Problem::invalid(
            "host",
            format!(
                "`{name}` is a whole top-level name: write `={name}` to mean the one host of that name"
            ),
        ));
    }
    Ok(())
}

impl FromStr for Pattern {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if let Some(below) = text.strip_prefix("*.").or_else(|| text.strip_prefix('.')) {
            return Err(Problem::invalid(
                "host",
                format!(
                    "Write `{below}` without what stands before it: a name covers everything below it"
                ),
            ));
        }
        match text.strip_prefix('=') {
            Some(name) => Self::exactly(bare(name)?),
            None => Self::below(bare(text)?),
        }
    }
}

/// A pattern is about a host on every port, so one that names a port is a misunderstanding.
fn bare(text: &str) -> Result<Host, Problem> {
    let host = Host::parse(text)?;
    let has_port = match &host.as_address() {
        Some(address) if address.is_ipv6() => text.contains("]:"),
        _ => text.contains(':') && text.parse::<std::net::IpAddr>().is_err(),
    };
    if has_port {
        return Err(Problem::invalid(
            "host",
            format!("`{text}` names a port: write `{host}` alone, a rule covers every port"),
        ));
    }
    Ok(host)
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.exact && self.host.as_name().is_some() { "=" } else { "" };
        write!(f, "{mark}{}", self.host)
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
