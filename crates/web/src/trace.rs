//! Following each request: a number for it, a line where something went wrong, and the figures.

use std::{
    any::Any,
    hash::{BuildHasher, RandomState},
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base::Problem;
use tracing::{Instrument, info_span};

use crate::{App, Failure, metrics::UnderWay};

/// Carries the number of a request, from a proxy and back to whoever asked.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest number that is taken from a proxy, in bytes.
const ID_BYTES_MAX: usize = 64;

/// Marks an answer whose failure stands in the log already.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Logged;

/// Everything that a request leads to is logged with its number, its method and the template of its
/// route: never with its path or its query, which name people and hosts.
pub(crate) async fn follow(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = id(request.headers());
    let method = method(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("(none)", MatchedPath::as_str).to_owned();
    let span = info_span!("request", id, method, route);
    let answered = async {
        let under_way = UnderWay::begin(&app, method, route);
        let started = Instant::now();
        let response = next.run(request).await;
        let took = started.elapsed();
        under_way.answered(response.status(), took);
        tell(&response, took, app.settings.operation.slow_request);
        response
    };
    let mut response = answered.instrument(span).await;
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// One line for what failed, one for what was slow; the rest only where it is asked for.
fn tell(response: &Response, took: Duration, slow: Duration) {
    let (status, took_ms) = (response.status().as_u16(), milliseconds(took));
    let is_told = response.extensions().get::<Logged>().is_some();
    if response.status().is_server_error() && !is_told {
        tracing::error!(status, took_ms, "a request failed");
    }
    if took > slow {
        tracing::info!(status, took_ms, "a request was slow");
    }
    tracing::debug!(status, took_ms, "answered");
}

fn milliseconds(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

/// What a proxy calls the request, if it says so in letters, digits, `-` and `_`; else a number that
/// no other request of this server has.
fn id(headers: &HeaderMap) -> String {
    let is_plain = |id: &&str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        !id.is_empty() && id.len() <= ID_BYTES_MAX && id.bytes().all(plain)
    };
    let said = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).filter(is_plain);
    said.map_or_else(|| format!("{:016x}", RandomState::new().hash_one(())), str::to_owned)
}

/// The methods that there are: anybody can invent others, and each would be a series of figures.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// The page in place of a handler that panicked.
pub(crate) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str);
    let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason");
    Failure::from(Problem::internal("a handler panicked", said.to_owned())).into_response()
}
