//! What some handlers need before they begin: a confirmation, or half a sign-in. Whoever lacks it is
//! led to where it is had, and back.

use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
    response::{IntoResponse, Response},
};
use base::Problem;
use web::{Failure, Form, Signed, Visit, go};

use super::sign_in::own_page;
use crate::{
    confirm::{self, Proven},
    half::{self, Half},
};

impl<S: Send + Sync> FromRequestParts<S> for Proven {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let signed = Signed::from_request_parts(parts, state).await;
        let signed = signed.map_err(IntoResponse::into_response)?;
        let proven = confirm::proven(&signed).await.map_err(failed)?;
        let then = if parts.method == Method::GET { &signed.path } else { page_of(&signed.path) };
        proven.ok_or_else(|| go(&format!("/me/confirm?{}", web::query(&[("then", then)]))))
    }
}

/// The page whose form was sent: `/me/tokens` for `/me/tokens/7/end`.
fn page_of(path: &str) -> &str {
    path.match_indices('/').nth(2).map_or(path, |(at, _)| &path[..at])
}

impl<S: Send + Sync> FromRequestParts<S> for Half {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, state).await;
        let visit = visit.map_err(IntoResponse::into_response)?;
        let then = own_page(Form::from_query(parts.uri.query()).text("then"));
        let half = half::find(&visit).await.map_err(failed)?;
        half.ok_or_else(|| go(&format!("/sign-in?{}", web::query(&[("then", &then)]))))
    }
}

fn failed(problem: Problem) -> Response {
    Failure::from(problem).into_response()
}

#[cfg(test)]
mod tests {
    use super::page_of;

    #[test]
    fn a_form_leads_back_to_its_page() {
        assert_eq!(page_of("/me/tokens/7/end"), "/me/tokens");
        assert_eq!(page_of("/me/tokens"), "/me/tokens");
        assert_eq!(page_of("/"), "/");
    }
}
