//! Instants as people read them.

use base::Timestamp;
use jiff::{Zoned, fmt::strtime::Display, tz::TimeZone};
use maud::{Markup, html};

/// How times are told on this page: as of when, and in which zone. Every text stands in a `time`
/// element with the exact instant for machines and as its tooltip.
#[derive(Clone, Debug)]
pub struct When {
    now: Zoned,
}

impl When {
    /// Times as of `now`, in `zone`.
    pub fn new(now: Timestamp, zone: TimeZone) -> Self {
        Self { now: now.to_jiff().to_zoned(zone) }
    }

    /// Day and time: `22 November 2026, 09:30`.
    pub fn at(&self, at: Timestamp) -> Markup {
        let at = self.zoned(at);
        element(&at, &at.strftime("%-d %B %Y, %H:%M").to_string())
    }

    /// The day alone: `22 November 2026`.
    pub fn day(&self, at: Timestamp) -> Markup {
        let at = self.zoned(at);
        element(&at, &at.strftime("%-d %B %Y").to_string())
    }

    /// As short as is clear: `09:30` today, `20 Nov, 09:30` this year, else `20 Nov 2025`.
    pub fn short(&self, at: Timestamp) -> Markup {
        let at = self.zoned(at);
        let format = if at.date() == self.now.date() {
            "%H:%M"
        } else if at.year() == self.now.year() {
            "%-d %b, %H:%M"
        } else {
            "%-d %b %Y"
        };
        element(&at, &at.strftime(format).to_string())
    }

    /// Relative to now: `10 seconds ago`, `in 2 hours`; more than two weeks off, the day.
    pub fn ago(&self, at: Timestamp) -> Markup {
        let at = self.zoned(at);
        let seconds = at.timestamp().as_second() - self.now.timestamp().as_second();
        let words = relative(seconds).unwrap_or_else(|| at.strftime("%-d %B %Y").to_string());
        html! {
            time.ago datetime=(machine(&at)) title=(exact(&at)) { (words) }
        }
    }

    fn zoned(&self, at: Timestamp) -> Zoned {
        at.to_jiff().to_zoned(self.now.time_zone().clone())
    }
}

fn element(at: &Zoned, words: &str) -> Markup {
    html! { time datetime=(machine(at)) title=(exact(at)) { (words) } }
}

fn machine(at: &Zoned) -> Display<'_> {
    at.strftime("%Y-%m-%dT%H:%M:%S%:z")
}

fn exact(at: &Zoned) -> Display<'_> {
    at.strftime("%A %-d %B %Y, %H:%M:%S %Z")
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// `seconds` from now, negative for the past, in words; nothing beyond two weeks.
fn relative(seconds: i64) -> Option<String> {
    let (count, unit) = match seconds.unsigned_abs() {
        0..3 => return Some("just now".to_owned()),
        count @ 3..MINUTE => (count, "second"),
        count @ MINUTE..HOUR => (count / MINUTE, "minute"),
        count @ HOUR..DAY => (count / HOUR, "hour"),
        count => (count / DAY, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    match unit {
        "day" if count > 14 => None,
        _ if seconds < 0 => Some(format!("{count} {unit}{plural} ago")),
        _ => Some(format!("in {count} {unit}{plural}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sunday_morning() -> When {
        let now = "2026-11-22T08:30:00Z".parse().expect("a time");
        When::new(now, TimeZone::get("Europe/Berlin").expect("a zone"))
    }

    #[test]
    fn distances_are_told_in_the_largest_unit_that_fits() {
        let told = [-1, -10, -60, -3600, 7200, -86_400, 14 * 86_400].map(relative);
        let told: Vec<_> = told.into_iter().map(Option::unwrap_or_default).collect();
        assert_eq!(
            told,
            [
                "just now",
                "10 seconds ago",
                "1 minute ago",
                "1 hour ago",
                "in 2 hours",
                "1 day ago",
                "in 14 days",
            ]
        );
        assert_eq!(relative(-15 * 86_400), None);
    }

    #[test]
    fn the_element_carries_the_exact_instant_with_its_offset() {
        let at = "2026-07-01T07:05:09Z".parse().expect("a time");
        let markup = sunday_morning().at(at).into_string();
        assert!(markup.contains("datetime=\"2026-07-01T09:05:09+02:00\""), "{markup}");
        assert!(markup.contains(">1 July 2026, 09:05<"), "{markup}");
    }

    #[test]
    fn the_short_form_leaves_out_what_is_clear() {
        let when = sunday_morning();
        let short = |text: &str| when.short(text.parse().expect("a time")).into_string();
        assert!(short("2026-11-22T06:00:00Z").contains(">07:00<"));
        assert!(short("2026-11-20T06:00:00Z").contains(">20 Nov, 07:00<"));
        assert!(short("2025-11-20T06:00:00Z").contains(">20 Nov 2025<"));
    }
}
