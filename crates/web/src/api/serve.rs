//! The operations of every capability, and what stands around them.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use base::{Problem, limits};
use http_body_util::{BodyExt, Limited};

use super::{
    Answered, Call, Conditions, Failure,
    answer::Secret,
    document, input,
    once::{self, Once},
    tag::{self, Unchanged},
};
use crate::{App, Caller};

/// Says inside the program who calls. Nothing that comes from a network can carry it.
#[derive(Clone)]
pub(super) struct As(pub(super) Caller);

/// All operations, by their paths under [`super::ROOT`].
pub(crate) fn router(app: App) -> Router {
    let apis = app.capabilities.iter().filter_map(|capability| capability.api);
    let operations = apis.fold(Router::new(), |all, api| all.merge(api().router));
    let answering = operations
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_that_way)
        .with_state(app.clone());
    let reading =
        answering.clone().layer(middleware::from_fn_with_state(app.clone(), authenticate));
    let conditions = move |call, request, next| heed(reading.clone(), call, request, next);
    answering
        .layer(middleware::from_fn(conditions))
        .layer(middleware::from_fn_with_state(app.clone(), authenticate))
        .route("/openapi.json", get(openapi).with_state(app))
}

async fn nothing_here() -> Failure {
    Problem::not_found(
        "There is nothing under this address; /api/v1/openapi.json lists what there is.",
    )
    .into()
}

async fn not_that_way() -> Failure {
    let problem =
        Problem::not_found("This is not done with this method; /api/v1/openapi.json says how.");
    Failure::with(problem, StatusCode::METHOD_NOT_ALLOWED)
}

async fn openapi(State(app): State<App>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, document(app.capabilities)).into_response()
}

/// Finds out who calls, before anything else is looked at.
async fn authenticate(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Answered<Response> {
    let caller = match request.extensions_mut().remove::<As>() {
        Some(As(caller)) => caller,
        None => bearer(&app, request.headers()).await?,
    };
    let now = app.now();
    request.extensions_mut().insert(Call { app, caller, now });
    let asked = request.headers().clone();
    let reads = request.method() == Method::GET;
    let response = next.run(request).await;
    if !reads || response.status() != StatusCode::OK {
        return Ok(response);
    }
    let (response, body) = tag::whole(response).await?;
    Ok(tag::tagged(&asked, response, &body))
}

async fn bearer(app: &App, headers: &HeaderMap) -> Answered<Caller> {
    let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = sent.and_then(|sent| sent.split_once(' '));
    let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let knows = app.capabilities.iter().find_map(|capability| capability.authenticate);
    let caller = match (token, knows) {
        (Some((_, token)), Some(authenticate)) => authenticate(app, token.trim()).await?,
        _ => None,
    };
    caller.ok_or_else(|| {
        let sentence = "Send an access token that stands: Authorization: Bearer fb_…. You make one on your own page.";
        Failure::with(Problem::forbidden(sentence), StatusCode::UNAUTHORIZED)
    })
}

/// Reads the whole body within its limit, and ties the call to its conditions.
async fn heed(reading: Router, mut call: Call, request: Request, next: Next) -> Answered<Response> {
    if request.method() == Method::GET {
        return Ok(next.run(request).await);
    }
    let (mut parts, body) = request.into_parts();
    let body = Limited::new(body, limits::BODY_BYTES_MAX).collect().await;
    let body: Bytes = body.map_err(|_| input::too_large())?.to_bytes();
    let path = parts.uri.path().to_owned();
    let key = parts.headers.get(once::KEY).filter(|_| parts.method == Method::POST);
    let once = match key.map(|key| key.to_str().unwrap_or_default()) {
        Some(key) => Some(Once::new(&call.caller, key, &path, &body)?),
        None => None,
    };
    if let Some(once) = &once
        && let Some(replayed) = once.replay(&call.app).await?
    {
        return Ok(replayed);
    }
    let unchanged = Unchanged::stated(&reading, &path, &parts.headers, &call.caller);
    let conditions = Conditions::new(once, unchanged);
    call.caller.conditions = conditions.clone();
    let app = call.app.clone();
    parts.extensions.insert(call);
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    remember(&app, &conditions, response).await
}

async fn remember(app: &App, conditions: &Conditions, response: Response) -> Answered<Response> {
    let Some(once) = conditions.once() else { return Ok(response) };
    if !response.status().is_success() || response.extensions().get::<Secret>().is_some() {
        return Ok(response);
    }
    let (response, body) = tag::whole(response).await?;
    let location = response.headers().get(header::LOCATION).and_then(|at| at.to_str().ok());
    let location = location.map(str::to_owned);
    // It is done; that a repeated call cannot be answered is no reason to say otherwise.
    if let Err(problem) = once.keep(app, response.status(), location, &body).await {
        tracing::warn!(
            problem = problem.chain(),
            "an answer could not be kept for its idempotency key"
        );
    }
    Ok(response)
}
