//! How the queue stands.

use base::{Result, Timestamp};
use store::{Query, values};

use crate::{ATTEMPTS_MAX, sql};

store::row! {
    /// What waits, and what went wrong.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Queue {
        /// Jobs that are due and not done.
        pub waiting: i64,
        /// Jobs whose last attempt failed; they are tried again.
        pub failing: i64,
        /// Jobs that are tried no more: they wait for a person.
        pub given_up: i64,
        /// Since when the oldest of those that are due waits.
        pub oldest: Option<Timestamp>,
    }
}

/// How the queue stands at `now`.
pub async fn queue(on: &impl Query, now: Timestamp) -> Result<Queue> {
    let values = values![now, ATTEMPTS_MAX, ATTEMPTS_MAX, ATTEMPTS_MAX, now, ATTEMPTS_MAX];
    let found: Option<Queue> = on.first(sql::QUEUE, values).await?;
    Ok(found.unwrap_or(Queue { waiting: 0, failing: 0, given_up: 0, oldest: None }))
}
