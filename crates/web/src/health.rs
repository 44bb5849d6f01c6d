//! Whether the process lives, and whether people can be sent to it.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use base::Result;
use futures::future::join_all;
use serde::Serialize;
use store::{Query, values};

use crate::{App, metrics, migrations, operation::Ready, trace::Logged};

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

/// The parts of the ground.
const OWN: [Ready; 2] = [
    Ready { part: "database", ask: |app| Box::pin(database(app)) },
    Ready { part: "migrations", ask: |app| Box::pin(tables(app)) },
];

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
    // All asked at once.
    let slices = app.capabilities.iter().filter_map(|capability| capability.ready);
    let parts = join_all(OWN.into_iter().chain(slices).map(|part| standing(&app, part))).await;
    let ready = parts.iter().all(|(_, part)| part.ready);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let readiness = Readiness { ready, parts: parts.into_iter().collect() };
    let mut response = (status, Json(readiness)).into_response();
    // It is said to whoever asked, every few seconds.
    response.extensions_mut().insert(Logged);
    response
}

/// A part that fails or does not answer is not ready. Why is for the log: strangers read this.
async fn standing(app: &App, part: Ready) -> (&'static str, Standing) {
    let lacks = match tokio::time::timeout(ANSWER_TIME_MAX, (part.ask)(app)).await {
        Ok(Ok(lacks)) => lacks,
        Ok(Err(problem)) => {
            tracing::debug!(part = part.part, problem = problem.chain(), "not ready");
            Some("It could not be asked.")
        }
        Err(_) => Some("It did not answer in time."),
    };
    (part.part, Standing { ready: lacks.is_none(), lacks })
}

async fn database(app: &App) -> Result<Option<&'static str>> {
    let one: Option<i64> = app.store.value("SELECT CAST(1 AS BIGINT)", values![]).await?;
    Ok((one != Some(1)).then_some("It did not answer."))
}

/// A newer program on the same database is no reason to stop: that is how a rolling upgrade goes.
async fn tables(app: &App) -> Result<Option<&'static str>> {
    let steps = app.store.steps(&migrations(app.capabilities)).await?;
    Ok((!steps.missing.is_empty()).then_some("Some are not done yet."))
}
