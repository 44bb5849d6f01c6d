//! All routes, and what stands around them.

use std::net::SocketAddr;

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use base::{Problem, limits, secret, text::hex};
use hmac::{Hmac, Mac};
use http_body_util::{BodyExt, Limited};
use percent_encoding::percent_decode_str;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer,
};

use crate::{
    App, Caller, Failure, Visit, api, assets, cookie, edge, failure::Told, form, front, health,
    layout, session, trace,
};

/// Every route of every capability, ready to serve.
pub fn router(app: App) -> Router {
    let mut routes = Router::new().merge(front::routes().router);
    for capability in app.capabilities {
        if let Some(more) = capability.routes {
            routes = routes.merge(more().router);
        }
    }
    routes
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_that_way)
        .layer(middleware::from_fn(check_form))
        .layer(middleware::from_fn_with_state(app.clone(), begin_visit))
        .route("/assets/{version}/{name}", get(assets::show))
        .merge(health::routes())
        .nest(api::ROOT, api::router(app.clone()).with_state(()))
        .layer(middleware::from_fn_with_state(app.clone(), edge::enter))
        .layer(middleware::map_response_with_state(app.clone(), edge::harden))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            limits::REQUEST_TIME_MAX,
        ))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(trace::panicked))
        .layer(middleware::from_fn_with_state(app.clone(), trace::follow))
        .with_state(app)
}

async fn nothing_here() -> Failure {
    Problem::not_found(
        "This page does not exist. It may have moved; the front page finds things by name.",
    )
    .into()
}

async fn not_that_way() -> Response {
    let problem = Problem::not_found(
        "What you sent or opened here is not done in this way. Start again from the front page.",
    );
    let failure = Failure::titled(problem, "This page does not work like that");
    let mut response = failure.into_response();
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

/// Finds out who asks, before any handler.
async fn begin_visit(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let known =
        cookie::SESSION.sent(&app.settings, request.headers()).filter(|token| is_token(token));
    let person = match &known {
        Some(token) => session::person(&app, token).await?,
        None => None,
    };
    let caller = match person {
        Some(person) => app.identify(person).await?,
        None => None,
    };
    let counts = match &caller {
        Some(caller) if is_a_whole_page(&request) => counts(&app, caller).await?,
        _ => Vec::new(),
    };
    let fresh = known.is_none();
    let token = known.map_or_else(secret::token, Ok)?;
    let visit = Visit {
        now: app.now(),
        csrf: csrf(&app, &token),
        path: request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        address: address(&request),
        agent: text(&request, &header::USER_AGENT),
        said: cookie::SAID
            .sent(&app.settings, request.headers())
            .and_then(|said| percent_decode_str(&said).decode_utf8().map(String::from).ok())
            .filter(|said| !said.is_empty()),
        caller,
        token,
        counts,
        app,
    };
    request.extensions_mut().insert(visit.clone());
    let mut response = framed(&visit, next.run(request).await);
    // A browser without a token gets one now, so that the forms of the page can be sent.
    if fresh && !response.headers().contains_key(header::SET_COOKIE) {
        visit.keep_token(&mut response, visit.token());
    }
    Ok(response)
}

/// Whether the answer will have a navigation: not a part that a script asks for again and again.
fn is_a_whole_page(request: &Request) -> bool {
    request.method() == Method::GET && !request.headers().contains_key("hx-request")
}

/// What waits behind the links that count, for those whom they are shown to.
async fn counts(app: &App, caller: &Caller) -> base::Result<Vec<(&'static str, usize)>> {
    let links = app.capabilities.iter().flat_map(|capability| capability.nav);
    let mut counts = Vec::new();
    for link in links.filter(|link| caller.may(link.right)) {
        if let Some(count) = link.count {
            counts.push((link.href, count(app, caller).await?));
        }
    }
    Ok(counts)
}

/// A page about a problem, with the navigation and the name of whoever asked around it.
fn framed(visit: &Visit, mut response: Response) -> Response {
    let Some(told) = response.extensions_mut().remove::<Told>() else { return response };
    // What the last act said waits for the next page that is one.
    let visit = Visit { said: None, ..visit.clone() };
    let page = layout::page(&visit, told.title(), told.words());
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(page.into_string()))
}

/// What changes something must be a form of ours: the token of its page proves it.
async fn check_form(visit: Visit, request: Request, next: Next) -> Result<Response, Failure> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(next.run(request).await);
    }
    let kind = text(&request, &header::CONTENT_TYPE);
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Problem::invalid("", "Only forms are taken here.").into());
    }
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, limits::BODY_BYTES_MAX).collect().await;
    let body = body.map_err(|_| form::too_large())?.to_bytes();
    let sent = form::csrf_of(&body).unwrap_or_default();
    if !bool::from(sent.as_bytes().ct_eq(visit.csrf.as_bytes())) {
        let problem = Problem::forbidden(
            "This form is from before you signed in or out. Go back, load the page again and send it once more.",
        );
        return Err(Failure::titled(problem, "This form is out of date"));
    }
    Ok(next.run(Request::from_parts(parts, Body::from(body))).await)
}

/// The token that proves that a page of ours made the form: it follows from the session's token,
/// which no other site can read.
pub(crate) fn csrf(app: &App, token: &str) -> String {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&app.form_key)
        .expect("HMAC takes keys of any length");
    mac.update(token.as_bytes());
    hex(&mac.finalize().into_bytes()[..16])
}

/// The shape that [`secret::token`] gives: what anybody else made up is not kept.
fn is_token(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

fn address(request: &Request) -> String {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    from.map(|ConnectInfo(address)| address.ip().to_string()).unwrap_or_default()
}

fn text(request: &Request, name: &header::HeaderName) -> String {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}
