//! Work that was claimed.

use std::ops::Deref;

use base::{Problem, Result, Timestamp};
use serde_json::Value;
use store::{Transaction, values};

use crate::sql;

/// A job that a worker has: what to do, which is what this dereferences to.
#[derive(Debug)]
pub struct Task {
    pub(crate) payload: Value,
    pub(crate) id: i64,
    /// Tells this claim from a later one of the same job.
    pub(crate) held_until: Timestamp,
    /// When it comes round again, if it does.
    pub(crate) again_at: Option<Timestamp>,
}

impl Task {
    /// What to do.
    pub fn into_payload(self) -> Value {
        self.payload
    }

    /// Ends the job as part of `tx`: what `tx` writes and the end of the job happen both or not at
    /// all, so it happens once however many nodes die over it. If another worker has the job by now,
    /// because this one took too long, that is a problem, and `tx` is to be dropped.
    pub async fn done_within(&self, tx: &Transaction) -> Result<()> {
        let ended = match self.again_at {
            None => tx.execute(sql::DONE, values![self.id, self.held_until]).await?,
            Some(at) => tx.execute(sql::AGAIN, values![at, self.id, self.held_until]).await?,
        };
        if ended == 1 {
            return Ok(());
        }
        Err(Problem::conflict("It took too long, so another worker was given this job."))
    }
}

impl Deref for Task {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.payload
    }
}
