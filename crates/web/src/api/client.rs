//! The command line's way to the API: inside this program, or at another server.

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Method, Request, StatusCode, header},
};
use base::{Problem, Result};
use http_body_util::BodyExt;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tower::ServiceExt;

use super::{
    Many,
    input::LIMIT_MAX,
    serve::{As, router},
};
use crate::{App, Caller};

/// Another server, and the token to work with there.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where its pages are: `https://door.example`.
    pub url: String,
    /// The access token.
    pub token: String,
}

/// Calls operations.
pub struct Client(Way);

enum Way {
    Here { router: Router, caller: Caller },
    There { http: reqwest::Client, server: Server },
}

impl Client {
    /// Calls as `caller`, without a network.
    pub fn here(app: App, caller: Caller) -> Self {
        Self(Way::Here { router: router(app), caller })
    }

    /// Calls another server.
    pub fn there(server: Server) -> Result<Self> {
        let http = reqwest::Client::builder().timeout(base::limits::REQUEST_TIME_MAX).build();
        let http = http.map_err(|error| {
            Problem::internal("connections to other servers could not be prepared", error)
        })?;
        Ok(Self(Way::There { http, server }))
    }

    /// Reads `path` (under `/api/v1`, with its query).
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        read(self.call(Method::GET, path, None).await?)
    }

    /// Reads every page of the list at `path`.
    pub async fn all<T: DeserializeOwned>(&self, path: &str) -> Result<Vec<T>> {
        let (mut all, mut after) = (Vec::new(), None::<String>);
        loop {
            let mark = if path.contains('?') { '&' } else { '?' };
            let from = after.map(|after| format!("&after={}", escaped(&after))).unwrap_or_default();
            let page: Many<T> = self.get(&format!("{path}{mark}limit={LIMIT_MAX}{from}")).await?;
            all.extend(page.items);
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// Sends `body` to `path`.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T> {
        read(self.call(Method::POST, path, Some(written(body)?)).await?)
    }

    /// Puts `body` in the place of what is at `path`.
    pub async fn put<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T> {
        read(self.call(Method::PUT, path, Some(written(body)?)).await?)
    }

    /// Takes away what is at `path`.
    pub async fn delete(&self, path: &str) -> Result<()> {
        self.call(Method::DELETE, path, None).await.map(drop)
    }

    /// The answer to any call; an empty one is `null`.
    pub async fn call(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Result<Value> {
        let (status, bytes) = match &self.0 {
            Way::Here { router, caller } => here(router, caller, method, path, body).await?,
            Way::There { http, server } => there(http, server, method, path, body).await?,
        };
        if !status.is_success() {
            return Err(refused(status, &bytes));
        }
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&bytes).map_err(unreadable)
    }
}

/// `text` as one part of a path.
pub fn escaped(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn written(body: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(body)
        .map_err(|error| Problem::internal("a call could not be written", error))
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).map_err(unreadable)
}

fn unreadable(error: serde_json::Error) -> Problem {
    Problem::internal(
        "the answer is not what this program expects; compare the versions of both",
        error,
    )
}

async fn here(
    router: &Router,
    caller: &Caller,
    method: Method,
    path: &str,
    body: Option<Vec<u8>>,
) -> Result<(StatusCode, Bytes)> {
    let request = Request::builder().method(method).uri(path).extension(As(caller.clone()));
    let request = request.header(header::CONTENT_TYPE, "application/json");
    let request = request.body(Body::from(body.unwrap_or_default()));
    let request = request.map_err(|error| Problem::internal("a call could not be made", error))?;
    let Ok(response) = router.clone().oneshot(request).await;
    let status = response.status();
    let body = response.into_body().collect().await;
    let body = body.map_err(|error| Problem::internal("an answer could not be read", error))?;
    Ok((status, body.to_bytes()))
}

async fn there(
    http: &reqwest::Client,
    server: &Server,
    method: Method,
    path: &str,
    body: Option<Vec<u8>>,
) -> Result<(StatusCode, Bytes)> {
    let url = format!("{}{}{path}", server.url.trim_end_matches('/'), super::ROOT);
    let mut request = http.request(method, url).bearer_auth(&server.token);
    if let Some(body) = body {
        request = request.header(header::CONTENT_TYPE, "application/json").body(body);
    }
    let failed = |error: reqwest::Error| {
        Problem::internal(
            format!("the server at {} did not answer", server.url),
            error.without_url(),
        )
    };
    let response = request.send().await.map_err(failed)?;
    let status = response.status();
    Ok((status, response.bytes().await.map_err(failed)?))
}

/// The problem that the server told, as it would be here.
fn refused(status: StatusCode, body: &[u8]) -> Problem {
    let told: Value = serde_json::from_slice(body).unwrap_or_default();
    let sentence = told["detail"].as_str().map_or_else(
        || format!("the server answered {status}; see whether the address is that of Footbridge"),
        str::to_owned,
    );
    let pointer = told["errors"][0]["pointer"].as_str().unwrap_or_default();
    let field = pointer.trim_start_matches("#/").replace('/', ".");
    match status.as_u16() {
        400 | 415 | 422 => Problem::invalid(&field, sentence),
        401 | 403 => Problem::forbidden(sentence),
        404 | 405 => Problem::not_found(sentence),
        409 => Problem::conflict(sentence),
        412 => Problem::changed(sentence),
        413 => Problem::too_large(sentence),
        429 => Problem::too_many(sentence),
        _ => Problem::internal("the server failed", sentence),
    }
}
