//! The stories of the queue.

mod once;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use base::{Clock, Problem};
use jobs::{Job, Worker};
use serde_json::json;
use store::{Query, Store, testing::TestDatabase};

/// What the jobs of these stories have done.
type Done = Arc<Mutex<Vec<String>>>;

const NOTE: Job<Done> = Job {
    kind: "test.note",
    every: None,
    run: |done, payload| {
        Box::pin(async move {
            done.lock().expect("unharmed").push(payload.to_string());
            Ok(())
        })
    },
};

const FAIL_TWICE: Job<Done> = Job {
    kind: "test.fail-twice",
    every: None,
    run: |done, _| {
        Box::pin(async move {
            let mut done = done.lock().expect("unharmed");
            done.push("tried".to_owned());
            if done.len() < 3 { Err(Problem::conflict("not yet")) } else { Ok(()) }
        })
    },
};

const HOURLY: Job<Done> =
    Job { kind: "test.hourly", every: Some(Duration::from_hours(1)), run: NOTE.run };

async fn queue(database: &TestDatabase) -> (Store, Clock, Done) {
    let store = database.open().await.expect("a database");
    store.migrate(&[jobs::MIGRATIONS]).await.expect("tables");
    let clock = Clock::standing_at("2026-11-22T09:00:00Z".parse().expect("a time"));
    (store, clock, Done::default())
}

async fn enqueue(
    store: &Store,
    clock: &Clock,
    kind: &str,
    payload: serde_json::Value,
    commit: bool,
) {
    let mut tx = store.begin().await.expect("a transaction");
    jobs::enqueue(&mut tx, kind, &payload, clock.now()).await.expect("queued");
    if commit {
        tx.commit().await.expect("saved");
    }
}

async fn waiting(store: &Store) -> i64 {
    store.value("SELECT COUNT(*) FROM job", vec![]).await.expect("a count").expect("a row")
}

store::on_both_engines! {
    async fn a_job_is_done_once_and_leaves_the_queue(database: TestDatabase) {
        let (store, clock, done) = queue(&database).await;
        enqueue(&store, &clock, "test.note", json!(1), true).await;
        let worker = Worker::new(store.clone(), clock, vec![&NOTE]);
        worker.work_off(&done).await.expect("worked");
        worker.work_off(&done).await.expect("worked");
        assert_eq!(*done.lock().expect("unharmed"), ["1"]);
        assert_eq!(waiting(&store).await, 0);
    }

    async fn a_job_of_an_act_that_failed_never_joins(database: TestDatabase) {
        let (store, clock, _) = queue(&database).await;
        enqueue(&store, &clock, "test.note", json!(1), false).await;
        assert_eq!(waiting(&store).await, 0);
    }

    async fn a_failure_is_tried_again_later_until_it_succeeds(database: TestDatabase) {
        let (store, clock, done) = queue(&database).await;
        enqueue(&store, &clock, "test.fail-twice", json!(null), true).await;
        let worker = Worker::new(store.clone(), clock.clone(), vec![&FAIL_TWICE]);
        worker.work_off(&done).await.expect("worked");
        worker.work_off(&done).await.expect("worked");
        assert_eq!(done.lock().expect("unharmed").len(), 1, "not before its time");
        for _ in 0..2 {
            clock.advance(Duration::from_mins(1));
            worker.work_off(&done).await.expect("worked");
        }
        assert_eq!(done.lock().expect("unharmed").len(), 3);
        assert_eq!(waiting(&store).await, 0);
    }

    async fn a_kind_that_this_program_does_not_know_waits_for_one_that_does(database: TestDatabase) {
        let (store, clock, done) = queue(&database).await;
        enqueue(&store, &clock, "test.fail-twice", json!(null), true).await;
        let older = Worker::new(store.clone(), clock.clone(), vec![&NOTE]);
        let nothing = Worker::new(store.clone(), clock.clone(), Vec::new());
        for _ in 0..2 * jobs::ATTEMPTS_MAX {
            older.work_off(&done).await.expect("worked");
            nothing.work_off(&done).await.expect("worked");
            clock.advance(Duration::from_hours(2));
        }
        let attempts: Option<i64> = store.value("SELECT attempts FROM job", vec![]).await.expect("a row");
        assert_eq!(attempts, Some(0), "a release that does not know it must not use up its tries");
        let newer = Worker::new(store.clone(), clock.clone(), vec![&NOTE, &FAIL_TWICE]);
        newer.work_off(&done).await.expect("worked");
        assert_eq!(done.lock().expect("unharmed").len(), 1);
    }

    async fn repeating_work_comes_round_by_itself(database: TestDatabase) {
        let (store, clock, done) = queue(&database).await;
        let worker = Worker::new(store.clone(), clock.clone(), vec![&HOURLY]);
        for _ in 0..6 {
            worker.work_off(&done).await.expect("worked");
            clock.advance(Duration::from_mins(30));
        }
        assert_eq!(done.lock().expect("unharmed").len(), 3);
        assert_eq!(waiting(&store).await, 1);
    }

    async fn several_workers_do_each_job_once(database: TestDatabase) {
        let (store, clock, done) = queue(&database).await;
        for n in 0..40 {
            enqueue(&store, &clock, "test.note", json!(n), true).await;
        }
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (worker, done) = (Worker::new(store.clone(), clock.clone(), vec![&NOTE]), done.clone());
            workers.spawn(async move { worker.work_off(&done).await });
        }
        while let Some(worker) = workers.join_next().await {
            worker.expect("no panic").expect("worked");
        }
        let mut done: Vec<i64> =
            done.lock().expect("unharmed").iter().map(|n| n.parse().expect("a number")).collect();
        done.sort_unstable();
        assert_eq!(done, (0..40).collect::<Vec<_>>());
    }
}
