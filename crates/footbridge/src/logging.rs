//! What the program says while it runs: to standard error, one line a happening.

use std::io::{IsTerminal, stderr};

use base::{Problem, Result};
use tracing_subscriber::{EnvFilter, fmt};

use crate::configuration::{Given, Style};

/// Says from now on what the configuration asks for.
pub(crate) fn start(given: &Given) -> Result<()> {
    let configuration = &given.configuration;
    let filter = EnvFilter::try_new(&configuration.log).map_err(|error| {
        let log = &configuration.log;
        Problem::invalid(
            "log",
            format!(
                "`{log}` does not say what to log: {error}; write it like info or warn,gate=debug"
            ),
        )
    })?;
    let lines = fmt().with_env_filter(filter).with_writer(stderr).with_target(false);
    match configuration.log_format {
        Style::Text => lines.with_ansi(stderr().is_terminal()).init(),
        Style::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
    std::panic::set_hook(Box::new(|panic| {
        let said = panic.to_string().replace('\n', " ");
        tracing::error!("{said}");
    }));
    for name in &given.unknown {
        tracing::warn!(name, "a variable of the environment looks like a setting and is none");
    }
    Ok(())
}
