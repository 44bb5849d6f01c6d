//! Steps forward, once each.

use base::problem::Kind;
use store::{Migration, Migrations, Query};

use crate::NOTES;

store::on_both_engines! {
    async fn steps_are_applied_once_however_often_the_program_starts(database: TestDatabase) {
        for _ in 0..3 {
            let store = database.open().await.expect("a database");
            store.migrate(&[NOTES]).await.expect("tables");
        }
    }

    async fn several_programs_that_start_at_once_apply_each_step_once(database: TestDatabase) {
        let mut starts = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let location = database.location.clone();
            starts.spawn(async move {
                store::Store::open(&location).await?.migrate(&[NOTES]).await
            });
        }
        while let Some(start) = starts.join_next().await {
            start.expect("no panic").expect("every start succeeds");
        }
    }

    async fn an_older_program_refuses_a_newer_database_and_names_both(database: TestDatabase) {
        let store = database.open().await.expect("a database");
        store.migrate(&[NOTES]).await.expect("tables");
        let tx = store.begin().await.expect("a transaction");
        tx.execute("UPDATE program SET version = '9.1.0'", vec![]).await.expect("a newer program");
        tx.commit().await.expect("saved");
        let problem = store.migrate(&[]).await.expect_err("the older program knows no notes");
        assert_eq!(problem.kind(), Kind::Conflict);
        let said = problem.sentence();
        assert!(said.contains("Footbridge 9.1.0 brought it up to date"), "{said}");
        assert!(said.contains(concat!("this is Footbridge ", env!("CARGO_PKG_VERSION"))), "{said}");
        assert!(said.contains("does not know its step notes/0001_note"), "{said}");
        assert!(said.contains("Start Footbridge 9.1.0 or one after it"), "{said}");
    }

    async fn a_newer_program_goes_on_from_where_an_older_one_left(database: TestDatabase) {
        const NEWER: Migrations = Migrations {
            slice: "notes",
            steps: &[
                NOTES.steps[0],
                Migration { name: "0002_mood", sql: "ALTER TABLE note ADD COLUMN mood TEXT;" },
            ],
        };
        let older = database.open().await.expect("a database");
        older.migrate(&[NOTES]).await.expect("tables");
        let tx = older.begin().await.expect("a transaction");
        tx.execute("INSERT INTO note (words) VALUES ('old')", vec![]).await.expect("a row");
        tx.execute("DELETE FROM program", vec![]).await.expect("it did not tell its version yet");
        tx.commit().await.expect("saved");
        // Two nodes of the newer program at once, while the older one is still there.
        let (one, two) = (database.open().await, database.open().await);
        let (one, two) = (one.expect("a node"), two.expect("a node"));
        let (first, second) = tokio::join!(one.migrate(&[NEWER]), two.migrate(&[NEWER]));
        first.and(second).expect("one takes the step, the other finds it taken");
        let words: Option<String> =
            older.value("SELECT words FROM note", vec![]).await.expect("the older one reads on");
        assert_eq!(words.as_deref(), Some("old"));
        let version: Option<String> =
            two.value("SELECT version FROM program", vec![]).await.expect("it is told");
        assert_eq!(version.as_deref(), Some(env!("CARGO_PKG_VERSION")));
        older.migrate(&[NOTES]).await.expect_err("but does not start again");
    }

    async fn a_failing_step_leaves_nothing_behind(database: TestDatabase) {
        const BROKEN: Migrations = Migrations {
            slice: "notes",
            steps: &[
                NOTES.steps[0],
                Migration { name: "0002_wrong", sql: "ALTER TABLE nowhere ADD COLUMN x TEXT;" },
            ],
        };
        let store = database.open().await.expect("a database");
        let problem = store.migrate(&[BROKEN]).await.expect_err("the second step is wrong");
        assert!(problem.sentence().contains("notes/0002_wrong"), "{problem}");
        store.migrate(&[NOTES]).await.expect("the first step was undone, and is done now");
    }

    async fn a_step_that_was_changed_after_its_release_is_refused(database: TestDatabase) {
        const CHANGED: Migrations = Migrations {
            slice: "notes",
            steps: &[Migration { name: "0001_note", sql: "CREATE TABLE note (id {id});" }],
        };
        let store = database.open().await.expect("a database");
        store.migrate(&[NOTES]).await.expect("tables");
        let problem = store.migrate(&[CHANGED]).await.expect_err("the text differs");
        assert!(problem.sentence().contains("differs from that of this program"), "{problem}");
    }
}
