//! The pages of people: signing in, oneself, everybody, groups and addresses.

mod addresses;
mod everybody;
mod groups;
mod one;
mod oneself;
mod sign_in;

use axum::{
    Router,
    routing::{get, post},
};
use web::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::create))
        .route("/sign-out", post(sign_in::remove))
        .route("/set-up", get(sign_in::set_up).post(sign_in::choose))
        .route("/me", get(oneself::show))
        .route("/me/password", post(oneself::change_password))
        .route("/me/sign-out-everywhere", post(oneself::sign_out_everywhere))
        .route("/people", get(everybody::list).post(everybody::create))
        .route("/people/new", get(everybody::new))
        .route("/people/import", get(everybody::import_form).post(everybody::import))
        .route("/people/{login}", get(one::show).post(one::change))
        .route("/people/{login}/links", post(one::invite))
        .route("/people/{login}/switch", post(one::switch))
        .route("/groups", get(groups::list).post(groups::create))
        .route("/groups/{slug}", get(groups::show))
        .route("/addresses", get(addresses::list).post(addresses::create))
        .route("/addresses/{id}/end", post(addresses::end))
}
