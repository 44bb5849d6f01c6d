//! Days and hours, right across midnight and daylight saving.

use base::{Schedule, Timestamp};
use proptest::prelude::*;

fn schedule(hours: &str, zone: &str) -> Schedule {
    Schedule::parse(hours, zone).expect("a schedule")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// The state and the instant of the next change, in UTC.
fn state(hours: &str, zone: &str, instant: &str) -> (bool, String) {
    let (open, until) = schedule(hours, zone).state_at(at(instant));
    (open, until.map_or_else(|| "never".to_owned(), |until| until.to_string()))
}

fn is(open: bool, until: &str) -> (bool, String) {
    (open, until.to_owned())
}

#[test]
fn office_hours_open_and_close_by_the_clock_on_the_wall() {
    let office = "mon-fri 09:00-17:00";
    assert_eq!(
        state(office, "Europe/Berlin", "2026-11-20T15:59:59.999999Z"),
        is(true, "2026-11-20T16:00:00Z")
    );
    assert_eq!(
        state(office, "Europe/Berlin", "2026-11-20T16:00:00Z"),
        is(false, "2026-11-23T08:00:00Z")
    );
    assert_eq!(state(office, "UTC", "2026-11-23T09:00:00Z"), is(true, "2026-11-23T17:00:00Z"));
}

#[test]
fn a_window_across_midnight_belongs_to_the_day_on_which_it_starts() {
    let night = "sun 22:00-02:00";
    assert_eq!(state(night, "UTC", "2026-11-22T21:59:59Z"), is(false, "2026-11-22T22:00:00Z"));
    assert_eq!(state(night, "UTC", "2026-11-22T23:59:59Z"), is(true, "2026-11-23T02:00:00Z"));
    assert_eq!(state(night, "UTC", "2026-11-23T02:00:00Z"), is(false, "2026-11-29T22:00:00Z"));
    assert_eq!(
        state("mon 09:00-09:00", "UTC", "2026-11-24T08:59:00Z"),
        is(true, "2026-11-24T09:00:00Z")
    );
}

#[test]
fn windows_that_touch_are_one_and_a_full_week_never_changes() {
    assert_eq!(
        state("sat 00:00-24:00; sun 00:00-12:00", "UTC", "2026-11-21T10:00:00Z"),
        is(true, "2026-11-22T12:00:00Z")
    );
    assert_eq!(
        state("daily 00:00-24:00", "Europe/Berlin", "2026-11-21T10:00:00Z"),
        is(true, "never")
    );
    assert_eq!(
        state("daily 08:00-08:00", "Europe/Berlin", "2026-11-21T10:00:00Z"),
        is(true, "never")
    );
}

#[test]
fn an_edge_in_skipped_hours_takes_effect_where_the_clock_jumps() {
    // In Berlin 02:00 becomes 03:00 on 2026-03-29, at 01:00 UTC.
    assert_eq!(
        state("sun 02:30-04:00", "Europe/Berlin", "2026-03-29T00:30:00Z"),
        is(false, "2026-03-29T01:00:00Z")
    );
    assert_eq!(
        state("sun 00:30-02:30", "Europe/Berlin", "2026-03-29T00:30:00Z"),
        is(true, "2026-03-29T01:00:00Z")
    );
    assert_eq!(
        state("sun 02:10-02:50", "Europe/Berlin", "2026-03-29T00:30:00Z"),
        is(false, "2026-04-05T00:10:00Z")
    );
}

#[test]
fn hours_that_come_twice_count_twice() {
    // In Berlin 03:00 becomes 02:00 on 2026-10-25, at 01:00 UTC.
    let night = "sun 02:30-04:00";
    assert_eq!(
        state(night, "Europe/Berlin", "2026-10-25T00:00:00Z"),
        is(false, "2026-10-25T00:30:00Z")
    );
    assert_eq!(
        state(night, "Europe/Berlin", "2026-10-25T00:30:00Z"),
        is(true, "2026-10-25T01:00:00Z")
    );
    assert_eq!(
        state(night, "Europe/Berlin", "2026-10-25T01:00:00Z"),
        is(false, "2026-10-25T01:30:00Z")
    );
    assert_eq!(
        state(night, "Europe/Berlin", "2026-10-25T01:30:00Z"),
        is(true, "2026-10-25T03:00:00Z")
    );
}

#[test]
fn it_reads_what_people_write_and_says_it_in_plain_words() {
    for (written, compact, words) in [
        ("mon-fri 09:00-17:00", "mon-fri 09:00-17:00", "Mon–Fri 09:00–17:00 UTC"),
        ("Mon,Tue  9:00 - 17:00", "mon,tue 09:00-17:00", "Mon, Tue 09:00–17:00 UTC"),
        ("sat-mon 22:00-00:00;", "mon,sat,sun 22:00-24:00", "Mon, Sat, Sun 22:00–24:00 UTC"),
        (
            "daily 12:00-13:00,18:00-19:00",
            "mon-sun 12:00-13:00; mon-sun 18:00-19:00",
            "every day 12:00–13:00; every day 18:00–19:00 UTC",
        ),
        ("mon-wed,fri 22:00-02:00", "mon-wed,fri 22:00-02:00", "Mon–Wed, Fri 22:00–02:00 UTC"),
    ] {
        let schedule = schedule(written, "utc");
        assert_eq!((schedule.hours().as_str(), schedule.to_string().as_str()), (compact, words));
    }
    let office = schedule("mon-fri 09:00-17:00", "europe/berlin");
    let json = serde_json::to_string(&office).expect("JSON");
    assert_eq!(json, r#"{"hours":"mon-fri 09:00-17:00","zone":"Europe/Berlin"}"#);
    assert_eq!(serde_json::from_str::<Schedule>(&json).expect("a schedule"), office);
}

#[test]
fn what_it_cannot_read_it_refuses_with_a_sentence() {
    for wrong in [
        "",
        "mon",
        "09:00-17:00",
        "mon-fri",
        "mon-fri 9-17",
        "mon 25:00-26:00",
        "mon 24:00-02:00",
        "mon 09:60-10:00",
        "mon 09:00-24:01",
        "mond 09:00-10:00",
        "mon 09:0-10:00",
        "mon 09:00",
        "mon +9:00-10:00",
    ] {
        let problem = Schedule::parse(wrong, "UTC").expect_err(wrong).to_string();
        assert!(problem.contains("is not days and hours"), "{wrong}: {problem}");
    }
    assert!(Schedule::parse(&"mon 01:00-02:00;".repeat(51), "UTC").is_err());
    for zone in ["", "Berlin", "Mars/Olympus", "../etc/passwd"] {
        assert!(
            Schedule::parse("mon 09:00-10:00", zone)
                .expect_err(zone)
                .to_string()
                .contains("is not a time zone")
        );
    }
}

/// The naive twin of one window: days (0 is Monday) and minutes after midnight.
type Span = (Vec<i8>, i64, i64);

/// Reads the clock on the wall and looks.
fn naive_is_open(windows: &[Span], zone: &jiff::tz::TimeZone, instant: Timestamp) -> bool {
    let wall = instant.to_jiff().to_zoned(zone.clone());
    let minute = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
    let today = wall.weekday().to_monday_zero_offset();
    let yesterday = (today + 6) % 7;
    windows.iter().any(|(days, from, to)| {
        if to > from {
            days.contains(&today) && minute >= *from && minute < *to
        } else {
            days.contains(&today) && minute >= *from || days.contains(&yesterday) && minute < *to
        }
    })
}

const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Kolkata",
];

fn window() -> impl Strategy<Value = Span> {
    let days = proptest::sample::subsequence(vec![0_i8, 1, 2, 3, 4, 5, 6], 1..=7);
    // Often in the hours in which clocks change, and often to the half-hour.
    let minute = prop_oneof![0_i64..300, (0_i64..48).prop_map(|half| half * 30), 0_i64..1440];
    (days, minute.clone(), minute.prop_map(|to| if to == 0 { 1440 } else { to }))
}

fn written(windows: &[Span]) -> String {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let one = |(days, from, to): &Span| {
        let days: Vec<_> =
            days.iter().map(|day| NAMES[usize::try_from(*day).expect("a day")]).collect();
        format!(
            "{} {:02}:{:02}-{:02}:{:02}",
            days.join(","),
            from / 60,
            from % 60,
            to / 60,
            to % 60
        )
    };
    windows.iter().map(one).collect::<Vec<_>>().join(";")
}

/// Within two days of a change of the clock, which in Apia once skipped a whole day.
fn instant(zone: &'static str) -> impl Strategy<Value = Timestamp> {
    let start =
        if zone == "Pacific/Apia" { "2011-12-01T00:00:00Z" } else { "2026-01-01T00:00:00Z" };
    let tz = jiff::tz::TimeZone::get(zone).expect("a zone");
    let mut changes: Vec<_> =
        tz.following(at(start).to_jiff()).take(4).map(|change| change.timestamp()).collect();
    changes.push(at(start).to_jiff());
    (proptest::sample::select(changes), -172_800_i64..172_800)
        .prop_map(|(change, off)| Timestamp::from_micros(change.as_microsecond() + off * 1_000_000))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn it_agrees_with_somebody_who_looks_at_the_clock_every_minute(
        windows in proptest::collection::vec(window(), 1..4),
        (zone, instant) in proptest::sample::select(ZONES.to_vec()).prop_flat_map(|zone| (Just(zone), instant(zone))),
    ) {
        let schedule = schedule(&written(&windows), zone);
        let tz = jiff::tz::TimeZone::get(zone).expect("a zone");
        let (open, until) = schedule.state_at(instant);
        prop_assert_eq!(open, naive_is_open(&windows, &tz, instant));
        // Two days of minutes, on the minute: no change before `until`, and a change at it.
        let horizon = Timestamp::from_micros(instant.micros() + 2 * 86_400_000_000);
        let first = instant.micros().div_euclid(60_000_000) + 1;
        for minute in (first * 60_000_000..horizon.micros()).step_by(60_000_000).map(Timestamp::from_micros) {
            if until.is_some_and(|until| minute >= until) {
                break;
            }
            prop_assert_eq!(naive_is_open(&windows, &tz, minute), open, "at {}", minute);
        }
        if let Some(until) = until {
            prop_assert!(until > instant);
            prop_assert_eq!(naive_is_open(&windows, &tz, until), !open);
            prop_assert_eq!(naive_is_open(&windows, &tz, Timestamp::from_micros(until.micros() - 1)), open);
        }
    }
}
