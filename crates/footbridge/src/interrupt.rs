//! Long work that may be told to stop.

use std::future::{Future, pending};

use base::{Problem, Result};
use tokio::signal::{
    ctrl_c,
    unix::{SignalKind, signal},
};

/// Does `work`; told to stop by Ctrl-C or SIGTERM, drops it, which undoes it.
pub(crate) async fn until_told_to_stop<T>(work: impl Future<Output = T>) -> Result<T> {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => pending().await,
        }
    };
    tokio::select! {
        done = work => return Ok(done),
        _ = ctrl_c() => {}
        () = terminated => {}
    }
    Err(Problem::conflict("Stopped half-way: nothing of it was kept."))
}
