//! One number at one moment.

use std::fmt::Write;

/// One number at this moment. Names and labels are a fixed few, and say nothing of people or hosts.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// By Prometheus' customs: the program first, the unit last, `_total` for what only grows.
    pub name: &'static str,
    /// What it counts, in a sentence.
    pub says: &'static str,
    /// What tells it from others of the same name.
    pub label: Option<(&'static str, &'static str)>,
    /// The number.
    pub value: f64,
}

impl Figure {
    /// A figure that stands alone.
    pub const fn new(name: &'static str, says: &'static str, value: f64) -> Self {
        Self { name, says, label: None, value }
    }

    /// One of several of its name.
    #[must_use]
    pub const fn of(self, label: &'static str, value: &'static str) -> Self {
        Self { label: Some((label, value)), ..self }
    }
}

/// A count as a figure has it. Counts beyond 2^53 lose their last digits.
#[expect(clippy::cast_precision_loss, reason = "Prometheus has no other numbers")]
pub fn number(count: impl TryInto<i64>) -> f64 {
    count.try_into().unwrap_or(i64::MAX) as f64
}

/// As Prometheus reads them: those of one name stand together under what it says.
pub(super) fn render(figures: &[Figure]) -> String {
    let mut sorted: Vec<&Figure> = figures.iter().collect();
    sorted.sort_by_key(|figure| figure.name);
    let mut text = String::new();
    for same in sorted.chunk_by(|a, b| a.name == b.name) {
        let Figure { name, says, .. } = same[0];
        let kind = if name.ends_with("_total") { "counter" } else { "gauge" };
        let _ = writeln!(text, "# HELP {name} {says}\n# TYPE {name} {kind}");
        for Figure { label, value, .. } in same {
            let _ = match label {
                Some((label, is)) => writeln!(text, "{name}{{{label}=\"{is}\"}} {value}"),
                None => writeln!(text, "{name} {value}"),
            };
        }
    }
    text
}
