//! IP addresses in every spelling that a browser takes for one (WHATWG URL, section 3.5).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What follows `[`: an IPv6 address, `]`, and perhaps a port.
pub(super) fn bracketed(rest: &str) -> Option<IpAddr> {
    let (inside, after) = rest.split_once(']')?;
    let port_is_good = match after.strip_prefix(':') {
        Some(port) => port.is_empty() || port.parse::<u16>().is_ok(),
        None => after.is_empty(),
    };
    port_is_good.then(|| inside.parse::<Ipv6Addr>().ok()).flatten().map(IpAddr::V6)
}

/// No top-level domain is a number, so a name that ends in one is an IPv4 address or nothing.
pub(super) fn ends_in_a_number(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let last = name.rsplit('.').next().unwrap_or(name);
    let bytes = last.as_bytes();
    match bytes.first() {
        Some(b'0'..=b'9') => bytes.iter().all(u8::is_ascii_digit) || number(last).is_some(),
        _ => false,
    }
}

/// The usual spelling alone: four decimal numbers.
pub(super) fn dotted(name: &str) -> Option<Ipv4Addr> {
    name.parse().ok()
}

/// One to four numbers, decimal, octal or hexadecimal; the last fills what the others leave.
pub(super) fn ipv4(name: &str) -> Option<IpAddr> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let numbers = name.split('.').map(number).collect::<Option<Vec<u64>>>()?;
    let (last, first) = numbers.split_last()?;
    let free_bits = 32_u32.checked_sub(8 * u32::try_from(first.len()).ok()?)?;
    if free_bits == 0 || first.iter().any(|&n| n > 255) || *last >= 1 << free_bits {
        return None;
    }
    let high = first.iter().fold(0_u64, |sum, n| (sum << 8) | n) << free_bits;
    u32::try_from(high | last).ok().map(|bits| IpAddr::V4(Ipv4Addr::from(bits)))
}

fn number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (&text[2..], 16),
        [b'0', _, ..] => (&text[1..], 8),
        _ => (text, 10),
    };
    if digits.is_empty() && radix == 16 {
        return Some(0);
    }
    if !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}
