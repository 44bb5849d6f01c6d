//! Idempotency keys: a call that is sent twice is done once, and answered twice.
//!
//! The key joins the transaction of the act, so that act and key are there together or not at all.
//! The answer is kept right after. Should the server end in between, a repeated call learns that it
//! was done, and is not done again.
//!
//! After the draft “The Idempotency-Key HTTP Header Field” of the IETF's HTTP API group.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use audit::Act;
use axum::{
    body::Bytes,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{Problem, Result, Timestamp};
use sha2::{Digest, Sha256};
use store::{Query, values};

use super::Failure;
use crate::{App, Caller};

pub(super) const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// Characters of a key.
pub(super) const KEY_CHARS_MAX: usize = 200;
/// How long a repeated call is recognised.
const KEPT: Duration = Duration::from_hours(24);

/// A key, and the call that it stands for.
pub(super) struct Once {
    caller: String,
    key: String,
    request: String,
    claimed: AtomicBool,
}

store::row! {
    struct Kept {
        request_sha256: String,
        status: Option<i64>,
        location: Option<String>,
        body: Option<String>,
    }
}

impl Once {
    pub(super) fn new(caller: &Caller, key: &str, path: &str, body: &[u8]) -> Result<Self> {
        let is_plain = key.bytes().all(|byte| byte.is_ascii_graphic());
        if key.is_empty() || key.len() > KEY_CHARS_MAX || !is_plain {
            return Err(Problem::invalid(
                "",
                "An idempotency key has 1 to 200 characters of ASCII, without blanks.",
            ));
        }
        let mut request = Sha256::new_with_prefix(path);
        request.update([0]);
        request.update(body);
        Ok(Self {
            caller: name(caller),
            key: key.to_owned(),
            request: format!("{:x}", request.finalize()),
            claimed: AtomicBool::new(false),
        })
    }

    /// What was answered before, if this was called before.
    pub(super) async fn replay(&self, app: &App) -> Result<Option<Response>, Failure> {
        let values = values![self.caller.as_str(), self.key.as_str(), app.now().before(KEPT)];
        match app.store.first::<Kept>(FIND, values).await? {
            None => Ok(None),
            Some(kept) if kept.request_sha256 != self.request => Err(Problem::conflict(
                "This idempotency key was used for another call. Make a new one for each call.",
            )
            .into()),
            Some(kept) => kept.answer().map(Some),
        }
    }

    /// Joins the act: nobody else can do the same under this key.
    pub(super) async fn claim(&self, act: &Act) -> Result<()> {
        // A verb may begin again after it left everything unchanged.
        self.claimed.store(true, Ordering::Relaxed);
        act.execute(
            FORGET_ONE,
            values![self.caller.as_str(), self.key.as_str(), act.at().before(KEPT)],
        )
        .await?;
        let values =
            values![self.caller.as_str(), self.key.as_str(), self.request.as_str(), act.at()];
        match act.execute(CLAIM, values).await? {
            0 => Err(Problem::conflict("A call with this idempotency key is being done already.")),
            _ => Ok(()),
        }
    }

    /// Keeps what is answered, unless it is a secret.
    pub(super) async fn keep(
        &self,
        app: &App,
        status: StatusCode,
        location: Option<String>,
        body: &Bytes,
    ) -> Result<()> {
        if !self.claimed.load(Ordering::Relaxed) {
            return Ok(());
        }
        let values = values![
            i64::from(status.as_u16()),
            location,
            String::from_utf8_lossy(body).into_owned(),
            self.caller.as_str(),
            self.key.as_str(),
        ];
        let tx = app.store.begin().await?;
        tx.execute(KEEP, values).await?;
        tx.commit().await
    }
}

impl Kept {
    fn answer(self) -> Result<Response, Failure> {
        let status = self.status.and_then(|status| u16::try_from(status).ok());
        let status = status.and_then(|status| StatusCode::from_u16(status).ok()).ok_or_else(|| {
            Problem::conflict("This was done already, and what was answered is not known any more. Look at how things stand.")
        })?;
        let mut response = (status, self.body.unwrap_or_default()).into_response();
        let headers = response.headers_mut();
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(at) = self.location.and_then(|at| HeaderValue::from_str(&at).ok()) {
            headers.insert(header::LOCATION, at);
        }
        Ok(response)
    }
}

fn name(caller: &Caller) -> String {
    caller.person().map_or_else(|| "operator".to_owned(), |person| person.to_string())
}

/// Forgets keys that are too old to be repeated.
pub(crate) async fn prune(app: &App) -> Result<()> {
    let before: Timestamp = app.now().before(KEPT);
    let tx = app.store.begin().await?;
    tx.execute("DELETE FROM web_once WHERE at <= $1", values![before]).await?;
    tx.commit().await
}

const FIND: &str = "
    SELECT request_sha256, status, location, body FROM web_once
    WHERE caller = $1 AND key = $2 AND at > $3";

const FORGET_ONE: &str = "DELETE FROM web_once WHERE caller = $1 AND key = $2 AND at <= $3";

const CLAIM: &str = "
    INSERT INTO web_once (caller, key, request_sha256, at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (caller, key) DO NOTHING";

const KEEP: &str = "
    UPDATE web_once SET status = $1, location = $2, body = $3 WHERE caller = $4 AND key = $5";
