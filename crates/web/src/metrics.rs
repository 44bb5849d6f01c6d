//! Figures for machines, as Prometheus reads them. No label says anything of people or hosts, and
//! there are as many series as there are routes, methods and statuses.

mod figure;
mod process;

use std::{
    future::Future,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use base::Result;
use futures::{FutureExt, future::join_all};
use metrics::{
    counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
    with_local_recorder,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusRecorder};

pub use self::figure::{Figure, number};
use crate::{App, session};

/// The upper ends of what the latency is counted in, in seconds.
const BUCKETS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
const REQUESTS: &str = "footbridge_http_requests_total";
const LATENCY: &str = "footbridge_http_request_duration_seconds";
const IN_FLIGHT: &str = "footbridge_http_requests_in_flight";
/// The recorder keeps samples until they are folded into buckets; so many at most wait for it.
const SAMPLES_UNFOLDED_MAX: u64 = 1024;
/// How long the parts may take to tell their figures.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(2);

/// Prometheus' text format, version 0.0.4.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";
/// Headers by which a proxy shows that it passes something on.
const PROXIES_ADD: [&str; 5] =
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/// What was counted since the program started.
pub(crate) struct Metrics {
    recorder: PrometheusRecorder,
    samples: AtomicU64,
}

impl Default for Metrics {
    fn default() -> Self {
        let latency = Matcher::Full(LATENCY.to_owned());
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(latency, &BUCKETS)
            .expect("there are buckets")
            .build_recorder();
        with_local_recorder(&recorder, || {
            describe_counter!(REQUESTS, "Requests answered, by the template of their route.");
            describe_histogram!(LATENCY, "How long requests took until their answer began.");
            describe_gauge!(IN_FLIGHT, "Requests that are not answered yet.");
        });
        Self { recorder, samples: AtomicU64::new(0) }
    }
}

impl Metrics {
    fn count(&self, status: StatusCode, took: Duration, request: &UnderWay) {
        let UnderWay { method, route, .. } = request;
        let status = status.as_u16().to_string();
        with_local_recorder(&self.recorder, || {
            let (method, route) = (*method, route.clone());
            counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status)
                .increment(1);
            histogram!(LATENCY, "method" => method, "route" => route).record(took);
        });
        if self.samples.fetch_add(1, Ordering::Relaxed).is_multiple_of(SAMPLES_UNFOLDED_MAX) {
            self.recorder.handle().run_upkeep();
        }
    }
}

/// A request until it is answered, or until whoever asked has gone away.
pub(crate) struct UnderWay {
    metrics: Arc<Metrics>,
    method: &'static str,
    route: String,
}

impl UnderWay {
    pub(crate) fn begin(app: &App, method: &'static str, route: String) -> Self {
        let metrics = app.memory::<Metrics>();
        with_local_recorder(&metrics.recorder, || gauge!(IN_FLIGHT).increment(1));
        Self { metrics, method, route }
    }

    pub(crate) fn answered(self, status: StatusCode, took: Duration) {
        self.metrics.count(status, took, &self);
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        with_local_recorder(&self.metrics.recorder, || gauge!(IN_FLIGHT).decrement(1));
    }
}

/// The page, for whoever may read it.
pub(crate) async fn show(State(app): State<App>, request: Request) -> Response {
    if !is_meant_for(&app, &request) {
        let sentence = "Figures are for this machine, and for the networks that `metrics_from` names in the configuration.\n";
        return (StatusCode::FORBIDDEN, sentence).into_response();
    }
    let counted = app.memory::<Metrics>().recorder.handle().render();
    let now = figures(&app).await;
    ([(header::CONTENT_TYPE, TEXT)], counted + &figure::render(&now)).into_response()
}

/// Behind a proxy on this machine that is not named as one, everybody seems to come from here. It
/// tells by what it adds to the request.
fn is_meant_for(app: &App, request: &Request) -> bool {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let Some(from) = from.map(|peer| peer.0.ip().to_canonical()) else { return false };
    let is_passed_on = PROXIES_ADD.iter().any(|name| request.headers().contains_key(*name));
    let named = &app.settings.operation.metrics_from;
    (from.is_loopback() && !is_passed_on) || named.iter().any(|network| network.contains(&from))
}

/// What every part tells, all asked at once. A part that fails is left out: Prometheus knows what
/// it misses.
async fn figures(app: &App) -> Vec<Figure> {
    let slices = app.capabilities.iter().filter_map(|capability| capability.figures);
    let slices = slices.map(|figures| in_time(figures(app)).boxed());
    let own = [in_time(state(app)).boxed(), in_time(queue(app)).boxed()];
    let told = join_all(own.into_iter().chain(slices)).await;
    program().into_iter().chain(process::figures()).chain(told.into_iter().flatten()).collect()
}

async fn in_time(part: impl Future<Output = Result<Vec<Figure>>>) -> Vec<Figure> {
    match tokio::time::timeout(ANSWER_TIME_MAX, part).await {
        Ok(Ok(figures)) => figures,
        Ok(Err(problem)) => {
            tracing::warn!(problem = problem.chain(), "some figures could not be told");
            Vec::new()
        }
        Err(_) => {
            tracing::warn!("some figures were not told in time");
            Vec::new()
        }
    }
}

/// What is known without asking the database.
fn program() -> Vec<Figure> {
    vec![
        Figure::new("footbridge_build_info", "Always 1; the label says which version runs.", 1.0)
            .of("version", env!("CARGO_PKG_VERSION")),
    ]
}

async fn state(app: &App) -> Result<Vec<Figure>> {
    let pools = app.store.pools().into_iter().flat_map(|pool| {
        let open = Figure::new(
            "footbridge_database_connections",
            "Connections that are open.",
            f64::from(pool.open),
        );
        let idle = Figure::new(
            "footbridge_database_connections_idle",
            "Open connections that nobody uses.",
            f64::from(pool.idle),
        );
        [open.of("pool", pool.name), idle.of("pool", pool.name)]
    });
    let mut figures: Vec<Figure> = pools.collect();
    let entries = audit::head(&app.store).await?.size;
    figures.push(Figure::new(
        "footbridge_audit_entries",
        "Entries of the audit log.",
        number(entries),
    ));
    let sessions = session::count(app).await?;
    figures.push(Figure::new(
        "footbridge_sessions",
        "Browsers in which somebody is signed in.",
        number(sessions),
    ));
    Ok(figures)
}

async fn queue(app: &App) -> Result<Vec<Figure>> {
    let queue = jobs::queue(&app.store, app.now()).await?;
    let jobs = |state, count| {
        Figure::new("footbridge_jobs", "Jobs in the queue, by state.", number(count))
            .of("state", state)
    };
    let oldest = queue.oldest.map_or(Duration::ZERO, |since| app.now().since(since));
    Ok(vec![
        jobs("waiting", queue.waiting),
        jobs("failing", queue.failing),
        jobs("given_up", queue.given_up),
        Figure::new(
            "footbridge_jobs_oldest_seconds",
            "How long the oldest job that is due waits.",
            oldest.as_secs_f64(),
        ),
    ])
}
