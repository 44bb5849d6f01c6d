//! How often which rule decided, since the server started.

use std::collections::BTreeMap;

use crate::squid::wire::Counts;

/// Rules that are counted; what comes beyond counts only in the sums.
const RULES_MAX: usize = 100_000;

/// What helpers counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counters {
    /// Answers by effect.
    answers: BTreeMap<String, u64>,
    /// Answers by rule.
    rules: BTreeMap<String, u64>,
    dropped: u64,
}

impl Counters {
    pub(crate) fn add(&mut self, counts: &Counts) {
        self.dropped(counts.dropped);
        for count in &counts.counts {
            if matches!(count.effect.as_str(), "allow" | "coach" | "deny") {
                *self.answers.entry(count.effect.clone()).or_default() += count.times;
            }
            if self.rules.len() < RULES_MAX || self.rules.contains_key(&count.rule) {
                *self.rules.entry(count.rule.clone()).or_default() += count.times;
            }
        }
    }

    /// Something was not told, or found no room.
    pub(crate) fn dropped(&mut self, count: u64) {
        if count > 0 {
            self.dropped = self.dropped.saturating_add(count);
            tracing::warn!(count, sum = self.dropped, "blocks or counts were dropped");
        }
    }

    /// How many answers had this effect.
    pub(crate) fn answers(&self, effect: &str) -> u64 {
        self.answers.get(effect).copied().unwrap_or(0)
    }

    /// How much was not told, or found no room.
    pub(crate) fn lost(&self) -> u64 {
        self.dropped
    }

    /// How often this rule decided.
    pub(crate) fn of_rule(&self, id: &str) -> u64 {
        self.rules.get(id).copied().unwrap_or(0)
    }
}
