//! One request of one person.

use std::{ops::Deref, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use base::{Problem, Timestamp, limits};
use jiff::tz::TimeZone;
use maud::Markup;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

use crate::{App, Caller, Failure, components::When, cookie, layout, rights::Right};

/// How long a sentence waits for the next page.
const SAID_AGE_MAX: Duration = Duration::from_mins(1);

/// A request of anybody, signed in or not.
#[derive(Clone)]
pub struct Visit {
    /// What handlers work with.
    pub app: App,
    /// When the request came.
    pub now: Timestamp,
    /// The token that every form on the page carries.
    pub csrf: String,
    /// The path that was asked for, with its query.
    pub path: String,
    /// Where the browser is.
    pub address: String,
    /// What the browser says it is.
    pub agent: String,
    pub(crate) caller: Option<Caller>,
    pub(crate) token: String,
    pub(crate) said: Option<String>,
    /// How many things wait behind which link of the navigation.
    pub(crate) counts: Vec<(&'static str, usize)>,
}

impl Visit {
    /// Who is signed in, if somebody is.
    pub fn caller(&self) -> Option<&Caller> {
        self.caller.as_ref()
    }

    /// Who is signed in, else the way to sign in: back to here where nothing was sent.
    pub(crate) fn signed(&self, method: &Method) -> Result<&Caller, Failure> {
        self.caller.as_ref().ok_or_else(|| {
            let then = if *method == Method::GET { &self.path } else { "/" };
            Failure::sign_in_first(then.to_owned())
        })
    }

    /// How many things wait for this person behind the link to `href`.
    pub(crate) fn waiting_at(&self, href: &str) -> usize {
        self.counts.iter().find(|(link, _)| *link == href).map_or(0, |(_, count)| *count)
    }

    /// The token of the browser's session.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Shows instants as this person reads them.
    pub fn when(&self) -> When {
        When::new(self.now, TimeZone::get(&self.app.settings.zone).unwrap_or(TimeZone::UTC))
    }

    /// A page in the house's frame.
    pub fn page(&self, title: &str, main: Markup) -> Response {
        self.page_with(StatusCode::OK, title, main)
    }

    /// A page with another status: 422 for a form that is given back, whose title says so first.
    pub fn page_with(&self, status: StatusCode, title: &str, main: Markup) -> Response {
        let wrong = if status == StatusCode::UNPROCESSABLE_ENTITY { "Error: " } else { "" };
        let title = format!("{wrong}{title}");
        let mut response = (status, layout::page(self, &title, main)).into_response();
        if self.said.is_some() {
            cookie::SAID.keep(&self.app.settings, &mut response, "", Duration::ZERO);
        }
        response
    }

    /// On to `to`, which says `sentence` on top.
    pub fn go_saying(&self, to: &str, sentence: &str) -> Response {
        let mut response = go(to);
        let text = percent_encode(sentence.as_bytes(), NON_ALPHANUMERIC).to_string();
        cookie::SAID.keep(&self.app.settings, &mut response, &text, SAID_AGE_MAX);
        response
    }

    /// Gives the browser the token of a session, in place of the one it had.
    pub fn keep_token(&self, response: &mut Response, token: &str) {
        let age = limits::SESSION_AGE_MAX;
        cookie::SESSION.keep(&self.app.settings, response, token, age);
    }
}

/// On to `to`, by GET.
pub fn go(to: &str) -> Response {
    let location = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Whether `to` is a page of ours: where a sign-in may lead back to. Browsers read `\` as `/` and
/// leave out tabs and line ends, so that either could hide a second slash.
pub fn is_own_page(to: &str) -> bool {
    to.starts_with('/')
        && !to.starts_with("//")
        && !to.contains(|c: char| c == '\\' || c.is_control())
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.ok_or_else(|| {
            Problem::internal("a route stands outside the sessions", parts.uri.path().to_owned())
                .into()
        })
    }
}

/// A request of somebody who is signed in; others are sent to sign in and come back.
#[derive(Clone)]
pub struct Signed {
    visit: Visit,
    /// Who asks.
    pub caller: Caller,
}

impl Signed {
    /// Whether they may, for what a page offers.
    pub fn may(&self, right: &Right) -> bool {
        self.caller.may(right)
    }
}

impl Deref for Signed {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let visit = Visit::from_request_parts(parts, state).await?;
        let caller = visit.signed(&parts.method)?.clone();
        Ok(Self { visit, caller })
    }
}
