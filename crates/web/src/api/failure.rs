//! A problem as RFC 9457 has it.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{Problem, problem::Kind};
use serde_json::json;

use crate::{failure_status, trace::Logged};

/// What a handler returns when a verb refused.
#[derive(Debug)]
pub struct Failure {
    problem: Problem,
    status: StatusCode,
}

/// What a handler returns.
pub type Answered<T> = Result<T, Failure>;

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { status: failure_status(&problem), problem }
    }
}

impl Failure {
    /// With another status than that of its kind.
    pub(crate) fn with(problem: Problem, status: StatusCode) -> Self {
        Self { problem, status }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let kind = self.problem.kind();
        let mut detail = self.problem.sentence();
        if kind == Kind::Internal {
            tracing::error!(problem = self.problem.chain(), "a call failed");
            detail =
                "Nothing was changed. Try again; if it stays so, the cause is in the server's log.";
        }
        let mut body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or("Problem"),
            "status": self.status.as_u16(),
            "detail": detail,
        });
        if let Some(field) = self.problem.field().filter(|field| !field.is_empty()) {
            body["errors"] = json!([{ "pointer": pointer(field), "detail": detail }]);
        }
        let kind_of_answer =
            (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let mut response = (self.status, [kind_of_answer], body.to_string()).into_response();
        if kind == Kind::Internal {
            response.extensions_mut().insert(Logged);
        }
        let also = match self.status {
            StatusCode::UNAUTHORIZED => Some((header::WWW_AUTHENTICATE, "Bearer")),
            StatusCode::TOO_MANY_REQUESTS => Some((header::RETRY_AFTER, "900")),
            _ => None,
        };
        if let Some((name, value)) = also {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// A field as a JSON pointer (RFC 6901) into what was sent: `audience.groups` is
/// `#/audience/groups`.
fn pointer(field: &str) -> String {
    format!("#/{}", field.replace('~', "~0").replace('/', "~1").replace('.', "/"))
}
