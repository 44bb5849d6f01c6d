//! What somebody with a hand on the database can do, and what `verify` says about it.

use store::{Store, testing::TestDatabase};

use crate::log;

async fn alter(store: &Store, statements: &[&str]) {
    let tx = store.begin().await.expect("a transaction");
    for sql in statements {
        tx.execute(sql, vec![]).await.expect("altered");
    }
    tx.commit().await.expect("saved");
}

async fn findings(database: &TestDatabase, count: usize, statements: &[&str]) -> Vec<String> {
    let (store, audit, _) = log(database, count).await;
    let kept = std::fs::read_to_string(database.directory.path().join("audit.checkpoint"));
    alter(&store, statements).await;
    let report =
        audit::verify(&store, &audit.trust(), kept.ok().as_deref()).await.expect("checked");
    report.findings.iter().map(ToString::to_string).collect()
}

store::on_both_engines! {
    async fn a_log_that_nobody_touched_holds(database: TestDatabase) {
        assert_eq!(findings(&database, 20, &[]).await, [""; 0]);
    }

    async fn a_changed_entry_is_named(database: TestDatabase) {
        let change = "UPDATE audit_entry SET leaf = REPLACE(leaf, 'because', 'no reason') WHERE seq IN (4, 9)";
        assert_eq!(findings(&database, 20, &[change]).await, [
            "entry 4: was changed: its text is not the one that was signed",
            "entry 9: was changed: its text is not the one that was signed",
        ]);
    }

    async fn an_entry_that_pages_would_show_differently_is_named(database: TestDatabase) {
        let change = "UPDATE audit_entry SET actor = 'Somebody else' WHERE seq = 4";
        assert_eq!(findings(&database, 20, &[change]).await, [
            "entry 4: was changed: what pages show of it differs from what was signed",
        ]);
    }

    async fn a_back_dated_entry_is_named(database: TestDatabase) {
        let change = "UPDATE audit_entry SET at = at - 86400000000 WHERE seq = 7";
        let found = findings(&database, 20, &[change]).await;
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("entry 7: was changed"), "{found:?}");
    }

    async fn removed_entries_are_named_one_by_one(database: TestDatabase) {
        let removal = "DELETE FROM audit_entry WHERE seq IN (5, 6)";
        assert_eq!(findings(&database, 20, &[removal]).await, ["entry 5: was removed", "entry 6: was removed"]);
    }

    async fn entries_cut_from_the_end_are_named_by_the_checkpoint_outside(database: TestDatabase) {
        let removal = "DELETE FROM audit_entry WHERE seq >= 18";
        assert_eq!(findings(&database, 20, &[removal]).await, [
            "entry 18: was removed from the end",
            "entry 19: was removed from the end",
        ]);
    }

    async fn swapped_entries_are_named_both(database: TestDatabase) {
        let swap = [
            "UPDATE audit_entry SET seq = 100 WHERE seq = 3",
            "UPDATE audit_entry SET seq = 3 WHERE seq = 8",
            "UPDATE audit_entry SET seq = 8 WHERE seq = 100",
        ];
        assert_eq!(findings(&database, 20, &swap).await, [
            "entry 3: was swapped: it was written as entry 8",
            "entry 8: was swapped: it was written as entry 3",
        ]);
    }

    async fn a_log_written_anew_with_another_key_is_named_from_its_first_entry(database: TestDatabase) {
        let (_, audit, _) = log(&database, 3).await;
        let other = TestDatabase::new(store::Engine::Sqlite).await.expect("another house");
        let (forged, _, _) = log(&other, 3).await;
        let report = audit::verify(&forged, &audit.trust(), None).await.expect("checked");
        assert_eq!(report.findings.len(), 3);
        assert!(report.findings[0].to_string().contains("not signed by this log's key"));
    }
}
