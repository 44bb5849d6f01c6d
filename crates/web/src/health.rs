//! Whether the process lives, and whether people can be sent to it.

use std::{collections::BTreeMap, future::Future, time::Duration};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use base::Result;
use futures::{FutureExt, future::join_all};
use serde::Serialize;
use store::{Query, values};

use crate::{App, metrics, migrations, operation::Part, trace::Logged};

/// How long the parts may take to say that they are ready.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(1);

/// What programs that look after the server ask: without a session, and all but the figures under
/// any name.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics::show))
}

/// What is ready, by name.
#[derive(Debug, Serialize)]
struct Readiness {
    ready: bool,
    parts: BTreeMap<&'static str, Standing>,
}

/// How one part stands.
#[derive(Debug, Serialize)]
struct Standing {
    ready: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    lacks: Option<&'static str>,
}

async fn readyz(State(app): State<App>) -> Response {
    let parts = parts(&app).await;
    let ready = parts.iter().all(|part| part.lacks.is_none());
    let standing = |part: &Part| Standing { ready: part.lacks.is_none(), lacks: part.lacks };
    let parts = parts.iter().map(|part| (part.name, standing(part))).collect();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let mut response = (status, Json(Readiness { ready, parts })).into_response();
    // It is said to whoever asked, every few seconds.
    response.extensions_mut().insert(Logged);
    response
}

/// What every part says of itself, all asked at once.
pub async fn parts(app: &App) -> Vec<Part> {
    let own = [
        in_time("database", database(app)).boxed(),
        in_time("migrations", tables(app)).boxed(),
    ];
    let slices = app.capabilities.iter().filter_map(|capability| {
        let ready = capability.ready?;
        Some(in_time(capability.name, ready(app)).boxed())
    });
    join_all(own.into_iter().chain(slices)).await
}

/// A part that fails or does not answer is not ready; why stands in the log where it is asked for.
async fn in_time(name: &'static str, part: impl Future<Output = Result<Part>>) -> Part {
    match tokio::time::timeout(ANSWER_TIME_MAX, part).await {
        Ok(Ok(part)) => part,
        Ok(Err(problem)) => {
            tracing::debug!(name, problem = problem.chain(), "a part is not ready");
            Part::new(name, false, "It could not be asked.")
        }
        Err(_) => Part::new(name, false, "It did not answer in time."),
    }
}

async fn database(app: &App) -> Result<Part> {
    let one: Option<i64> = app.store.value("SELECT CAST(1 AS BIGINT)", values![]).await?;
    Ok(Part::new("database", one == Some(1), "It did not answer."))
}

/// A newer program on the same database is no reason to stop: that is how a rolling upgrade goes.
async fn tables(app: &App) -> Result<Part> {
    let steps = app.store.steps(&migrations(app.capabilities)).await?;
    Ok(Part::new("migrations", steps.missing.is_empty(), "Some are not done yet."))
}
