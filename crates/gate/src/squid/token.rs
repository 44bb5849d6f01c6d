//! What leads from a block to the door: opaque, signed, `[A-Za-z0-9_-]+`.
//!
//! Squid escapes what it puts into an address in its own way, and the person behind the browser
//! may change it. So the address carries a token that neither can use for anything else.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

use base::{Host, HostRef, Problem, Timestamp};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{Key, key::SIGNATURE_BYTES};

/// How long after a block its token leads to the door.
pub const TOKEN_AGE_MAX: Duration = Duration::from_hours(24);
/// How far the clocks of proxy and server may be apart.
const CLOCKS_APART_MAX: Duration = Duration::from_mins(5);
/// The longest token, in characters.
pub const TOKEN_CHARS_MAX: usize = 512;
/// The first byte: this layout.
const VERSION: u8 = 1;

/// What a block says to the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// When, to the millisecond.
    pub at: Timestamp,
    /// The edition that decided.
    pub edition: i64,
    /// Who was blocked.
    pub bearer: Bearer,
    /// Where they wanted to go.
    pub host: Host,
}

/// Who was blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearer {
    /// Nobody knows.
    Unknown,
    /// The person of this number.
    Person(i64),
    /// Whoever sat at this address.
    Address(IpAddr),
}

impl Token {
    /// The token as text.
    pub fn issue(&self, key: &Key) -> String {
        let mut bytes = Vec::with_capacity(64);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.at.micros().div_euclid(1_000).to_be_bytes()[2..]);
        bytes.extend_from_slice(&self.edition.to_be_bytes());
        self.bearer.write(&mut bytes);
        write_host(self.host.view(), &mut bytes);
        let signature = key.sign(&bytes);
        bytes.extend_from_slice(&signature);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads what [`Token::issue`] wrote; refuses what it did not write, and what is too old.
    pub fn read(text: &str, key: &Key, now: Timestamp) -> Result<Self, Problem> {
        let token = signed(text, key).as_deref().and_then(parse).ok_or_else(not_ours)?;
        if token.at > now.after(CLOCKS_APART_MAX) {
            return Err(not_ours());
        }
        if now.since(token.at) > TOKEN_AGE_MAX {
            return Err(Problem::invalid(
                "t",
                "This block is more than a day old. Open the page again to see what holds now.",
            ));
        }
        Ok(token)
    }
}

fn not_ours() -> Problem {
    Problem::invalid(
        "t",
        "This address of the door is not complete. Open the blocked page again to get a fresh one.",
    )
}

/// What was signed, if it was.
fn signed(text: &str, key: &Key) -> Option<Vec<u8>> {
    if text.len() > TOKEN_CHARS_MAX {
        return None;
    }
    let mut bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let end = bytes.len().checked_sub(SIGNATURE_BYTES)?;
    if !key.signed(&bytes[..end], &bytes[end..]) {
        return None;
    }
    bytes.truncate(end);
    Some(bytes)
}

fn parse(bytes: &[u8]) -> Option<Token> {
    let rest = bytes.strip_prefix(&[VERSION])?;
    let (millis, rest) = rest.split_first_chunk::<6>()?;
    let millis = millis.iter().fold(0_i64, |sum, byte| sum << 8 | i64::from(*byte));
    let (edition, rest) = rest.split_first_chunk::<8>()?;
    let (bearer, host) = Bearer::read(rest)?;
    let at = Timestamp::from_micros(millis * 1_000);
    Some(Token { at, edition: i64::from_be_bytes(*edition), bearer, host: read_host(host)? })
}

impl Bearer {
    fn write(self, bytes: &mut Vec<u8>) {
        match self {
            Self::Unknown => bytes.push(b'?'),
            Self::Person(id) => {
                bytes.push(b'p');
                bytes.extend_from_slice(&id.to_be_bytes());
            }
            Self::Address(address) => write_address(address, bytes),
        }
    }

    fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        match bytes {
            [b'?', rest @ ..] => Some((Self::Unknown, rest)),
            [b'p', rest @ ..] => {
                let (id, rest) = rest.split_first_chunk::<8>()?;
                Some((Self::Person(i64::from_be_bytes(*id)), rest))
            }
            _ => read_address(bytes).map(|(address, rest)| (Self::Address(address), rest)),
        }
    }
}

fn write_address(address: IpAddr, bytes: &mut Vec<u8>) {
    match address {
        IpAddr::V4(address) => {
            bytes.push(b'4');
            bytes.extend_from_slice(&address.octets());
        }
        IpAddr::V6(address) => {
            bytes.push(b'6');
            bytes.extend_from_slice(&address.octets());
        }
    }
}

fn read_address(bytes: &[u8]) -> Option<(IpAddr, &[u8])> {
    match bytes {
        [b'4', rest @ ..] => {
            let (octets, rest) = rest.split_first_chunk::<4>()?;
            Some((IpAddr::V4(Ipv4Addr::from(*octets)), rest))
        }
        [b'6', rest @ ..] => {
            let (octets, rest) = rest.split_first_chunk::<16>()?;
            Some((IpAddr::V6(Ipv6Addr::from(*octets)), rest))
        }
        _ => None,
    }
}

fn write_host(host: HostRef<'_>, bytes: &mut Vec<u8>) {
    match host {
        HostRef::Address(address) => write_address(address, bytes),
        HostRef::Name(name) => {
            bytes.push(b'n');
            bytes.extend_from_slice(name.as_bytes());
        }
    }
}

fn read_host(bytes: &[u8]) -> Option<Host> {
    match bytes {
        [b'n', name @ ..] => Some(HostRef::canonical(std::str::from_utf8(name).ok()?)?.to_host()),
        _ => read_address(bytes)
            .filter(|(_, rest)| rest.is_empty())
            .map(|(address, _)| address.into()),
    }
}
