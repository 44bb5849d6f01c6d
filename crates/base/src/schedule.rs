//! Days and hours of the week in a named time zone.
//!
//! A schedule is open at an instant if the clock on the wall in its zone then shows a time inside
//! one of its windows. That one rule also says what happens when the clocks change:
//!
//! - An edge that falls into hours that are skipped takes effect where the clock jumps: with
//!   02:30-04:00 in the night when 02:00 becomes 03:00, the window opens at 03:00. A window that
//!   lies wholly in the skipped hours does not open in that night.
//! - Hours that come twice count twice: with 02:30-04:00 in the night when 03:00 becomes 02:00,
//!   the window opens at 02:30, closes when the clock goes back to 02:00 and opens again at 02:30.

mod hours;
mod week;

use std::fmt;

use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeStruct};

pub use hours::Window;
use week::Week;

use crate::{Problem, Timestamp};

/// The most windows in one schedule.
pub const WINDOWS_MAX: usize = 50;

/// When something is open: windows of the week, and the zone whose clock they mean.
#[derive(Clone, Debug)]
pub struct Schedule {
    zone: TimeZone,
    zone_name: String,
    windows: Vec<Window>,
    week: Week,
}

impl Schedule {
    /// Reads `mon-fri 09:00-17:00`, `mon,wed 22:00-02:00; sat 00:00-24:00` or `daily 12:00-13:00`
    /// in the zone named by IANA, such as `Europe/Berlin`. A window that ends at or before its
    /// start goes across midnight and belongs to the day on which it starts.
    pub fn parse(hours: &str, zone: &str) -> Result<Self, Problem> {
        Self::new(hours::parse(hours)?, zone)
    }

    /// The schedule of these windows in the zone named by IANA.
    pub fn new(windows: Vec<Window>, zone: &str) -> Result<Self, Problem> {
        if windows.is_empty() || windows.len() > WINDOWS_MAX {
            return Err(Problem::invalid(
                "schedule",
                format!(
                    "A schedule has 1 to {WINDOWS_MAX} windows, this one has {}",
                    windows.len()
                ),
            ));
        }
        let zone = zone_named(zone)?;
        let zone_name = zone.iana_name().unwrap_or("UTC").to_owned();
        let week = Week::of(&windows);
        Ok(Self { zone, zone_name, windows, week })
    }

    /// The windows, as they were written.
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// The name of the zone.
    pub fn zone(&self) -> &str {
        &self.zone_name
    }

    /// The windows as [`Schedule::parse`] reads them.
    pub fn hours(&self) -> String {
        self.windows.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }

    /// Whether it is open at `at`, and the exact instant at which that next changes (never, if it
    /// is always open).
    pub fn state_at(&self, at: Timestamp) -> (bool, Option<Timestamp>) {
        let mut from = at.to_jiff();
        let open = self.week.is_open(self.wall_clock(from));
        if self.week.is_constant() {
            return (open, None);
        }
        // Between two changes of the zone's offset the wall clock runs evenly.
        for change in self.zone.following(from) {
            let edge = self.next_edge_if_even(from);
            if edge < change.timestamp() {
                return (open, Some(edge.into()));
            }
            from = change.timestamp();
            if self.week.is_open(self.wall_clock(from)) != open {
                return (open, Some(from.into()));
            }
        }
        (open, Some(self.next_edge_if_even(from).into()))
    }

    /// What the wall clock shows, in microseconds since Monday 00:00.
    fn wall_clock(&self, at: jiff::Timestamp) -> i64 {
        let offset = i64::from(self.zone.to_offset(at).seconds());
        week::since_monday(at.as_microsecond().saturating_add(offset * 1_000_000))
    }

    fn next_edge_if_even(&self, from: jiff::Timestamp) -> jiff::Timestamp {
        let wait = self.week.next_edge_after(self.wall_clock(from));
        Timestamp::from_micros(from.as_microsecond().saturating_add(wait)).to_jiff()
    }
}

fn zone_named(name: &str) -> Result<TimeZone, Problem> {
    let wrong = || {
        Problem::invalid(
            "zone",
            format!(
                "`{name}` is not a time zone: write its name like Europe/Berlin, America/New_York or UTC"
            ),
        )
    };
    if name.eq_ignore_ascii_case("utc") {
        return Ok(TimeZone::UTC);
    }
    TimeZone::get(name).map_err(|_| wrong())
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        self.zone_name == other.zone_name && self.windows == other.windows
    }
}

impl Eq for Schedule {}

/// In plain words: `Mon–Fri 09:00–17:00 Europe/Berlin`.
impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let windows = self.windows.iter().map(Window::in_words).collect::<Vec<_>>();
        write!(f, "{} {}", windows.join("; "), self.zone_name)
    }
}

/// `{"hours": "mon-fri 09:00-17:00", "zone": "Europe/Berlin"}`.
impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Schedule", 2)?;
        object.serialize_field("hours", &self.hours())?;
        object.serialize_field("zone", &self.zone_name)?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Written {
            hours: String,
            zone: String,
        }
        let Written { hours, zone } = Written::deserialize(deserializer)?;
        Self::parse(&hours, &zone).map_err(serde::de::Error::custom)
    }
}
