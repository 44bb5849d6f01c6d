//! A problem as a page.

use axum::{
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use base::{Problem, problem::Kind};
use maud::{Markup, html};

use crate::{
    assets,
    components::{Button, PageHeading, Shell, sentence},
    trace::Logged,
};

/// What a handler returns when a verb refused.
#[derive(Debug)]
pub struct Failure {
    problem: Problem,
    /// Where to come back to after signing in.
    then: Option<String>,
    /// Over the page, where the kind of the problem does not say it well.
    title: Option<&'static str>,
}

/// What the page about a problem says; an answer carries it, so that it can be said once more in
/// the frame of whoever asked.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    title: &'static str,
    said: String,
}

impl Told {
    pub(crate) fn title(&self) -> &'static str {
        self.title
    }

    pub(crate) fn words(&self) -> Markup {
        html! {
            (PageHeading::new(self.title).lede(sentence(&self.said)))
            p { (Button::primary("Go to the front page").link("/")) }
        }
    }
}

/// What a handler returns.
pub type Answered<T = Response> = Result<T, Failure>;

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { problem, then: None, title: None }
    }
}

impl Failure {
    /// Nobody is signed in; afterwards they come back to `then`.
    pub(crate) fn sign_in_first(then: String) -> Self {
        Self { problem: Problem::unauthenticated(), then: Some(then), title: None }
    }

    /// Under another title than that of its kind.
    pub(crate) fn titled(problem: Problem, title: &'static str) -> Self {
        Self { problem, then: None, title: Some(title) }
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
        Kind::Changed => StatusCode::PRECONDITION_FAILED,
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
        Kind::Conflict | Kind::Changed => "This cannot be done as things stand",
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
        let told = Told { title: self.title.unwrap_or_else(|| title(kind)), said };
        let mut response = (status(&self.problem), page(&told)).into_response();
        response.extensions_mut().insert(told);
        if kind == Kind::Internal {
            response.extensions_mut().insert(Logged);
        }
        if kind == Kind::TooMany {
            response.headers_mut().insert(RETRY_AFTER, header::HeaderValue::from_static("900"));
        }
        response
    }
}

const RETRY_AFTER: HeaderName = header::RETRY_AFTER;

/// A page that needs nothing but itself: it must also work when little else does.
fn page(told: &Told) -> Markup {
    let stylesheet = assets::href("footbridge.css");
    let icon = assets::href("favicon.svg");
    let shell = Shell {
        title: told.title,
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
    shell.page(told.words())
}
