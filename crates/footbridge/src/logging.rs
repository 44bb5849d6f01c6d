//! What the program says while it runs: to standard error, one line a happening.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;

/// `FOOTBRIDGE_LOG` chooses what is said, in the form of `tracing`'s filters; `info` by default.
pub(crate) fn start() {
    let filter =
        EnvFilter::try_from_env("FOOTBRIDGE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal())
        .with_target(false)
        .init();
}
