//! What the gate keeps in memory beside the state: the edition in force, ready to answer.

use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use base::{Problem, Timestamp};
use tokio::sync::watch;
use verdict::{Compiled, Judge, Rulebook};
use web::App;

use crate::{collect::Parts, counters::Counters, edition::Editions};

/// An edition, compiled.
#[derive(Debug)]
pub(crate) struct InForce {
    pub(crate) number: i64,
    pub(crate) book: Arc<Compiled>,
}

impl InForce {
    pub(crate) fn judge(&self) -> Judge {
        Judge::new(Arc::clone(&self.book))
    }
}

/// The rulebook before the newest one.
pub(crate) enum Old {
    Held(Arc<InForce>),
    Read(Box<Rulebook>),
}

impl Deref for Old {
    type Target = Rulebook;

    fn deref(&self) -> &Rulebook {
        match self {
            Self::Held(edition) => edition.book.rulebook(),
            Self::Read(book) => book,
        }
    }
}

/// A helper that is connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Helper {
    pub(crate) pid: u32,
    pub(crate) version: String,
    pub(crate) edition: Option<i64>,
    pub(crate) since: Timestamp,
}

/// One for each program.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) parts: Parts,
    held: Mutex<Option<Arc<InForce>>>,
    newest: Newest,
    trouble: Mutex<Option<String>>,
    publishing: tokio::sync::Mutex<()>,
    helpers: Mutex<BTreeMap<u64, Helper>>,
    counters: Mutex<Counters>,
}

struct Newest(watch::Sender<i64>);

impl Default for Newest {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Memory {
    /// The edition held, if it is the one of this number.
    pub(crate) fn in_force(&self, number: Option<i64>) -> Option<Arc<InForce>> {
        self.held().filter(|held| Some(held.number) == number)
    }

    /// Holds an edition in place of the last one.
    pub(crate) fn hold(&self, edition: InForce) -> Arc<InForce> {
        let edition = Arc::new(edition);
        *lock(&self.held) = Some(Arc::clone(&edition));
        edition
    }

    /// The rulebook of an edition: the one that is held, or from its file.
    pub(crate) fn rulebook_of(&self, app: &App, number: i64) -> Option<Old> {
        if let Some(held) = self.in_force(Some(number)) {
            return Some(Old::Held(held));
        }
        let read = Editions::of(&app.settings.data).read(number);
        read.map(|edition| Old::Read(Box::new(edition.rulebook))).ok()
    }

    /// The turn to publish in this process.
    pub(crate) async fn publishing(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.publishing.lock().await
    }

    /// The edition that was held last, newest or not.
    pub(crate) fn held(&self) -> Option<Arc<InForce>> {
        lock(&self.held).clone()
    }

    /// Says to whoever waits that this edition can be read now.
    pub(crate) fn tell(&self, number: i64) {
        self.newest.0.send_if_modified(|newest| {
            let newer = *newest != number;
            *newest = number;
            newer
        });
    }

    /// The number of the newest edition that was told, and when that changes.
    pub(crate) fn newest(&self) -> watch::Receiver<i64> {
        self.newest.0.subscribe()
    }

    /// Why the last attempt to publish failed, if it did.
    pub(crate) fn trouble(&self) -> Option<String> {
        lock(&self.trouble).clone()
    }

    pub(crate) fn note_trouble(&self, problem: Option<&Problem>) {
        *lock(&self.trouble) = problem.map(|problem| problem.sentence().to_owned());
    }

    /// The helpers that are connected, oldest connection first.
    pub(crate) fn helpers(&self) -> Vec<Helper> {
        lock(&self.helpers).values().cloned().collect()
    }

    /// What helpers counted.
    pub(crate) fn counters(&self) -> MutexGuard<'_, Counters> {
        lock(&self.counters)
    }

    pub(crate) fn meet(&self, connection: u64, helper: Helper) {
        lock(&self.helpers).insert(connection, helper);
    }

    pub(crate) fn part(&self, connection: u64) {
        lock(&self.helpers).remove(&connection);
    }
}

fn lock<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}
