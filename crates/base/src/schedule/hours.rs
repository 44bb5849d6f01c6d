//! Windows of the week, and how people write them.

use std::fmt;

use super::{WINDOWS_MAX, week::DAY};
use crate::Problem;

/// Some days of the week, and from which minute to which on each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Bit 0 is Monday.
    days: u8,
    /// Minutes after midnight, under a day.
    from: i64,
    /// Minutes after midnight, 1 to a whole day; not after `from` means on the next day.
    to: i64,
}

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const EVERY_DAY: u8 = 0b111_1111;

impl Window {
    /// Each stretch in minutes since Monday 00:00; that of Sunday may end in the next week.
    pub(super) fn stretches(&self) -> impl Iterator<Item = (i64, i64)> + use<> {
        let Self { days, from, to } = *self;
        let length = if to > from { to - from } else { to - from + DAY };
        (0..7).filter(move |day| days & (1 << day) != 0).map(move |day| {
            let start = day * DAY + from;
            (start, start + length)
        })
    }

    /// `Mon–Fri 09:00–17:00`.
    pub(super) fn in_words(&self) -> String {
        let days =
            if self.days == EVERY_DAY { "every day".to_owned() } else { self.days_in_words() };
        format!("{days} {}–{}", Time(self.from), Time(self.to))
    }

    fn days_in_words(&self) -> String {
        let capital = |day: usize| {
            let (first, rest) = NAMES[day].split_at(1);
            first.to_uppercase() + rest
        };
        self.join_days(", ", "–", capital)
    }

    fn join_days(&self, between: &str, through: &str, name: impl Fn(usize) -> String) -> String {
        let runs = self.runs().into_iter().map(|(first, last)| match last - first {
            0 => name(first),
            1 => format!("{}{between}{}", name(first), name(last)),
            _ => format!("{}{through}{}", name(first), name(last)),
        });
        runs.collect::<Vec<_>>().join(between)
    }

    /// Days in a row, as first and last.
    fn runs(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for day in (0..7).filter(|day| self.days & (1 << day) != 0) {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == day => *last = day,
                _ => runs.push((day, day)),
            }
        }
        runs
    }
}

/// As [`super::Schedule::parse`] reads it.
impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.join_days(",", "-", |day| NAMES[day].to_owned());
        write!(f, "{days} {}-{}", Time(self.from), Time(self.to))
    }
}

struct Time(i64);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Windows with `;` between them.
pub(super) fn parse(text: &str) -> Result<Vec<Window>, Problem> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let mut windows = Vec::new();
    for part in parts {
        windows.extend(group(part)?);
        if windows.len() > WINDOWS_MAX {
            return Err(Problem::invalid(
                "schedule",
                format!("A schedule has at most {WINDOWS_MAX} windows."),
            ));
        }
    }
    if windows.is_empty() { Err(wrong(text)) } else { Ok(windows) }
}

/// Days, then one or more spans of hours: `mon-fri 09:00-12:00,13:00-17:00`.
fn group(text: &str) -> Result<Vec<Window>, Problem> {
    let (days, spans) = text.split_once(char::is_whitespace).ok_or_else(|| wrong(text))?;
    let days = parse_days(&days.to_lowercase()).ok_or_else(|| wrong(text))?;
    let spans = spans.split(',').map(|span| parse_span(days, span.trim()));
    spans.collect::<Option<_>>().ok_or_else(|| wrong(text))
}

fn parse_days(text: &str) -> Option<u8> {
    if text == "daily" {
        return Some(EVERY_DAY);
    }
    text.split(',').try_fold(0, |days, part| Some(days | parse_run(part)?))
}

/// One day, or a run of them that may go across the end of the week: `sat-mon`.
fn parse_run(text: &str) -> Option<u8> {
    let day = |name: &str| NAMES.iter().position(|known| *known == name);
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
    let (first, last) = (day(first)?, day(last)?);
    let length = (last + 7 - first) % 7;
    Some((first..=first + length).fold(0, |days, day| days | 1 << (day % 7)))
}

fn parse_span(days: u8, text: &str) -> Option<Window> {
    let (from, to) = text.split_once(['-', '–'])?;
    let (from, to) = (parse_time(from)?, parse_time(to)?);
    // Midnight at the end of a window is the end of a day, and 24:00 is no time to begin.
    let to = if to == 0 { DAY } else { to };
    (from < DAY).then_some(Window { days, from, to })
}

fn parse_time(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |part: &str, most: usize| {
        ((1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i64>().ok())?
    };
    let (hour, minute) = (digits(hour, 2)?, digits(minute, 2).filter(|_| minute.len() == 2)?);
    (minute < 60 && hour * 60 + minute <= DAY).then_some(hour * 60 + minute)
}

fn wrong(text: &str) -> Problem {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    Problem::invalid(
        "schedule",
        format!(
            "`{shown}` is not days and hours: write them like `mon-fri 09:00-17:00` or `sat,sun 22:00-02:00`, with `;` between several"
        ),
    )
}
