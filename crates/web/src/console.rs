//! What a sub-command works with.

use std::io::{self, Write};

use base::{Clock, Problem, Result};
use serde::Serialize;

use crate::{
    App, Caller, Capability, Settings,
    api::{Client, Server},
};

/// The command line's side of the program.
#[derive(Debug)]
pub struct Console {
    /// What was configured.
    pub settings: Settings,
    /// The server to work at, where it is not this machine's own state.
    pub server: Option<Server>,
    /// Whether answers are JSON.
    pub json: bool,
    /// Every capability of the program.
    pub capabilities: &'static [&'static Capability],
}

impl Console {
    /// The API: of the server that was named, else of the state on this machine, as its operator.
    pub async fn api(&self) -> Result<Client> {
        match &self.server {
            Some(server) => Client::there(server.clone()),
            None => Ok(Client::here(self.app().await?, Caller::operator())),
        }
    }

    /// Opens the state on this machine. Commands that can work at another server call
    /// [`Self::api`] instead.
    pub async fn app(&self) -> Result<App> {
        let settings = self.here()?.clone();
        let app = App::open(settings, Clock::system(), self.capabilities).await?;
        app.stock().await?;
        Ok(app)
    }

    /// What was configured here, for what works on this machine's own state and at no other server.
    pub fn here(&self) -> Result<&Settings> {
        if self.server.is_none() {
            return Ok(&self.settings);
        }
        Err(Problem::invalid(
            "server",
            "this works only where the state is: leave out --server, on the server's own machine",
        ))
    }

    /// Answers: `value` as JSON if that was asked for, else `text`.
    pub fn answer(&self, value: &impl Serialize, text: &str) -> Result<()> {
        answer(self.json, value, text)
    }
}

/// The same where nothing was configured: what the program tells of itself.
pub fn answer(json: bool, value: &impl Serialize, text: &str) -> Result<()> {
    if !json {
        return say(text);
    }
    let json = serde_json::to_string_pretty(value)
        .map_err(|error| Problem::internal("the answer could not be written as JSON", error))?;
    say(&json)
}

/// One text to standard output. A reader that has gone away (`| head`) is no failure.
pub fn say(text: &str) -> Result<()> {
    match writeln!(io::stdout().lock(), "{}", text.trim_end()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::internal("standard output could not be written", error))
        }
        _ => Ok(()),
    }
}
