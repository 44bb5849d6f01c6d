//! What whoever runs the program chose about looking at it, and what tells them that it is ready.

use std::{fmt, time::Duration};

use base::Result;
use futures::future::BoxFuture;
use ipnet::IpNet;

use crate::App;

/// What whoever runs the program chose about looking at it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Networks that may read `/metrics`, beside the machine itself.
    pub metrics_from: Vec<IpNet>,
    /// A request that takes longer leaves a line in the log.
    pub slow_request: Duration,
}

impl Default for Operation {
    fn default() -> Self {
        Self { metrics_from: Vec::new(), slow_request: Duration::from_secs(2) }
    }
}

/// A part of the program that must be ready before people are sent to it.
#[derive(Clone, Copy)]
pub struct Ready {
    /// A word for it.
    pub part: &'static str,
    /// What it lacks, in a sentence that strangers may read; nothing if it is ready.
    pub ask: LacksFn,
}

/// See [`Ready::ask`].
pub type LacksFn = for<'a> fn(&'a App) -> BoxFuture<'a, Result<Option<&'static str>>>;

impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ready").field("part", &self.part).finish_non_exhaustive()
    }
}
