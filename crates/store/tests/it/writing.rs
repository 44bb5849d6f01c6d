//! Transactions: all or nothing, one after the other.

use base::{Id, Timestamp, problem::Kind};
use store::{Query, values};

use crate::NOTES;

store::row! {
    #[derive(Debug, PartialEq)]
    struct Note {
        id: Id<Note>,
        words: String,
        body: Option<Vec<u8>>,
        at: Option<Timestamp>,
    }
}

const INSERT: &str = "INSERT INTO note (words, body, at) VALUES ($1, $2, $3) RETURNING id";

store::on_both_engines! {
    async fn what_is_written_is_read_back_as_it_was(database: TestDatabase) {
        let store = database.open().await.expect("a database");
        store.migrate(&[NOTES]).await.expect("tables");
        let at: Timestamp = "2026-11-22T09:30:00.123456Z".parse().expect("a time");
        let tx = store.begin().await.expect("a transaction");
        let full = tx.insert(INSERT, values!["ümlaut ✓", vec![0_u8, 255], at]).await.expect("a row");
        let none: (Option<Vec<u8>>, Option<Timestamp>) = (None, None);
        let bare = tx.insert(INSERT, values!["bare", none.0, none.1]).await.expect("a row");
        tx.commit().await.expect("saved");
        let notes: Vec<Note> =
            store.all("SELECT id, words, body, at FROM note ORDER BY id", vec![]).await.expect("rows");
        assert_eq!(notes, [
            Note { id: full, words: "ümlaut ✓".to_owned(), body: Some(vec![0, 255]), at: Some(at) },
            Note { id: bare, words: "bare".to_owned(), body: None, at: None },
        ]);
    }

    async fn an_id_is_never_used_again(database: TestDatabase) {
        let store = database.open().await.expect("a database");
        store.migrate(&[NOTES]).await.expect("tables");
        let none: (Option<Vec<u8>>, Option<Timestamp>) = (None, None);
        let tx = store.begin().await.expect("a transaction");
        let first: Id<Note> = tx.insert(INSERT, values!["a", none.0.clone(), none.1]).await.expect("a row");
        tx.execute("DELETE FROM note WHERE id = $1", values![first]).await.expect("deleted");
        let second: Id<Note> = tx.insert(INSERT, values!["b", none.0, none.1]).await.expect("a row");
        assert!(second > first);
    }

    async fn the_same_thing_twice_is_a_conflict(database: TestDatabase) {
        let store = database.open().await.expect("a database");
        store.migrate(&[NOTES]).await.expect("tables");
        let tx = store.begin().await.expect("a transaction");
        let insert = "INSERT INTO note (words) VALUES ($1)";
        tx.execute(insert, values!["once"]).await.expect("a row");
        let problem = tx.execute(insert, values!["once"]).await.expect_err("twice");
        assert_eq!(problem.kind(), Kind::Conflict);
    }

    async fn many_writers_at_once_lose_nothing(database: TestDatabase) {
        let store = database.open().await.expect("a database");
        store.migrate(&[NOTES]).await.expect("tables");
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..8 {
            let store = store.clone();
            writers.spawn(async move {
                for n in 0..20 {
                    let tx = store.begin().await?;
                    let words = format!("{writer}/{n}");
                    tx.execute("INSERT INTO note (words) VALUES ($1)", values![words]).await?;
                    tx.commit().await?;
                }
                base::Result::<()>::Ok(())
            });
        }
        while let Some(writer) = writers.join_next().await {
            writer.expect("no panic").expect("every write succeeds");
        }
        let count: Option<i64> = store.value("SELECT COUNT(*) FROM note", vec![]).await.expect("a count");
        assert_eq!(count, Some(160));
    }

    async fn a_snapshot_stays_as_it_was_and_keeps_nobody_from_writing(database: TestDatabase) {
        const COUNT: &str = "SELECT COUNT(*) FROM note";
        let store = database.open().await.expect("a database");
        store.migrate(&[NOTES]).await.expect("tables");
        let snapshot = store.snapshot().await.expect("a snapshot");
        let count: Option<i64> = snapshot.value(COUNT, vec![]).await.expect("a count");
        assert_eq!(count, Some(0));
        let tx = store.begin().await.expect("a transaction");
        tx.execute(INSERT, values!["later", None::<Vec<u8>>, None::<i64>]).await.expect("a row");
        tx.commit().await.expect("saved");
        let count: Option<i64> = snapshot.value(COUNT, vec![]).await.expect("a count");
        assert_eq!(count, Some(0), "it was written later");
        drop(snapshot);
        let snapshot = store.snapshot().await.expect("another snapshot");
        let count: Option<i64> = snapshot.value(COUNT, vec![]).await.expect("a count");
        assert_eq!(count, Some(1));
    }
}
