//! Many times, as a row of a table.

use std::time::Duration;

/// Above the rows.
pub(crate) const HEADING: &str = "| from, to the first changed answer | times | p50 ms | p99 ms | max ms |\n|---|---|---|---|---|";

/// Times that were measured.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn row(&self, name: &str) -> String {
        let mut sorted = self.0.clone();
        sorted.sort();
        let at = |percent: usize| {
            let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
            sorted[place].as_secs_f64() * 1_000.0
        };
        format!("| {name} | {} | {:.1} | {:.1} | {:.1} |", sorted.len(), at(50), at(99), at(100))
    }
}
