//! The windows of one week laid out on a line, for a clock that runs evenly.

use super::Window;

const MINUTE: i64 = 60 * 1_000_000;
/// A day in minutes.
pub(super) const DAY: i64 = 24 * 60;
const WEEK: i64 = 7 * DAY;

/// Microseconds since Monday 00:00 for a wall clock that shows `local` microseconds since 1970,
/// which began on a Thursday.
pub(super) fn since_monday(local: i64) -> i64 {
    local.saturating_add(3 * DAY * MINUTE).rem_euclid(WEEK * MINUTE)
}

/// The open stretches in microseconds since Monday 00:00: sorted, apart from each other, the end
/// of each outside it. A stretch across the end of the week is two.
#[derive(Clone, Debug)]
pub(super) struct Week(Vec<(i64, i64)>);

impl Week {
    pub(super) fn of(windows: &[Window]) -> Self {
        let mut open: Vec<_> =
            windows.iter().flat_map(Window::stretches).flat_map(inside_the_week).collect();
        open.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::with_capacity(open.len());
        for (from, to) in open {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Self(merged.into_iter().map(|(from, to)| (from * MINUTE, to * MINUTE)).collect())
    }

    /// Whether it never changes: a week that is open throughout.
    pub(super) fn is_constant(&self) -> bool {
        self.0.is_empty() || self.0 == [(0, WEEK * MINUTE)]
    }

    pub(super) fn is_open(&self, now: i64) -> bool {
        self.0.iter().any(|&(from, to)| (from..to).contains(&now))
    }

    /// How long from `now` until the state changes, for a week that is not constant.
    pub(super) fn next_edge_after(&self, now: i64) -> i64 {
        let open = self.is_open(now);
        let edges = self.0.iter().flat_map(|&(from, to)| [from, to]);
        let waits =
            edges.map(|edge| (edge - now).rem_euclid(WEEK * MINUTE)).filter(|&wait| wait > 0);
        let changes = |wait: &i64| self.is_open((now + wait).rem_euclid(WEEK * MINUTE)) != open;
        waits.filter(changes).min().unwrap_or(WEEK * MINUTE)
    }
}

fn inside_the_week((from, to): (i64, i64)) -> impl Iterator<Item = (i64, i64)> {
    let over = (to > WEEK).then(|| (0, to - WEEK));
    [Some((from, to.min(WEEK))), over].into_iter().flatten()
}
