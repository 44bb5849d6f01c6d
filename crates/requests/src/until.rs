//! “Until when?”, and other moments as people write them.

use base::{Problem, Result, Timestamp};
use jiff::{ToSpan, Zoned, civil, tz::TimeZone};

/// Nobody asks for longer than this, in months; the seats may agree on more.
pub(crate) const ASKED_MONTHS_MAX: i32 = 12;
/// The hour at which a day's work ends.
const EVENING: i8 = 18;

/// The present in the organisation's zone.
pub(crate) fn local(at: Timestamp, zone: &str) -> Zoned {
    at.to_jiff().to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
}

/// The end that was asked for by `choice`: `today`, `week`, `quarter`, `open` (the longest that can
/// be asked for) or `day`, which means the end of `day`.
pub(crate) fn asked(choice: &str, day: &str, now: Timestamp, zone: &str) -> Result<Timestamp> {
    let here = local(now, zone);
    let end = match choice {
        "today" => this_evening(&here),
        "week" => midnight_after(&here, here.date().saturating_add(7.days())),
        "quarter" => midnight_after(&here, here.date().saturating_add(3.months())),
        "open" => longest(&here),
        "day" => end_of("until_day", day, zone)?,
        _ if !day.is_empty() => end_of("until_day", day, zone)?,
        _ => return Err(Problem::invalid("until", "Choose until when you need it.")),
    };
    check_asked(end, now, zone)
}

/// An end that somebody may ask for: after now, and not too far away.
pub(crate) fn check_asked(end: Timestamp, now: Timestamp, zone: &str) -> Result<Timestamp> {
    let longest = longest(&local(now, zone));
    if end <= now {
        return Err(Problem::invalid("until_day", "This day is over. Choose a later one."));
    }
    if end > longest {
        let last = local(longest.before(std::time::Duration::from_secs(1)), zone);
        return Err(Problem::invalid(
            "until_day",
            format!(
                "Choose a day within 12 months, at the latest {}. It can be asked for again.",
                last.strftime("%-d %B %Y")
            ),
        ));
    }
    Ok(end)
}

/// 18:00 today; later than that, midnight.
fn this_evening(here: &Zoned) -> Timestamp {
    let evening = here.date().at(EVENING, 0, 0, 0).to_zoned(here.time_zone().clone());
    match evening {
        Ok(evening) if evening > *here => evening.timestamp().into(),
        _ => midnight_after(here, here.date()),
    }
}

fn longest(here: &Zoned) -> Timestamp {
    midnight_after(here, here.date().saturating_add(ASKED_MONTHS_MAX.months()))
}

/// The first instant after `day`.
fn midnight_after(here: &Zoned, day: civil::Date) -> Timestamp {
    let next = day.saturating_add(1.day()).to_zoned(here.time_zone().clone());
    next.unwrap_or_else(|_| here.clone()).timestamp().into()
}

/// The end of the day `text`, or the exact time if it names one.
pub(crate) fn end_of(field: &str, text: &str, zone: &str) -> Result<Timestamp> {
    read(field, text, zone, true)
}

/// The beginning of the day `text`, or the exact time if it names one.
pub(crate) fn start_of(field: &str, text: &str, zone: &str) -> Result<Timestamp> {
    read(field, text, zone, false)
}

fn read(field: &str, text: &str, zone: &str, to_its_end: bool) -> Result<Timestamp> {
    let wrong = || {
        let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
        Problem::invalid(
            field,
            format!(
                "`{shown}` is not a day: write it like 2026-12-18, or with a time, 2026-12-18T14:00."
            ),
        )
    };
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    if let Ok(exact) = text.parse::<jiff::Timestamp>() {
        return Ok(exact.into());
    }
    let moment = if text.contains(['T', ' ']) {
        text.replacen(' ', "T", 1).parse::<civil::DateTime>().map_err(|_| wrong())?
    } else {
        let day = text.parse::<civil::Date>().map_err(|_| wrong())?;
        let day = if to_its_end { day.checked_add(1.day()).map_err(|_| wrong())? } else { day };
        day.at(0, 0, 0, 0)
    };
    moment.to_zoned(zone).map(|zoned| zoned.timestamp().into()).map_err(|_| wrong())
}

/// As the field of a form holds it.
pub(crate) fn typed(at: Timestamp, zone: &str) -> String {
    local(at, zone).strftime("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: &str = "Europe/Berlin";

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn end(choice: &str, day: &str, now: &str) -> String {
        asked(choice, day, at(now), BERLIN).expect("an end").to_string()
    }

    #[test]
    fn a_day_ends_at_midnight_where_the_organisation_is() {
        assert_eq!(end("day", "2026-12-18", "2026-11-23T09:00:00Z"), "2026-12-18T23:00:00Z");
        // The day on which the clocks go forward has 23 hours.
        assert_eq!(end("day", "2027-03-28", "2026-11-23T09:00:00Z"), "2027-03-28T22:00:00Z");
    }

    #[test]
    fn today_is_until_the_evening_and_in_the_evening_until_midnight() {
        assert_eq!(end("today", "", "2026-11-23T09:00:00Z"), "2026-11-23T17:00:00Z");
        assert_eq!(end("today", "", "2026-11-23T17:00:00Z"), "2026-11-23T23:00:00Z");
    }

    #[test]
    fn no_end_proposes_a_year_and_nobody_asks_for_more() {
        let now = "2026-11-23T09:00:00Z";
        assert_eq!(end("open", "", now), "2027-11-23T23:00:00Z");
        assert_eq!(end("day", "2027-11-23", now), "2027-11-23T23:00:00Z");
        let problem = asked("day", "2027-11-24", at(now), BERLIN).expect_err("too far");
        assert!(problem.sentence().contains("23 November 2027"), "{problem}");
    }

    #[test]
    fn what_is_no_day_or_over_is_refused() {
        let now = at("2026-11-23T09:00:00Z");
        for (choice, day) in [
            ("day", "2026-02-30"),
            ("day", "tomorrow"),
            ("day", "2026-11-22"),
            ("", ""),
            ("forever", ""),
            ("day", "9999-12-31"),
            ("day", "-9999-01-01"),
        ] {
            assert!(asked(choice, day, now, BERLIN).is_err(), "{choice} {day}");
        }
    }
}
