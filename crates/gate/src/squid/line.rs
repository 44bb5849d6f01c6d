//! One line of Squid as a request.

use std::{borrow::Cow, net::IpAddr};

use base::{Host, HostRef};

use super::fields::{Field, Fields};

/// The longest channel, in digits.
const CHANNEL_DIGITS_MAX: usize = 20;
/// The most values in a line that are looked at.
const VALUES_MAX: usize = 16;

/// Where the values that matter stand in a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    src: Option<usize>,
    un: Option<usize>,
    dst: Option<usize>,
    port: Option<usize>,
    method: Option<usize>,
    sni: Option<usize>,
    /// How many values a line has at least.
    count: usize,
}

impl From<&Fields> for Places {
    fn from(fields: &Fields) -> Self {
        let place = |field| fields.place(field);
        Self {
            src: place(Field::Src),
            un: place(Field::Un),
            dst: place(Field::Dst),
            port: place(Field::Port),
            method: place(Field::Method),
            sni: place(Field::Sni),
            count: fields.len(),
        }
    }
}

/// What a line asks, its values as they came: escaped, from whoever sent the request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    src: Option<&'a [u8]>,
    un: Option<&'a [u8]>,
    dst: Option<&'a [u8]>,
    port: Option<&'a [u8]>,
    method: Option<&'a [u8]>,
    sni: Option<&'a [u8]>,
}

/// The channel in front of a line, and the rest.
pub(super) fn channel(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (channel, rest) = line.split_at(digits);
    match rest {
        _ if !(1..=CHANNEL_DIGITS_MAX).contains(&digits) => None,
        [] => Some((channel, rest)),
        [b' ', rest @ ..] => Some((channel, rest)),
        _ => None,
    }
}

impl<'a> Request<'a> {
    /// Finds the values; none if the line has too few of them.
    pub(super) fn read(line: &'a [u8], places: &Places) -> Option<Self> {
        let mut values = [None; VALUES_MAX];
        let mut count = 0;
        for (value, slot) in line.split(|byte| *byte == b' ').zip(&mut values) {
            // A dash is Squid's word for nothing.
            *slot = (value != b"-" && !value.is_empty()).then_some(value);
            count += 1;
            if count == places.count {
                break;
            }
        }
        let value = |place: Option<usize>| place.and_then(|place| values[place]);
        (count == places.count).then(|| Self {
            src: value(places.src),
            un: value(places.un),
            dst: value(places.dst),
            port: value(places.port),
            method: value(places.method),
            sni: value(places.sni),
        })
    }

    /// The login, if somebody logged in.
    pub(super) fn login(&self) -> Option<Cow<'a, str>> {
        self.un.map(text)
    }

    /// The address of whoever asks.
    pub(super) fn address(&self) -> Option<IpAddr> {
        let address: IpAddr = text(self.src?).parse().ok()?;
        Some(address.to_canonical())
    }

    /// The destination; none if it is missing or no host.
    pub(super) fn destination(&self) -> Option<Spelt<'a>> {
        Spelt::read(self.dst?)
    }

    /// The name in the greeting, if there is one that differs from the destination as it is
    /// spelt; `Err` if it is no host.
    pub(super) fn greeting(&self) -> Result<Option<Spelt<'a>>, NoHost> {
        match self.sni {
            Some(sni) if self.sni != self.dst => Spelt::read(sni).map(Some).ok_or(NoHost),
            _ => Ok(None),
        }
    }

    /// The port asked for.
    pub(super) fn port(&self) -> Option<u16> {
        text(self.port?).parse().ok()
    }

    /// The method, if it is one (RFC 9110: a word of letters and hyphens here).
    pub(super) fn method(&self) -> Option<String> {
        let method = text(self.method?);
        let good =
            method.len() <= 20 && method.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
        good.then(|| method.into_owned())
    }
}

/// A name in a greeting that is no host.
#[derive(Debug)]
pub(super) struct NoHost;

/// A host, borrowed from the line where it is spelt canonically there.
#[derive(Debug)]
pub(super) enum Spelt<'a> {
    Canonical(HostRef<'a>),
    Otherwise(Host),
}

impl<'a> Spelt<'a> {
    fn read(value: &'a [u8]) -> Option<Self> {
        if let Some(host) = std::str::from_utf8(value).ok().and_then(HostRef::canonical) {
            return Some(Self::Canonical(host));
        }
        let decoded = decoded(value);
        Host::parse(std::str::from_utf8(&decoded).ok()?).ok().map(Self::Otherwise)
    }

    pub(super) fn view(&self) -> HostRef<'_> {
        match self {
            Self::Canonical(host) => *host,
            Self::Otherwise(host) => host.view(),
        }
    }
}

fn decoded(value: &[u8]) -> Cow<'_, [u8]> {
    percent_encoding::percent_decode(value).into()
}

/// As UTF-8; what is none comes from an old browser and is Latin-1.
fn text(value: &[u8]) -> Cow<'_, str> {
    let latin_1 = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    match decoded(value) {
        Cow::Borrowed(bytes) => {
            std::str::from_utf8(bytes).map_or_else(|_| Cow::Owned(latin_1(bytes)), Cow::Borrowed)
        }
        Cow::Owned(bytes) => {
            Cow::Owned(String::from_utf8(bytes).unwrap_or_else(|error| latin_1(error.as_bytes())))
        }
    }
}
