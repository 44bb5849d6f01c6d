//! Facts that go up by topic.

use std::time::Duration;

use store::{Engine, Store, Topic, Watch, values};

use crate::NOTES;

const NOTES_CHANGED: Topic = Topic("notes");
const OTHER: Topic = Topic("other");

async fn wakes(watch: &mut Watch) -> bool {
    tokio::time::timeout(Duration::from_secs(5), watch.changed()).await.is_ok()
}

async fn touch(store: &Store) {
    let mut tx = store.begin().await.expect("a transaction");
    tx.touch(NOTES_CHANGED);
    tx.commit().await.expect("saved");
}

/// The database ends every connection but those of `but`, as it does when it is started again.
async fn ends_connections(but: &Store) {
    const OTHERS: &str = "
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let tx = but.begin().await.expect("a transaction");
    tx.execute(OTHERS, values![]).await.expect("they are ended");
}

async fn sleeps(watch: &mut Watch) -> bool {
    tokio::time::timeout(Duration::from_millis(300), watch.changed()).await.is_err()
}

store::on_both_engines! {
    async fn a_committed_touch_wakes_its_watchers_and_no_others(database: TestDatabase) {
        let store = database.open().await.expect("a database");
        store.migrate(&[NOTES]).await.expect("tables");
        let (mut notes, mut other) = (store.watch(&[NOTES_CHANGED]), store.watch(&[OTHER]));
        let mut tx = store.begin().await.expect("a transaction");
        tx.touch(NOTES_CHANGED);
        tx.commit().await.expect("saved");
        assert!(wakes(&mut notes).await);
        assert!(sleeps(&mut other).await);
    }

    async fn a_touch_that_was_rolled_back_wakes_nobody(database: TestDatabase) {
        let store = database.open().await.expect("a database");
        store.migrate(&[NOTES]).await.expect("tables");
        let mut notes = store.watch(&[NOTES_CHANGED]);
        let mut tx = store.begin().await.expect("a transaction");
        tx.touch(NOTES_CHANGED);
        drop(tx);
        assert!(sleeps(&mut notes).await);
    }

    async fn a_touch_in_another_process_wakes_watchers_here(database: TestDatabase) {
        let here = database.open().await.expect("a database");
        here.migrate(&[NOTES]).await.expect("tables");
        let there = database.open().await.expect("the same database");
        let mut notes = here.watch(&[NOTES_CHANGED]);
        let ear = here.clone();
        let listening = tokio::spawn(async move { ear.listen().await });
        for _ in 0..3 {
            touch(&there).await;
            assert!(wakes(&mut notes).await);
        }
        assert!(sleeps(&mut notes).await, "each touch is told once");
        listening.abort();
    }

    async fn what_is_touched_while_the_connections_are_lost_is_told_when_they_are_back(database: TestDatabase) {
        let here = database.open().await.expect("a database");
        here.migrate(&[NOTES]).await.expect("tables");
        let there = database.open().await.expect("the same database");
        let mut notes = here.watch(&[NOTES_CHANGED]);
        let ear = here.clone();
        let listening = tokio::spawn(async move { ear.listen().await });
        for _ in 0..3 {
            if here.engine() == Engine::Postgres {
                ends_connections(&there).await;
            }
            touch(&there).await;
            assert!(wakes(&mut notes).await);
        }
        listening.abort();
    }
}
