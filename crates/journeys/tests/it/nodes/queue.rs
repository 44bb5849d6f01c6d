//! The queue of all nodes together.

use std::time::Duration;

use journeys::{Nodes, within};
use store::{Query, Store, on_postgres, values};

/// Jobs in the queue at once.
const JOBS: i64 = 300;
/// How long they may take; a worker that is not told looks every five seconds.
const PATIENCE: Duration = Duration::from_mins(1);

/// The database itself counts who was given which job.
const COUNT_CLAIMS: [&str; 3] = [
    "CREATE TABLE claimed (job BIGINT NOT NULL)",
    "CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO claimed VALUES (NEW.id); RETURN NEW; END $$",
    "CREATE TRIGGER note_claim AFTER UPDATE ON job FOR EACH ROW
        WHEN (NEW.held_until > OLD.held_until) EXECUTE FUNCTION note_claim()",
];

/// Of a kind that every node knows; done again in an hour.
const FILL: &str = "
    INSERT INTO job (kind, payload, run_at)
    SELECT 'web.forget-sessions', 'null', 0 FROM generate_series(1, 300)";

const OURS: &str = "kind = 'web.forget-sessions' AND repeats IS NULL";

async fn does(store: &Store, statements: &[&str]) {
    let tx = store.begin().await.expect("a transaction");
    for statement in statements {
        tx.execute(statement, values![]).await.expect("done");
    }
    tx.commit().await.expect("saved");
}

async fn counts(store: &Store, which: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {which}");
    store.value(&sql, values![]).await.expect("a count").expect("a row")
}

async fn becomes(store: &Store, which: &str, count: impl Fn(i64) -> bool) -> i64 {
    let look = || async { Some(counts(store, which).await).filter(|found| count(*found)) };
    within(PATIENCE, look).await.unwrap_or_else(|| panic!("it never came to that: {which}"))
}

on_postgres! {
    async fn each_job_is_taken_once_and_what_a_dead_node_held_once_more(database: TestDatabase) {
        let mut nodes = Nodes::open(database, 3, 3).await;
        let store = Store::open(nodes.location()).await.expect("the database of the nodes");
        does(&store, &COUNT_CLAIMS).await;
        does(&store, &[FILL]).await;
        becomes(&store, "claimed", |claims| claims > JOBS / 5).await;
        nodes.is_killed(2);
        let waiting = format!("job WHERE {OURS} AND run_at = 0 AND held_until = 0");
        becomes(&store, &waiting, |count| count == 0).await;
        // What is still held a moment later was held by the dead node, at most one job.
        let held = format!("job WHERE {OURS} AND held_until > 0");
        tokio::time::sleep(Duration::from_secs(2)).await;
        let orphans = counts(&store, &held).await;
        assert!(orphans <= 1, "{orphans} jobs are held");
        let twice = "(SELECT job FROM claimed GROUP BY job HAVING COUNT(*) > 1) AS twice";
        assert_eq!(counts(&store, twice).await, 0, "no job was taken twice");

        // The five minutes pass for which a worker holds a job.
        does(&store, &["UPDATE job SET held_until = 1 WHERE held_until > 0"]).await;
        becomes(&store, &held, |count| count == 0).await;
        assert_eq!(counts(&store, twice).await, orphans);
        assert_eq!(counts(&store, &format!("job WHERE {OURS} AND run_at > 0")).await, JOBS);
        nodes.close(&[]);
    }
}
