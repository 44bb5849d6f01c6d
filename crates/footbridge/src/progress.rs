//! How far long work is, on a terminal.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

/// How often the line is written anew.
const SHOWN_EVERY: Duration = Duration::from_millis(100);

/// One line on standard error that is written anew as work goes on, and gone when it is done. Nobody
/// sees it where standard error is no terminal.
#[derive(Debug)]
pub(crate) struct Progress {
    what: &'static str,
    whole: u64,
    done: u64,
    shown: Option<Instant>,
    is_seen: bool,
}

impl Progress {
    /// Work that is done when `whole` is, whatever that counts.
    pub(crate) fn of(what: &'static str, whole: u64) -> Self {
        Self { what, whole, done: 0, shown: None, is_seen: io::stderr().is_terminal() }
    }

    /// So much more is done.
    pub(crate) fn add(&mut self, done: u64) {
        self.done += done;
        if self.is_seen && self.shown.is_none_or(|shown| shown.elapsed() >= SHOWN_EVERY) {
            self.shown = Some(Instant::now());
            let percent = (100 * self.done.min(self.whole)).checked_div(self.whole).unwrap_or(100);
            // A terminal that has gone away is no failure.
            let _ = write!(io::stderr(), "\r{} {percent:>3} %", self.what);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(io::stderr(), "\r{:width$}\r", "", width = self.what.len() + 6);
        }
    }
}
