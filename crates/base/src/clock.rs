//! Where the time comes from. A parameter everywhere, so that a test can hold it still.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use crate::Timestamp;

/// A source of the present instant: the machine's clock, or one that a test sets.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The clock of this machine.
    pub const fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still at `at` until it is told otherwise. Clones share it.
    pub fn standing_at(at: Timestamp) -> Self {
        Self(Some(Arc::new(AtomicI64::new(at.micros()))))
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Some(held) => Timestamp::from_micros(held.load(Ordering::SeqCst)),
            None => jiff::Timestamp::now().into(),
        }
    }

    /// Moves a standing clock forward; the machine's clock goes by itself.
    pub fn advance(&self, by: Duration) {
        if let Some(held) = &self.0 {
            held.store(self.now().after(by).micros(), Ordering::SeqCst);
        }
    }
}
