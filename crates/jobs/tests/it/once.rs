//! What a job writes happens once, whatever happens to the nodes.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use base::{Clock, Problem};
use jobs::{Job, Worker};
use serde_json::json;
use store::{Migration, Migrations, Query, Store, testing::TestDatabase, values};

use crate::{enqueue, waiting};

const COUNT: Migrations = Migrations {
    slice: "count",
    steps: &[Migration { name: "0001_count", sql: "CREATE TABLE counted (job TEXT NOT NULL);" }],
};

/// What the jobs work with.
struct Nodes {
    store: Store,
    clock: Clock,
    /// How many workers more are to come to harm.
    harmed: AtomicUsize,
}

impl Nodes {
    async fn start(database: &TestDatabase, harmed: usize) -> Self {
        let store = database.open().await.expect("a database");
        store.migrate(&[jobs::MIGRATIONS, COUNT]).await.expect("tables");
        let clock = Clock::standing_at("2026-11-22T09:00:00Z".parse().expect("a time"));
        Self { store, clock, harmed: AtomicUsize::new(harmed) }
    }

    fn worker(&self) -> Worker<Self> {
        let kinds = vec![&DIES, &TAKES_TOO_LONG, &DAILY];
        Worker::new(self.store.clone(), self.clock.clone(), kinds)
    }

    fn is_harmed(&self) -> bool {
        let less = |left: usize| left.checked_sub(1);
        self.harmed.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok()
    }

    async fn counted(&self) -> i64 {
        let count = self.store.value("SELECT COUNT(*) FROM counted", values![]).await;
        count.expect("a count").expect("a row")
    }

    /// Counts the job in the transaction that ends it.
    async fn count(&self, task: &jobs::Task) -> base::Result<()> {
        let tx = self.store.begin().await?;
        tx.execute("INSERT INTO counted (job) VALUES ($1)", values![task.to_string()]).await?;
        task.done_within(&tx).await?;
        if self.is_harmed() {
            return Err(Problem::conflict("the node died before it was committed"));
        }
        tx.commit().await
    }
}

/// The node dies after it wrote everything and before it committed.
const DIES: Job<Nodes> = Job {
    kind: "count.dies",
    every: None,
    run: |nodes, task| Box::pin(async move { nodes.count(&task).await }),
};

/// The node stands still for so long that another one is given the job and does it.
const TAKES_TOO_LONG: Job<Nodes> = Job {
    kind: "count.takes-too-long",
    every: None,
    run: |nodes, task| {
        Box::pin(async move {
            if nodes.is_harmed() {
                nodes.clock.advance(Duration::from_mins(6));
                Box::pin(nodes.worker().work_off(nodes)).await?;
            }
            nodes.count(&task).await
        })
    },
};

const DAILY: Job<Nodes> =
    Job { kind: "count.daily", every: Some(Duration::from_hours(24)), run: DIES.run };

store::on_both_engines! {
    async fn a_node_that_dies_before_the_end_leaves_nothing_half_done(database: TestDatabase) {
        let nodes = Nodes::start(&database, 3).await;
        enqueue(&nodes.store, &nodes.clock, DIES.kind, json!(1), true).await;
        let mut rounds = 0;
        while nodes.counted().await == 0 {
            nodes.worker().work_off(&nodes).await.expect("worked");
            nodes.clock.advance(Duration::from_mins(6));
            rounds += 1;
        }
        nodes.worker().work_off(&nodes).await.expect("worked");
        assert!(rounds > 1, "the repeating kind and this one came to harm");
        let ones = nodes.store.value("SELECT COUNT(*) FROM counted WHERE job = '1'", values![]).await;
        assert_eq!(ones.expect("a count"), Some(1_i64));
    }

    async fn a_worker_that_took_too_long_does_not_do_it_a_second_time(database: TestDatabase) {
        let nodes = Nodes::start(&database, 1).await;
        enqueue(&nodes.store, &nodes.clock, TAKES_TOO_LONG.kind, json!(2), true).await;
        nodes.worker().work_off(&nodes).await.expect("worked");
        let twos = nodes.store.value("SELECT COUNT(*) FROM counted WHERE job = '2'", values![]).await;
        assert_eq!(twos.expect("a count"), Some(1_i64));
        assert_eq!(waiting(&nodes.store).await, 1, "the repeating one");
    }

    async fn what_comes_round_is_done_once_a_round_by_all_nodes_together(database: TestDatabase) {
        let nodes = Nodes::start(&database, 0).await;
        for day in 1..=3 {
            let workers = [nodes.worker(), nodes.worker(), nodes.worker()];
            let [one, two, three] = &workers;
            let worked = tokio::join!(one.work_off(&nodes), two.work_off(&nodes), three.work_off(&nodes));
            assert!(worked.0.and(worked.1).and(worked.2).is_ok());
            assert_eq!(nodes.counted().await, day);
            nodes.clock.advance(Duration::from_hours(25));
        }
    }
}
