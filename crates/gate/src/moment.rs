//! Times as people write and read them, in the organisation's zone.

use std::time::Duration;

use base::{Problem, Result, Timestamp};
use jiff::{civil, tz::TimeZone};

/// Reads `2026-12-01T17:00:00Z`, or a day with or without a time on the clock of `zone`:
/// `2026-12-01 17:00`, `2026-12-01T17:00`, `2026-12-01` (its first instant).
pub fn read(text: &str, zone: &str) -> Result<Timestamp> {
    let text = text.trim();
    if let Ok(exact) = text.parse::<Timestamp>() {
        return Ok(exact);
    }
    let local = civil::DateTime::strptime("%Y-%m-%d %H:%M", text)
        .or_else(|_| text.parse::<civil::DateTime>())
        .or_else(|_| text.parse::<civil::Date>().map(civil::DateTime::from));
    let zoned = local.and_then(|local| local.to_zoned(zone_named(zone)));
    zoned.map(|zoned| zoned.timestamp().into()).map_err(|_| {
        let shown: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
        Problem::invalid(
            "time",
            format!(
                "`{shown}` is not a time: write it like 2026-12-01 17:00, or exactly, like 2026-12-01T16:00:00Z"
            ),
        )
    })
}

/// `1 December 2026, 17:00` on the clock of `zone`.
pub fn say(at: Timestamp, zone: &str) -> String {
    at.to_jiff().to_zoned(zone_named(zone)).strftime("%-d %B %Y, %H:%M").to_string()
}

/// An end: midnight is the end of the day before it.
pub fn say_end(at: Timestamp, zone: &str) -> String {
    let here = at.to_jiff().to_zoned(zone_named(zone));
    if here.time() != civil::Time::midnight() {
        return say(at, zone);
    }
    let last = at.before(Duration::from_secs(1)).to_jiff().to_zoned(zone_named(zone));
    format!("the end of {}", last.strftime("%-d %B %Y"))
}

/// As a form field holds it: `2026-12-01T17:00`.
pub fn in_field(at: Timestamp, zone: &str) -> String {
    at.to_jiff().to_zoned(zone_named(zone)).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// As short as is clear at `now`: `17:00` on the same day, else `Tuesday 1 December, 17:00`.
pub fn say_soon(at: Timestamp, now: Timestamp, zone: &str) -> String {
    let zone = zone_named(zone);
    let (at, now) = (at.to_jiff().to_zoned(zone.clone()), now.to_jiff().to_zoned(zone));
    let format = match (at.date() == now.date(), at.year() == now.year()) {
        (true, _) => "%H:%M",
        (_, true) => "%A %-d %B, %H:%M",
        _ => "%-d %B %Y, %H:%M",
    };
    at.strftime(format).to_string()
}

fn zone_named(zone: &str) -> TimeZone {
    TimeZone::get(zone).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: &str = "Europe/Berlin";

    #[test]
    fn a_local_time_is_on_the_clock_of_the_zone() {
        let at = |text| read(text, BERLIN).expect("a time").to_string();
        assert_eq!(at("2026-12-01 17:00"), "2026-12-01T16:00:00Z");
        assert_eq!(at("2026-12-01T17:00"), "2026-12-01T16:00:00Z");
        assert_eq!(at("2026-07-01"), "2026-06-30T22:00:00Z");
        assert_eq!(at("2026-12-01T16:00:00+01:00"), "2026-12-01T15:00:00Z");
    }

    #[test]
    fn an_end_at_midnight_is_the_end_of_the_day_before() {
        let said = |text| say_end(read(text, BERLIN).expect("a time"), BERLIN);
        assert_eq!(said("2027-03-23"), "the end of 22 March 2027");
        assert_eq!(said("2027-03-23 12:00"), "23 March 2027, 12:00");
    }

    #[test]
    fn what_is_no_time_is_refused_with_an_example() {
        let problem = read("tomorrow\u{7}", BERLIN).expect_err("refused");
        assert!(problem.sentence().starts_with("`tomorrow` is not a time"), "{problem}");
    }

    #[test]
    fn times_are_said_as_short_as_is_clear() {
        let now = read("2026-11-23 10:00", BERLIN).expect("a time");
        let said = |text| say_soon(read(text, BERLIN).expect("a time"), now, BERLIN);
        assert_eq!(said("2026-11-23 17:00"), "17:00");
        assert_eq!(said("2026-12-01 17:00"), "Tuesday 1 December, 17:00");
        assert_eq!(said("2027-01-04 09:00"), "4 January 2027, 09:00");
    }
}
