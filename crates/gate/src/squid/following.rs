//! The second thread: takes up editions, and tells the server.

use std::{
    mem,
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use base::{Clock, Problem};

use super::{
    Key,
    answering::{InForce, Shared},
    link::Link,
    outbox::Outbox,
    say,
    wire::{self, Counts, FromHelper, Hello},
};
use crate::edition::Editions;

/// How long the thread waits for a notice before it looks by itself: the longest time from a new
/// edition to an answer from it while the server is gone.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How long after one that could not be used.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(250);
/// How often counts are told.
const COUNTS_EVERY: Duration = Duration::from_secs(1);
/// How long after a failed connection the next one is tried, at first and at most.
const RETRY_AFTER: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// What the second thread holds.
pub(super) struct Following {
    data: PathBuf,
    editions: Editions,
    shared: Arc<Shared>,
    clock: Clock,
    link: Option<Link>,
    retry_after: Duration,
    retry_at: Instant,
    counts_at: Instant,
    /// What was said last about editions, so that it is said once.
    said: String,
    /// When an edition that cannot be used may be read again: it may be large.
    look_at: Instant,
    backlog: Outbox,
}

impl Following {
    pub(super) fn new(data: &Path, shared: Arc<Shared>, clock: Clock) -> Self {
        Self {
            data: data.to_owned(),
            editions: Editions::of(data),
            shared,
            clock,
            link: None,
            retry_after: RETRY_AFTER.0,
            retry_at: Instant::now(),
            counts_at: Instant::now(),
            said: String::new(),
            look_at: Instant::now(),
            backlog: Outbox::default(),
        }
    }

    /// Follows until told that the helper ended; then tells what is left, once.
    pub(super) fn run(mut self, ended: &AtomicBool) {
        while !ended.load(Ordering::Relaxed) {
            self.wait();
            self.look();
            self.connect();
            self.tell(self.counts_at.elapsed() >= COUNTS_EVERY);
        }
        self.tell(true);
    }

    /// Takes up the edition in force if it is another one. What cannot be read is said, and the
    /// last good one stays.
    pub(super) fn look(&mut self) {
        if Instant::now() < self.look_at {
            return;
        }
        match self.newer() {
            Ok(None) => {}
            Ok(Some(edition)) => self.take_up(edition),
            Err(problem) => {
                self.look_at = Instant::now() + LOOK_AGAIN_AFTER;
                self.complain(&problem.chain());
            }
        }
    }

    fn held(&self) -> Option<i64> {
        self.shared.edition.load().as_ref().map(|held| held.number)
    }

    fn newer(&self) -> Result<Option<InForce>, Problem> {
        let held = self.held();
        match self.editions.current()? {
            Some(number) if Some(number) != held => {
                let book = Arc::new(self.editions.read(number)?.rulebook.compile()?);
                Ok(Some(InForce { number, book }))
            }
            None if held.is_some() => {
                Err(Problem::not_found("the file that names the edition in force is gone"))
            }
            _ => Ok(None),
        }
    }

    /// The key comes first: the server may have brought another one, and the links of this edition
    /// must open the door.
    fn take_up(&mut self, edition: InForce) {
        self.said.clear();
        match Key::of(&self.data) {
            Ok(key) => self.shared.key.store(Some(Arc::new(key))),
            Err(problem) => say(&problem.chain()),
        }
        say(&format!("answering from edition {}", edition.number));
        self.shared.edition.store(Some(Arc::new(edition)));
        self.greet();
    }

    fn complain(&mut self, why: &str) {
        if self.said != why {
            let kept = self
                .held()
                .map_or("there is no edition".to_owned(), |held| format!("edition {held} stays"));
            say(&format!("{why}; {kept}"));
            why.clone_into(&mut self.said);
        }
    }

    /// Until a notice, or for a moment.
    fn wait(&mut self) {
        match self.link.as_mut().map(Link::hear) {
            None => thread::sleep(LOOK_EVERY),
            Some(Ok(_)) => {}
            Some(Err(_)) => self.lose_link(),
        }
    }

    fn connect(&mut self) {
        if self.link.is_some() || Instant::now() < self.retry_at {
            return;
        }
        match Link::open(&wire::socket(&self.data), LOOK_EVERY) {
            Ok(link) => {
                self.link = Some(link);
                self.retry_after = RETRY_AFTER.0;
                self.greet();
            }
            // The server may be gone for as long as it likes.
            Err(_) => self.lose_link(),
        }
    }

    fn lose_link(&mut self) {
        self.link = None;
        self.retry_at = Instant::now() + self.retry_after;
        self.retry_after = (self.retry_after * 2).min(RETRY_AFTER.1);
    }

    fn greet(&mut self) {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let hello = Hello { pid: std::process::id(), version, edition: self.held() };
        self.send(&FromHelper::Hello(hello));
    }

    /// False if it did not arrive.
    fn send(&mut self, message: &FromHelper) -> bool {
        let Some(link) = &mut self.link else { return false };
        if link.send(message).is_ok() {
            return true;
        }
        self.lose_link();
        false
    }

    /// Blocks at once, counts when their time has come.
    fn tell(&mut self, with_counts: bool) {
        // A poisoned outbox is still an outbox.
        let mut new =
            mem::take(&mut *self.shared.outbox.lock().unwrap_or_else(PoisonError::into_inner));
        self.backlog.take_over(&mut new);
        if self.link.is_none() {
            return;
        }
        while let Some(block) = self.backlog.next_block() {
            if !self.send(&FromHelper::Block(block.clone())) {
                return self.backlog.put_back(block);
            }
        }
        if with_counts {
            self.tell_counts();
        }
    }

    fn tell_counts(&mut self) {
        self.counts_at = Instant::now();
        if let Some((counts, dropped)) = self.backlog.take_counts() {
            let counts = Counts { at: self.clock.now(), edition: self.held(), counts, dropped };
            self.send(&FromHelper::Counts(counts));
        }
    }
}
