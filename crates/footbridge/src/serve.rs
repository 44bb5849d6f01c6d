//! The server.

use std::{future::Future, net::SocketAddr};

use base::{Clock, Problem, Result};
use clap::Command;
use store::ServerLock;
use tokio::{net::TcpListener, signal, task::JoinSet};
use web::{App, Console, console::say};

use crate::{capabilities::CAPABILITIES, configuration::Configuration};

pub(crate) fn command() -> Command {
    Command::new("serve").about("Run the server")
}

/// Serves until it is told to stop.
pub(crate) async fn run(configuration: &Configuration, console: &Console) -> Result<()> {
    let _lock = ServerLock::take(&console.settings.data)?;
    let listener = listen(&configuration.listen).await?;
    let app = App::open(console.settings.clone(), Clock::system(), CAPABILITIES).await?;
    catalog::sync(&app).await?;
    if let Some(link) = people::first_link(&app).await? {
        say(&format!(
            "Nobody is here yet. Open this once to become the first administrator:\n{link}"
        ))?;
    }
    let beside = run_beside(&app);
    let routes = web::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    say(&format!("listening on http://{}", configuration.listen))?;
    let served = axum::serve(listener, routes).with_graceful_shutdown(told_to_stop()).await;
    drop(beside);
    served.map_err(|error| Problem::internal("the server stopped by itself", error))
}

async fn listen(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Problem::conflict(format!(
            "Something else listens on {address} already. Stop it, or choose another address with --listen."
        )),
        _ => Problem::invalid("listen", format!("The server cannot listen on `{address}`: {error}")),
    })
}

/// What runs beside the pages: the topics of other processes, the queue, and what capabilities
/// bring. All of it ends when the set is dropped.
fn run_beside(app: &App) -> JoinSet<()> {
    let mut beside = JoinSet::new();
    spawn(&mut beside, app, |app| async move { app.store.listen().await });
    spawn(&mut beside, app, |app| async move {
        let kinds = web::JOBS.iter().chain(CAPABILITIES.iter().flat_map(|own| own.jobs)).collect();
        jobs::Worker::new(app.store.clone(), app.clock.clone(), kinds).work(&app).await;
    });
    for run in CAPABILITIES.iter().filter_map(|capability| capability.run) {
        spawn(&mut beside, app, run);
    }
    beside
}

fn spawn<F: Future<Output = ()> + Send + 'static>(
    beside: &mut JoinSet<()>,
    app: &App,
    work: impl FnOnce(App) -> F,
) {
    beside.spawn(work(app.clone()));
}

async fn told_to_stop() {
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            // Ctrl-C still works.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::info!("told to stop; finishing what is under way");
}
