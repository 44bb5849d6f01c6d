//! A problem as a page.

use axum::{
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use base::{Problem, problem::Kind};
use maud::html;

use crate::{
    assets,
    components::{Button, PageHeading, Shell},
};

/// What a handler returns when a verb refused.
#[derive(Debug)]
pub struct Failure {
    problem: Problem,
    /// Where to come back to after signing in.
    then: Option<String>,
}

/// What a handler returns.
pub type Answered<T = Response> = Result<T, Failure>;

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { problem, then: None }
    }
}

impl Failure {
    /// Nobody is signed in; afterwards they come back to `then`.
    pub(crate) fn sign_in_first(then: String) -> Self {
        Self { problem: Problem::unauthenticated(), then: Some(then) }
    }
}

/// The status with which a form is given back.
pub fn status(problem: &Problem) -> StatusCode {
    match problem.kind() {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Invalid => "Something in this is not right",
        Kind::Unauthenticated => "Sign in first",
        Kind::Forbidden => "This is for somebody else to do",
        Kind::NotFound => "There is nothing here",
        Kind::Conflict => "Things have changed meanwhile",
        Kind::TooLarge => "This is too large",
        Kind::TooMany => "Too often",
        Kind::Internal => "This did not work",
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Some(then) = self.then {
            let then = serde_urlencoded::to_string([("then", then)]).unwrap_or_default();
            return Redirect::to(&format!("/sign-in?{then}")).into_response();
        }
        let kind = self.problem.kind();
        let mut said = self.problem.sentence().to_owned();
        if kind == Kind::Internal {
            tracing::error!(problem = self.problem.chain(), "a request failed");
            "Nothing was changed. Try again; if it stays so, tell whoever runs Footbridge: the cause is in its log."
                .clone_into(&mut said);
        }
        let page = page(title(kind), &said);
        let mut response = (status(&self.problem), page).into_response();
        if kind == Kind::TooMany {
            response.headers_mut().insert(RETRY_AFTER, header::HeaderValue::from_static("900"));
        }
        response
    }
}

const RETRY_AFTER: HeaderName = header::RETRY_AFTER;

/// A page that needs nothing but itself: it must also work when little else does.
fn page(title: &str, said: &str) -> maud::Markup {
    let stylesheet = assets::href("footbridge.css");
    let icon = assets::href("favicon.svg");
    let shell = Shell {
        title,
        organisation: "",
        account: None,
        sign_in: "/sign-in",
        nav: Vec::new(),
        stylesheet: &stylesheet,
        icon: &icon,
        scripts: &[],
        theme: None,
        footer: html! {},
    };
    shell.page(html! {
        (PageHeading::new(title).lede(html! { (said) }))
        p { (Button::primary("Go to the front page").link("/")) }
    })
}
