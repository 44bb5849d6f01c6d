//! The server.

mod certificate;
mod connections;
mod places;
mod supervisor;

use std::{future::Future, sync::Arc};

use base::{Clock, Problem, Result};
use capabilities::CAPABILITIES;
use clap::Command;
use store::ServerLock;
use tokio::{
    net::TcpListener,
    signal::{self, unix::SignalKind},
    task::JoinSet,
};
use web::{App, Console, console::say};

pub(crate) use self::certificate::Certificate;
use self::{
    connections::{Connections, Patience},
    places::Places,
};
use crate::configuration::Configuration;

pub(crate) fn command() -> Command {
    Command::new("serve").about("Run the server")
}

/// Serves until it is told to stop.
pub(crate) async fn run(configuration: &Configuration, console: &Console) -> Result<()> {
    let _lock = ServerLock::take(&console.settings.data)?;
    let certificate = certificate(configuration)?;
    let listener = listen(&configuration.listen).await?;
    let app = App::open(console.settings.clone(), Clock::system(), CAPABILITIES).await?;
    app.stock().await?;
    if let Some(link) = people::first_link(&app).await? {
        say(&format!(
            "Nobody is here yet. Open this once to become the first administrator:\n{link}"
        ))?;
    }
    let mut beside = run_beside(&app);
    if let Some(certificate) = certificate.clone() {
        beside.spawn(certificate.keep_fresh());
    }
    on_hangup(certificate.clone())?;
    let connections = Connections {
        routes: web::router(app.clone()),
        tls: certificate.map(|own| own.acceptor()).transpose()?,
        places: Places::new(app.settings.edge.trusted_proxies.clone()),
        patience: Patience::default(),
    };
    say(&format!("listening on {}", configuration.own_address()))?;
    supervisor::ready();
    connections.serve(listener, told_to_stop()).await;
    drop(beside);
    Ok(())
}

/// The certificate, where the server greets by TLS itself.
fn certificate(configuration: &Configuration) -> Result<Option<Arc<Certificate>>> {
    match (&configuration.tls_cert, &configuration.tls_key) {
        (Some(chain), Some(key)) => Certificate::read(chain, key).map(Some),
        (None, None) => Ok(None),
        (Some(_), None) => Err(half("tls_key", "tls_cert")),
        (None, Some(_)) => Err(half("tls_cert", "tls_key")),
    }
}

fn half(missing: &str, given: &str) -> Problem {
    Problem::invalid(
        missing,
        format!("`{given}` is given without `{missing}`: TLS needs both files"),
    )
}

/// SIGHUP has the certificate looked at now, not only soon. It never ends the server.
fn on_hangup(certificate: Option<Arc<Certificate>>) -> Result<()> {
    let mut hangup = signal::unix::signal(SignalKind::hangup())
        .map_err(|error| Problem::internal("the server cannot hear SIGHUP", error))?;
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            if let Some(certificate) = &certificate {
                certificate.look();
            } else {
                tracing::info!("told to reload; there is no certificate to read again");
            }
        }
    });
    Ok(())
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
        match signal::unix::signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            // Ctrl-C still works.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        () = terminated => {}
    }
    supervisor::stopping();
    tracing::info!("told to stop; finishing what is under way");
}
