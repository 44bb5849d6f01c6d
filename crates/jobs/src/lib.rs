#![doc = include_str!("../README.md")]

use std::{fmt, time::Duration};

use base::{Clock, Problem, Result, Timestamp};
use futures::future::BoxFuture;
use store::{Engine, Query, Store, Topic, Transaction, Value, values};

mod queue;
mod sql;
mod task;

pub use task::Task;

pub use queue::{Queue, queue};

/// The queue's own table.
pub const MIGRATIONS: store::Migrations = store::migrations!("jobs": "0001_job");

/// Touched when something joins the queue.
const QUEUE: Topic = Topic("jobs");

/// After so many failures a job waits for a person.
pub const ATTEMPTS_MAX: i64 = 10;
/// A job that takes longer is given to another worker.
const HELD: Duration = Duration::from_mins(5);
/// The queue is looked at this often even if nobody says that there is work.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// A kind of work: a name, and what to do with a payload. `C` is what the work needs around it.
pub struct Job<C: 'static> {
    /// For example `gate.prune`.
    pub kind: &'static str,
    /// How often it comes round by itself, if it does.
    pub every: Option<Duration>,
    /// Does it. May be called twice for one job; [`Task::done_within`] makes its effect happen once.
    pub run: for<'a> fn(&'a C, Task) -> BoxFuture<'a, Result<()>>,
}

impl<C> fmt::Debug for Job<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("kind", &self.kind)
            .field("every", &self.every)
            .finish_non_exhaustive()
    }
}

/// Puts work into the queue, as part of `tx`.
pub async fn enqueue(
    tx: &mut Transaction,
    kind: &str,
    payload: &serde_json::Value,
    run_at: Timestamp,
) -> Result<()> {
    tx.execute(sql::ENQUEUE, values![kind, payload.to_string(), run_at]).await?;
    tx.touch(QUEUE);
    Ok(())
}

store::row! {
    struct Claimed {
        id: i64,
        kind: String,
        payload: String,
        attempts: i64,
        held_until: Timestamp,
    }
}

/// Takes jobs from the queue, one at a time.
pub struct Worker<C: 'static> {
    store: Store,
    clock: Clock,
    kinds: Vec<&'static Job<C>>,
}

impl<C: Sync> Worker<C> {
    /// A worker that knows these kinds; others it leaves in the queue.
    pub fn new(store: Store, clock: Clock, kinds: Vec<&'static Job<C>>) -> Self {
        Self { store, clock, kinds }
    }

    /// Works until dropped.
    pub async fn work(&self, context: &C) {
        let mut queue = self.store.watch(&[QUEUE]);
        loop {
            if let Err(problem) = self.work_off(context).await {
                tracing::warn!(problem = problem.chain(), "the queue could not be read");
            }
            // Whichever comes first; a notice lost with a node costs no more than this.
            let _ = tokio::time::timeout(LOOK_EVERY, queue.changed()).await;
        }
    }

    /// Does everything that is due now.
    pub async fn work_off(&self, context: &C) -> Result<()> {
        self.come_round().await?;
        while let Some(job) = self.claim().await? {
            let outcome = self.run(context, &job).await;
            self.settle(&job, outcome).await?;
        }
        Ok(())
    }

    /// Sees that each repeating kind has its row.
    async fn come_round(&self) -> Result<()> {
        let tx = self.store.begin().await?;
        for kind in self.kinds.iter().filter(|kind| kind.every.is_some()) {
            tx.execute(sql::COME_ROUND, values![kind.kind, self.clock.now(), kind.kind]).await?;
        }
        tx.commit().await
    }

    async fn claim(&self) -> Result<Option<Claimed>> {
        if self.kinds.is_empty() {
            return Ok(None);
        }
        let now = self.clock.now();
        let lock = match self.store.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => "FOR UPDATE SKIP LOCKED",
        };
        let tx = self.store.begin().await?;
        let mut values = values![now.after(HELD), now, now, ATTEMPTS_MAX];
        let first = values.len() + 1;
        values.extend(self.kinds.iter().map(|kind| Value::from(kind.kind)));
        let places: Vec<_> = (first..=values.len()).map(|place| format!("${place}")).collect();
        let claim = sql::CLAIM.replace("{lock}", lock).replace("{kinds}", &places.join(", "));
        let job = tx.first(&claim, values).await?;
        tx.commit().await?;
        Ok(job)
    }

    async fn run(&self, context: &C, job: &Claimed) -> Result<()> {
        let kind = self.kind(job);
        let task = Task {
            payload: serde_json::from_str(&job.payload)
                .map_err(|error| Problem::internal("the payload of a job cannot be read", error))?,
            id: job.id,
            held_until: job.held_until,
            again_at: kind.every.map(|every| self.clock.now().after(every)),
        };
        (kind.run)(context, task).await
    }

    fn kind(&self, job: &Claimed) -> &'static Job<C> {
        let known = self.kinds.iter().find(|kind| kind.kind == job.kind);
        known.expect("only known kinds are claimed")
    }

    async fn settle(&self, job: &Claimed, outcome: Result<()>) -> Result<()> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        match (outcome, self.kind(job).every) {
            (Ok(()), None) => tx.execute(sql::DONE, values![job.id, job.held_until]).await?,
            (Ok(()), Some(every)) => {
                let values = values![now.after(every), job.id, job.held_until];
                tx.execute(sql::AGAIN, values).await?
            }
            (Err(problem), _) => {
                let chain = problem.chain();
                tracing::warn!(job = job.kind, problem = chain, "a job failed; it is tried again");
                let later = now.after(pause(job.attempts));
                tx.execute(sql::FAILED, values![later, chain, job.id, job.held_until]).await?
            }
        };
        tx.commit().await
    }
}

/// How long to wait after so many attempts: 2 s, 4 s, … up to an hour and a bit.
fn pause(attempts: i64) -> Duration {
    Duration::from_secs(1 << attempts.clamp(1, 12))
}
