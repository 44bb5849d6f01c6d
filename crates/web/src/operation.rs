//! What whoever runs the program chose about looking at it, and what tells them that it is ready.

use std::time::Duration;

use ipnet::IpNet;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// A word for it, the same at all times.
    pub name: &'static str,
    /// What is not as it should be, in a sentence that strangers may read; `None` if it is ready.
    pub lacks: Option<&'static str>,
}

impl Part {
    /// A part that is ready, or else lacks something.
    pub fn new(name: &'static str, is_ready: bool, lacks: &'static str) -> Self {
        Self { name, lacks: (!is_ready).then_some(lacks) }
    }
}
