//! What handlers give.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Failure, Output, describe::Description};

/// One thing (200).
pub struct One<T>(pub T);

impl<T: Serialize> IntoResponse for One<T> {
    fn into_response(self) -> Response {
        json(StatusCode::OK, &self.0)
    }
}

impl<T: ToSchema> Output for One<T> {
    fn describe(to: &mut Description) {
        to.answer::<T>(200, "It is as follows");
    }
}

/// A page of things (200), and where the next one begins.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Many<T> {
    /// The things.
    pub items: Vec<T>,
    /// What to send as `after` to get the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Many<T> {
    /// The first `limit` of `found`, in which one more tells that there is another page; it begins
    /// after the `cursor` of the last that is shown.
    pub fn page(mut found: Vec<T>, limit: super::Limit, cursor: impl Fn(&T) -> String) -> Self {
        let more = found.len() > limit.get();
        found.truncate(limit.get());
        let next = found.last().filter(|_| more).map(cursor);
        Self { items: found, next }
    }

    /// All there is.
    pub fn all(items: Vec<T>) -> Self {
        Self { items, next: None }
    }

    /// With each thing as a `U`.
    pub fn map<U>(self, into: impl FnMut(T) -> U) -> Many<U> {
        Many { items: self.items.into_iter().map(into).collect(), next: self.next }
    }
}

impl<T: Serialize> IntoResponse for Many<T> {
    fn into_response(self) -> Response {
        json(StatusCode::OK, &self)
    }
}

impl<T: ToSchema> Output for Many<T> {
    fn describe(to: &mut Description) {
        to.answer_many::<T>();
    }
}

/// Something new (201), and where it is.
pub struct Created<T> {
    /// The path under [`super::ROOT`], for example `/requests/7`.
    pub at: String,
    /// It.
    pub made: T,
    /// Whether it holds a secret that is shown once and kept nowhere, not even for a repeated call.
    pub secret: bool,
}

impl<T> Created<T> {
    /// `made`, which is at `at`.
    pub fn at(at: impl Into<String>, made: T) -> Self {
        Self { at: at.into(), made, secret: false }
    }
}

/// Marks an answer that must not be kept.
#[derive(Clone, Copy)]
pub(crate) struct Secret;

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let mut response = json(StatusCode::CREATED, &self.made);
        if let Ok(at) = HeaderValue::from_str(&format!("{}{}", super::ROOT, self.at)) {
            response.headers_mut().insert(header::LOCATION, at);
        }
        if self.secret {
            response.extensions_mut().insert(Secret);
        }
        response
    }
}

impl<T: ToSchema> Output for Created<T> {
    fn describe(to: &mut Description) {
        to.answer::<T>(201, "It was made");
    }
}

/// It was done, and there is nothing more to say (204).
pub struct Done;

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl Output for Done {
    fn describe(to: &mut Description) {
        to.nothing();
    }
}

fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => {
            let kind = HeaderValue::from_static("application/json");
            (status, [(header::CONTENT_TYPE, kind)], body).into_response()
        }
        Err(error) => Failure::from(Problem::internal("an answer could not be written", error))
            .into_response(),
    }
}
