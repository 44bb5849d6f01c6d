//! Cookies: their names, and what each of them tells the browser.

use std::{borrow::Cow, time::Duration};

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};

use crate::Settings;

/// The token of the browser's session.
pub(crate) const SESSION: Cookie = Cookie("footbridge");
/// One sentence for the next page.
pub(crate) const SAID: Cookie = Cookie("footbridge_said");

/// A cookie by its plain name. No script sees it, and no other site sends it with a form.
#[derive(Clone, Copy)]
pub(crate) struct Cookie(&'static str);

impl Cookie {
    /// Behind TLS a browser takes `__Host-` only from this very host and only by TLS, so nobody
    /// beside us can plant one (RFC 6265bis, section 4.1.3).
    fn name(self, settings: &Settings) -> Cow<'static, str> {
        if settings.is_https() { format!("__Host-{}", self.0).into() } else { self.0.into() }
    }

    /// What the browser sent.
    pub(crate) fn sent(self, settings: &Settings, headers: &HeaderMap) -> Option<String> {
        let name = self.name(settings);
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs =
            lines.flat_map(|line| line.split(';')).filter_map(|p| p.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    }

    /// Has the browser keep `value` for `age`; none forgets it.
    pub(crate) fn keep(
        self,
        settings: &Settings,
        response: &mut Response,
        value: &str,
        age: Duration,
    ) {
        let (name, age) = (self.name(settings), age.as_secs());
        let secure = if settings.is_https() { "; Secure" } else { "" };
        let line = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(line) = HeaderValue::from_str(&line) {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
    }
}
