//! Addresses of pages that the gate leads to.

use base::Host;

use crate::told::Told;

/// The door for a host; with the token of a block if there is one.
pub(crate) fn door(host: &Host, token: Option<&str>) -> String {
    match token {
        Some(token) => format!("/door?{}", query(&[("t", token)])),
        None => format!("/door?{}", query(&[("host", &host.to_string())])),
    }
}

/// The form in which they ask for it, with what is known already.
pub(crate) fn ask(told: &Told, token: Option<&str>) -> String {
    let host = told.host.to_string();
    let mut fields = vec![("host", host.as_str())];
    fields.extend(told.service.as_ref().map(|(slug, _)| ("service", slug.as_str())));
    fields.extend(token.map(|token| ("door", token)));
    format!("/requests/new?{}", query(&fields))
}

/// A policy, from which they come back to the door.
pub(crate) fn policy(slug: &str, host: &Host, token: Option<&str>) -> String {
    format!("/policies/{slug}?{}", query(&[("then", &door(host, token))]))
}

/// The page at `host` itself.
pub(crate) fn site(host: &Host) -> String {
    match host.as_address() {
        Some(address) if address.is_ipv6() => format!("http://[{address}]/"),
        Some(address) => format!("http://{address}/"),
        None => format!("https://{host}/"),
    }
}

fn query(fields: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(fields).unwrap_or_default()
}

/// The page of a rule by its id in the rulebook: `rule/3`, `decision/12`.
pub(crate) fn rule(id: &str) -> Option<String> {
    match id.split_once('/')? {
        ("rule", number) => Some(format!("/gate/rules/{number}")),
        ("decision", number) => Some(format!("/decisions/{number}")),
        _ => None,
    }
}
