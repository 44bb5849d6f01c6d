//! How long a yes takes.

use std::time::Duration;

use base::{Result, Timestamp};
use store::{Query, values};

use crate::sql;

/// How far back it looks, in days.
pub(crate) const DAYS: u32 = 90;
const LOOK_BACK: Duration = Duration::from_hours(24 * DAYS as u64);

/// The median from asked to allowed over the 90 days before `now`; `None` if nothing was allowed.
pub async fn time_to_yes(on: &impl Query, now: Timestamp) -> Result<Option<Duration>> {
    let waits: Vec<i64> = on.column(sql::WAITS_FOR_YES, values![now.before(LOOK_BACK)]).await?;
    Ok(median(&waits).map(|micros| Duration::from_micros(u64::try_from(micros).unwrap_or(0))))
}

/// The middle of sorted numbers; of an even count the mean of the middle two.
fn median(sorted: &[i64]) -> Option<i64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = sorted[sorted.len() / 2 - 1];
    Some(lower + (upper - lower) / 2)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_middle_or_between_the_middle_two() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7]), Some(7));
        assert_eq!(median(&[1, 3]), Some(2));
        assert_eq!(median(&[1, 3, 100]), Some(3));
    }
}
