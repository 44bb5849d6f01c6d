//! The pages of requests.

mod acting;
mod asking;
mod decisions;
mod lists;
mod one;
mod rules;
mod terms;

use axum::{
    Router,
    routing::{get, post},
};
use base::{Id, Problem, Result};
use web::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/requests", get(lists::requests).post(asking::create))
        .route("/requests/new", get(asking::new))
        .route("/requests/{id}", get(one::show))
        .route("/requests/{id}/joins", post(acting::join))
        .route("/requests/{id}/terms", get(terms::edit).post(terms::change))
        .route("/requests/{id}/reviews", post(acting::review))
        .route("/requests/{id}/comments", post(acting::comment))
        .route("/requests/{id}/decisions", post(acting::decide))
        .route("/requests/{id}/withdrawal", post(acting::withdraw))
        .route("/review", get(lists::queue))
        .route("/decisions", get(lists::decisions))
        .route("/decisions/{id}", get(decisions::show))
        .route("/decisions/{id}/end", post(decisions::end))
        .route("/review-rules", get(rules::show).post(rules::set))
}

/// The number in an address of a page.
fn number<T>(text: &str, what: &str) -> Result<Id<T>> {
    text.parse().map_err(|_| Problem::not_found(format!("There is no {what} `{text}`.")))
}
