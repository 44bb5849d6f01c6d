//! What handlers take.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, header, request::Parts},
};
use base::{Problem, limits};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{ObjectBuilder, Type},
    },
};

use super::{Failure, Input, describe::Description};

/// The parameters in the path, typed. What does not fit names nothing.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(read)) => Ok(Self(read)),
            Err(_) => Err(Problem::not_found("There is nothing under this address.").into()),
        }
    }
}

impl<T> Input for Path<T> {}

/// The query, typed. A parameter that does not exist is refused: it is a mistake that would go
/// unnoticed.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let read = serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs));
        read.map(Self).map_err(|error| wrong(&error.path().to_string(), error.inner()))
    }
}

impl<T: ToSchema> Input for Query<T> {
    fn describe(to: &mut Description) {
        to.query::<T>();
    }
}

/// The body, typed.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        require_json(&request)?;
        let body = Bytes::from_request(request, state).await.map_err(|_| too_large())?;
        let mut reader = serde_json::Deserializer::from_slice(&body);
        let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            if error.inner().is_data() {
                wrong(&error.path().to_string(), error.inner())
            } else {
                malformed(error.inner())
            }
        })?;
        reader.end().map_err(|error| malformed(&error))?;
        Ok(Self(read))
    }
}

impl<T: ToSchema> Input for Json<T> {
    fn describe(to: &mut Description) {
        to.body::<T>();
    }
}

fn require_json(request: &Request) -> Result<(), Failure> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let problem = Problem::invalid("", "Send JSON, with the content type application/json.");
    Err(Failure::with(problem, StatusCode::UNSUPPORTED_MEDIA_TYPE))
}

fn wrong(path: &str, error: &dyn std::error::Error) -> Failure {
    let field = if path == "." { "" } else { path };
    let field = field.replace('[', ".").replace(']', "");
    Problem::invalid(&field, said(error)).into()
}

fn malformed(error: &serde_json::Error) -> Failure {
    let problem = Problem::invalid("", format!("This is not JSON: {error}."));
    Failure::with(problem, StatusCode::BAD_REQUEST)
}

/// The library's words, without the place in the text that the pointer says better.
fn said(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    format!("This does not fit: {text}.")
}

pub(super) fn too_large() -> Failure {
    Problem::too_large(format!("Send no more than {} KiB at once.", limits::BODY_BYTES_MAX / 1024))
        .into()
}

/// How many things one answer lists: 1 to 100, 50 if nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16")]
pub struct Limit(u16);

/// The most things that one answer lists.
pub(super) const LIMIT_MAX: u16 = 100;

impl Limit {
    /// The number.
    pub fn get(self) -> usize {
        usize::from(self.0)
    }

    /// One more: whether it is there tells if there is another page.
    pub fn and_one(self) -> i64 {
        i64::from(self.0) + 1
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<u16> for Limit {
    type Error = Problem;

    fn try_from(number: u16) -> base::Result<Self> {
        match number {
            1..=LIMIT_MAX => Ok(Self(number)),
            _ => Err(Problem::invalid("limit", "write a number from 1 to 100")),
        }
    }
}

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(LIMIT_MAX))
            .default(Some(serde_json::json!(50)))
            .description(Some("How many things to list."))
            .into()
    }
}

impl ToSchema for Limit {}
