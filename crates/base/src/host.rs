//! Host names and addresses in one canonical form, and patterns over them.
//!
//! A name is lower-case ASCII (IDNA 2008 by UTS 46, so `Bücher.example` is `xn--bcher-kva.example`)
//! without the trailing dot, within the lengths of RFC 1035. What a browser would take for an IPv4
//! address (`2130706433`, `0x7f.1`) is one, and an IPv4 address written as IPv6 (`::ffff:127.0.0.1`)
//! is the IPv4 address: two spellings of one destination are one host.

mod address;
mod pattern;

use std::{borrow::Cow, fmt, net::IpAddr, str::FromStr};

use idna::AsciiDenyList;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use pattern::Pattern;

use crate::Problem;

/// The longest name in bytes, without the trailing dot (RFC 1035, section 3.1).
pub const NAME_BYTES_MAX: usize = 253;
/// The longest part of a name between dots, in bytes (RFC 1035, section 3.1).
pub const LABEL_BYTES_MAX: usize = 63;
/// The longest address of a page that a person pastes, in bytes.
pub const PASTED_BYTES_MAX: usize = 8 * 1024;

/// A DNS name or an IP address, in canonical form. Two hosts are equal if they are one destination.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Host(Kind);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    Name(String),
    Address(IpAddr),
}

/// A [`Host`] that is borrowed: what a line of a proxy says, without a copy of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostRef<'a> {
    /// A canonical name.
    Name(&'a str),
    /// An address.
    Address(IpAddr),
}

impl Host {
    /// Reads `example.com`, `example.com:443`, `192.0.2.1`, `2001:db8::1` or `[2001:db8::1]:443`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self::from(address));
        }
        if let Some(rest) = text.strip_prefix('[') {
            return address::bracketed(rest).map(Self::from).ok_or_else(|| malformed(text));
        }
        let name = without_port(text).ok_or_else(|| malformed(text))?;
        Self::name(name)
    }

    /// The host of whatever a person pastes: a whole address of a page, or what [`Host::parse`] reads.
    pub fn from_pasted(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.len() > PASTED_BYTES_MAX {
            return Err(Problem::invalid(
                "host",
                format!(
                    "This address has {} bytes; {PASTED_BYTES_MAX} fit. The part up to the first single slash is enough.",
                    text.len()
                ),
            ));
        }
        let authority = authority(text);
        let decoded = percent_encoding::percent_decode_str(authority).decode_utf8();
        Self::parse(&decoded.map_err(|_| malformed(authority))?)
    }

    fn name(text: &str) -> Result<Self, Problem> {
        let text = text.strip_suffix('.').unwrap_or(text);
        let ascii = ascii(text).ok_or_else(|| malformed(text))?;
        // Full-width digits and dots only show after the mapping that they are an address.
        if address::ends_in_a_number(&ascii) {
            return address::ipv4(&ascii).map(Self::from).ok_or_else(|| malformed(text));
        }
        if is_canonical_name(&ascii) {
            return Ok(Self(Kind::Name(ascii.into_owned())));
        }
        Err(malformed(text))
    }

    /// The same host, borrowed.
    pub fn view(&self) -> HostRef<'_> {
        match &self.0 {
            Kind::Name(name) => HostRef::Name(name),
            Kind::Address(address) => HostRef::Address(*address),
        }
    }

    /// The name, if it is not an address.
    pub fn as_name(&self) -> Option<&str> {
        match &self.0 {
            Kind::Name(name) => Some(name),
            Kind::Address(_) => None,
        }
    }

    /// The address, if it is not a name.
    pub fn as_address(&self) -> Option<IpAddr> {
        match self.0 {
            Kind::Name(_) => None,
            Kind::Address(address) => Some(address),
        }
    }

    /// The part of the name that somebody registered: `example.co.uk` of `www.example.co.uk`.
    /// None for an address and for a public suffix (<https://publicsuffix.org>).
    pub fn registrable(&self) -> Option<Self> {
        let name = psl::domain_str(self.as_name()?)?;
        Some(Self(Kind::Name(name.to_owned())))
    }
}

impl<'a> HostRef<'a> {
    /// The host in `text` if it is spelt canonically already; `None` says nothing but that
    /// [`Host::parse`] must look.
    pub fn canonical(text: &'a str) -> Option<Self> {
        if address::ends_in_a_number(text) {
            return address::dotted(text).map(|address| Self::Address(address.into()));
        }
        is_canonical_name(text).then_some(Self::Name(text))
    }

    /// A host of its own.
    pub fn to_host(self) -> Host {
        match self {
            Self::Name(name) => Host(Kind::Name(name.to_owned())),
            Self::Address(address) => Host::from(address),
        }
    }
}

/// The part of an address of a page that names the host, with its port.
fn authority(text: &str) -> &str {
    let rest = match text.split_once("://") {
        Some((scheme, rest))
            if scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) =>
        {
            rest
        }
        _ => text.strip_prefix("//").unwrap_or(text),
    };
    // Browsers read a backslash as a slash; the host is what they would go to.
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or(rest);
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

fn without_port(text: &str) -> Option<&str> {
    match text.split_once(':') {
        None => Some(text),
        Some((host, port)) => (port.is_empty() || port.parse::<u16>().is_ok()).then_some(host),
    }
}

fn ascii(text: &str) -> Option<Cow<'_, str>> {
    if text.len() > PASTED_BYTES_MAX {
        return None;
    }
    idna::domain_to_ascii_cow(text.as_bytes(), AsciiDenyList::URL).ok()
}

/// Lower-case letters, digits, `-` and `_` (common in names below a host, though RFC 952 has none).
fn is_canonical_name(name: &str) -> bool {
    let mut label = 0_usize;
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => label += 1,
            b'.' if (1..=LABEL_BYTES_MAX).contains(&label) => label = 0,
            _ => return false,
        }
    }
    (1..=LABEL_BYTES_MAX).contains(&label) && name.len() <= NAME_BYTES_MAX
}

/// How much of a wrong name a sentence repeats, in characters.
const REPEATED_CHARS_MAX: usize = 80;

fn malformed(text: &str) -> Problem {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(REPEATED_CHARS_MAX).collect();
    Problem::invalid(
        "host",
        format!("`{shown}` is not a host: write a name like www.example.com, or an IP address"),
    )
}

impl From<IpAddr> for Host {
    fn from(address: IpAddr) -> Self {
        Self(Kind::Address(address.to_canonical()))
    }
}

impl fmt::Display for HostRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Address(address) => address.fmt(f),
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl FromStr for Host {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        Self::parse(text)
    }
}

impl Serialize for Host {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Host {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
