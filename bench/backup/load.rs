//! People who open pages at a steady pace, and one who writes.

use std::{
    future::Future,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time::MissedTickBehavior};

use crate::{company::Company, visitor::Visitor};

/// Connections that open pages.
const READERS: u32 = 8;
/// Between two pages of one of them: 200 a second in all.
const PACE: Duration = Duration::from_millis(40);
/// Between two comments: each is an entry of the audit log, durable before it is answered.
const WRITING_PACE: Duration = Duration::from_millis(100);

/// Pages are opened until this is dropped.
pub(crate) struct Load {
    times: Arc<Mutex<Vec<Duration>>>,
    _people: JoinSet<()>,
}

/// What pages took while something else was going on.
pub(crate) struct Times {
    took: Duration,
    sorted: Vec<Duration>,
}

impl Load {
    pub(crate) async fn begin(company: &Company) -> Self {
        let times = Arc::new(Mutex::new(Vec::new()));
        let mut people = JoinSet::new();
        for reader in 0..READERS {
            let visitor = Visitor::sign_in(company.address(), "mara").await;
            people.spawn(read(visitor, reader, Company::requests(), Arc::clone(&times)));
        }
        let writer = Visitor::sign_in(company.address(), "ivo").await;
        people.spawn(write(writer, Company::requests()));
        Self { times, _people: people }
    }

    /// The times of the pages that were answered while `work` was done.
    pub(crate) async fn during(&self, work: impl Future<Output = ()>) -> Times {
        self.times.lock().expect("no panic").clear();
        let begun = Instant::now();
        work.await;
        let took = begun.elapsed();
        let mut sorted = std::mem::take(&mut *self.times.lock().expect("no panic"));
        sorted.sort_unstable();
        Times { took, sorted }
    }
}

/// One page after the other, every second one a list. Time runs from when a page was due, so that
/// whoever waits behind a slow page counts too.
async fn read(mut visitor: Visitor, reader: u32, requests: i64, times: Arc<Mutex<Vec<Duration>>>) {
    tokio::time::sleep(PACE / READERS * reader).await;
    let mut due = Instant::now();
    for n in (i64::from(reader)..).step_by(7919) {
        let path = match n % 2 {
            0 => "/requests".to_owned(),
            _ => format!("/requests/{}", 1000 + n % requests),
        };
        visitor.gets(&path).await;
        times.lock().expect("no panic").push(due.elapsed());
        due += PACE;
        tokio::time::sleep_until(due.into()).await;
    }
}

async fn write(mut visitor: Visitor, requests: i64) {
    let mut pace = tokio::time::interval(WRITING_PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for n in (0..).step_by(104_729) {
        pace.tick().await;
        visitor.comments(&format!("/requests/{}", 1000 + n % requests)).await;
    }
}

impl Times {
    fn at(&self, percent: usize) -> f64 {
        let place = (self.sorted.len() * percent).div_ceil(100).saturating_sub(1);
        self.sorted[place].as_secs_f64() * 1_000.0
    }

    pub(crate) fn print(&self, name: &str, usual: &Self) {
        println!(
            "| {name} | {:.1} | {} | {:.1} | {:.1} | {:.1} | {:.2} |",
            self.took.as_secs_f64(),
            self.sorted.len(),
            self.at(50),
            self.at(99),
            self.at(100),
            self.at(99) / usual.at(99)
        );
    }
}
