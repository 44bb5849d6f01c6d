//! One call of a program.

use axum::{extract::FromRequestParts, http::request::Parts};
use base::{Problem, Timestamp};

use super::{Failure, Input};
use crate::{App, Caller};

/// A call of somebody whose token is good, or of the operator at the command line.
#[derive(Clone)]
pub struct Call {
    /// What handlers work with.
    pub app: App,
    /// Who asks.
    pub caller: Caller,
    /// When.
    pub now: Timestamp,
}

impl<S: Send + Sync> FromRequestParts<S> for Call {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Problem::unauthenticated().into())
    }
}

impl Input for Call {}
