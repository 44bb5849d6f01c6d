//! Entity tags (RFC 9110, section 8.8.3): what was read is named by its hash, and a change can be
//! tied to it.

use audit::Act;
use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{Problem, Result};
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use store::{Engine, values};
use tower::ServiceExt;

use super::serve::As;
use crate::Caller;

/// The tag of a body.
fn tag(body: &[u8]) -> String {
    format!("\"{}\"", base::text::hex(&Sha256::digest(body)[..16]))
}

/// `response` with the tag of its body, or 304 where the caller has it already.
pub(super) fn tagged(asked: &HeaderMap, mut response: Response, body: &Bytes) -> Response {
    let tag = tag(body);
    if names(asked, &header::IF_NONE_MATCH, &tag) {
        response = StatusCode::NOT_MODIFIED.into_response();
    }
    if let Ok(value) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    // What one token may see; the caller asks again and learns with few bytes that nothing changed.
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

/// Whether the list of tags in `header` names `tag`. `W/` says no more here than that it was
/// compressed on its way.
fn names(headers: &HeaderMap, header: &HeaderName, tag: &str) -> bool {
    let lists = headers.get_all(header).iter().filter_map(|value| value.to_str().ok());
    lists
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// That what the caller read is still so.
pub(super) struct Unchanged {
    router: Router,
    path: String,
    headers: HeaderMap,
    caller: Caller,
}

impl Unchanged {
    /// `None` where the call has no such condition.
    pub(super) fn stated(
        router: &Router,
        path: &str,
        headers: &HeaderMap,
        caller: &Caller,
    ) -> Option<Self> {
        headers.contains_key(header::IF_MATCH).then(|| Self {
            router: router.clone(),
            path: path.to_owned(),
            headers: headers.clone(),
            caller: caller.clone(),
        })
    }

    /// Reads it once more, now that no other act can change it: SQLite has one writer, and on
    /// PostgreSQL acts with this condition take turns.
    pub(super) async fn check(&self, act: &Act) -> Result<()> {
        if act.engine() == Engine::Postgres {
            act.execute("SELECT pg_advisory_xact_lock(CAST($1 AS BIGINT))", values![TURN]).await?;
        }
        let request = Request::get(self.path.as_str()).extension(As(self.caller.clone()));
        let request = request
            .body(Body::empty())
            .map_err(|error| Problem::internal("a condition could not be asked", error))?;
        let Ok(response) = self.router.clone().oneshot(request).await;
        let found = response
            .headers()
            .get(header::ETAG)
            .and_then(|tag| tag.to_str().ok())
            .map(str::to_owned);
        match found {
            Some(tag) if names(&self.headers, &header::IF_MATCH, &tag) => Ok(()),
            _ => Err(Problem::changed(
                "This has changed since you read it. Read it again, then decide.",
            )),
        }
    }
}

/// The number of the lock by which acts with a condition take turns.
const TURN: i64 = 0x466f_6f74_4966_4d61;

/// The whole body of a response that was made here.
pub(super) async fn whole(response: Response) -> Result<(Response, Bytes)> {
    let (parts, body) = response.into_parts();
    let body = body.collect().await;
    let body =
        body.map_err(|error| Problem::internal("an answer could not be read", error))?.to_bytes();
    Ok((Response::from_parts(parts, Body::from(body.clone())), body))
}
