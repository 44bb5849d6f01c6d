//! Going out to an address that a person gave: public addresses only, pinned to what the name stood
//! for when it was checked, never redirected, with limits on time and size.

use std::{
    error::Error,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use base::{Problem, Result};
use ipnet::IpNet;
use reqwest::{
    Client, StatusCode, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::HeaderMap,
    redirect::Policy,
};

/// How long another server has to take what is sent and to answer.
const TIME_MAX: Duration = Duration::from_secs(10);
/// How much of an answer is read, in bytes.
const ANSWER_BYTES_MAX: usize = 2 * 1024;
/// Characters of an address.
const URL_CHARS_MAX: usize = 1_000;

/// Which addresses may be gone to.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Networks of one's own, beside all public addresses.
    pub private: Vec<IpNet>,
}

/// What another server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The beginning of the text.
    pub said: String,
}

impl Reach {
    /// The address that was typed, if it is one that could be gone to.
    pub fn check(&self, url: &str) -> Result<String> {
        let wrong = |sentence: &str| Problem::invalid("url", sentence);
        if url.chars().count() > URL_CHARS_MAX {
            return Err(wrong("This address is longer than 1000 characters."));
        }
        let read: Url = url.trim().parse().map_err(|_| {
            wrong("This is not an address: write it whole, such as https://hooks.example/in.")
        })?;
        if !matches!(read.scheme(), "http" | "https")
            || !read.username().is_empty()
            || read.password().is_some()
        {
            return Err(wrong("Write an address that begins with https:// and holds no password."));
        }
        match read.host() {
            Some(url::Host::Ipv4(address)) => self.require(address.into())?,
            Some(url::Host::Ipv6(address)) => self.require(address.into())?,
            Some(url::Host::Domain(_)) => {}
            None => return Err(wrong("This address names no host.")),
        }
        Ok(read.into())
    }

    fn require(&self, address: IpAddr) -> Result<()> {
        if self.may(address) {
            return Ok(());
        }
        Err(Problem::invalid(
            "url",
            format!(
                "{address} is not a public address. Whoever runs Footbridge can allow a network of your own by `reach_networks`."
            ),
        ))
    }

    fn may(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        is_public(address) || self.private.iter().any(|network| network.contains(&address))
    }

    /// Sends `body` to `url`. The problem says in a sentence why it did not arrive; an answer may
    /// still have a status that says no.
    pub async fn post(&self, url: &str, headers: HeaderMap, body: String) -> Result<Answer> {
        let url = self.check(url)?;
        let sent = self.client()?.post(url).headers(headers).body(body).send().await;
        let mut answer = sent.map_err(|error| missed(&error))?;
        let status = answer.status();
        let mut said = Vec::new();
        while said.len() < ANSWER_BYTES_MAX
            && let Ok(Some(part)) = answer.chunk().await
        {
            said.extend_from_slice(&part);
        }
        said.truncate(ANSWER_BYTES_MAX);
        Ok(Answer { status: status.as_u16(), said: String::from_utf8_lossy(&said).into_owned() })
    }

    fn client(&self) -> Result<Client> {
        Client::builder()
            .user_agent(concat!("Footbridge/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(std::sync::Arc::new(Checked(self.clone())))
            .redirect(Policy::none())
            .timeout(TIME_MAX)
            .no_proxy()
            .build()
            .map_err(|error| {
                Problem::internal("connections to other servers could not be prepared", error)
            })
    }
}

impl Answer {
    /// Whether it was taken.
    pub fn is_taken(&self) -> bool {
        StatusCode::from_u16(self.status).is_ok_and(|status| status.is_success())
    }
}

/// Looks names up and leaves out what may not be gone to, so that a name cannot be made to stand for
/// something inside after it was checked.
struct Checked(Reach);

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let may: Vec<SocketAddr> =
                found.iter().copied().filter(|at| reach.may(at.ip())).collect();
            if may.is_empty() {
                let error: Box<dyn Error + Send + Sync> = NOT_PUBLIC.into();
                return Err(error);
            }
            Ok(Box::new(may.into_iter()) as Addrs)
        })
    }
}

const NOT_PUBLIC: &str = "the name stands for no public address";

/// Why it did not arrive, in the words of whoever must mend it.
fn missed(error: &reqwest::Error) -> Problem {
    let mut cause: &dyn Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    Problem::conflict(if error.is_timeout() {
        format!("It did not answer within {} seconds.", TIME_MAX.as_secs())
    } else {
        format!("It could not be reached: {cause}.")
    })
}

/// Whether the whole internet means the same by it (IANA's special-purpose registries).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || (a == 100 && b & 0xc0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && b & 0xfe == 18)
        || a >= 240)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, ..] = address.segments();
    let inner = |high: u16, low: u16| {
        is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
    };
    match (a, b, c, d) {
        (0x64, 0xff9b, 0, 0) => inner(address.segments()[6], address.segments()[7]),
        (0x2002, ..) => inner(b, c),
        (0x2001, 0xdb8 | 0..=0x1ff, ..) | (0x3fff, ..) => false,
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_gone_to() {
        let reach = Reach::default();
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!reach.may(inside.parse().expect("an address")), "{inside}");
        }
        for public in ["9.9.9.9", "93.184.216.34", "2620:fe::fe", "64:ff9b::909:909"] {
            assert!(reach.may(public.parse().expect("an address")), "{public}");
        }
    }

    #[test]
    fn a_network_of_ones_own_is_allowed_by_name() {
        let reach = Reach { private: vec!["10.1.0.0/16".parse().expect("a network")] };
        assert!(reach.may("10.1.9.9".parse().expect("an address")));
        assert!(!reach.may("10.2.9.9".parse().expect("an address")));
        assert!(reach.check("http://10.1.0.7/in").is_ok());
        assert!(reach.check("http://10.2.0.7/in").is_err());
    }

    #[test]
    fn an_address_is_whole_and_holds_no_password() {
        let reach = Reach::default();
        for wrong in [
            "hooks.example",
            "ftp://hooks.example",
            "https://me:secret@hooks.example",
            "https://",
            "http://0x7f.1/",
        ] {
            assert!(reach.check(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            reach.check("https://hooks.example/in").expect("fine"),
            "https://hooks.example/in"
        );
    }
}
