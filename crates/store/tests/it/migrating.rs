//! Steps forward, once each.

use base::problem::Kind;
use store::{Migration, Migrations};

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

    async fn an_older_program_refuses_a_newer_database(database: TestDatabase) {
        let store = database.open().await.expect("a database");
        store.migrate(&[NOTES]).await.expect("tables");
        let problem = store.migrate(&[]).await.expect_err("the older program knows no notes");
        assert_eq!(problem.kind(), Kind::Conflict);
        assert!(problem.sentence().contains("holds step notes/0001_note"), "{problem}");
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
        assert!(problem.sentence().contains("differs from this one's"), "{problem}");
    }
}
