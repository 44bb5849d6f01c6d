//! Older and newer programs and databases, through the program itself.

use capabilities::CAPABILITIES;
use store::{Migrations, Query, testing::TestDatabase};

use super::{Program, refused};

/// Our own tables as an older program left them: only the first step of each slice was taken.
async fn leave_old(database: &TestDatabase) {
    let older: Vec<Migrations> = web::migrations(CAPABILITIES)
        .into_iter()
        .map(|slice| Migrations { steps: &slice.steps[..1], ..slice })
        .collect();
    let store = database.open().await.expect("a database");
    store.migrate(&older).await.expect("the tables of the older program");
    let tx = store.begin().await.expect("a transaction");
    tx.execute("UPDATE program SET version = '0.0.9'", vec![]).await.expect("an older program");
    tx.commit().await.expect("saved");
    store.close().await.expect("closed");
}

/// As a newer program would leave it.
async fn leave_new(database: &TestDatabase) {
    let store = database.open().await.expect("a database");
    let tx = store.begin().await.expect("a transaction");
    let step = "INSERT INTO migration (slice, name, sha256) VALUES ('people', '9999_moods', '')";
    tx.execute(step, vec![]).await.expect("a step");
    tx.execute("UPDATE program SET version = '9.1.0'", vec![]).await.expect("a newer program");
    tx.commit().await.expect("saved");
    store.close().await.expect("closed");
}

store::on_both_engines! {
    async fn an_older_database_is_brought_up_to_date_by_whoever_starts_first(database: TestDatabase) {
        leave_old(&database).await;
        let program = Program::on(&database);
        let mut starts: Vec<_> = (0..2)
            .map(|_| program.command(&["people", "list"]).spawn().expect("it starts"))
            .collect();
        for start in &mut starts {
            assert!(start.wait().expect("it ends").success());
        }
        let store = database.open().await.expect("a database");
        let steps = store.steps(&web::migrations(CAPABILITIES)).await.expect("read");
        assert!(steps.missing.is_empty() && steps.newer.is_empty(), "{steps:?}");
        let version: Option<String> =
            store.value("SELECT version FROM program", vec![]).await.expect("read");
        assert_eq!(version.as_deref(), Some(env!("CARGO_PKG_VERSION")));
        store.close().await.expect("closed");
        program.with_company().tell(&["audit", "verify"]);
    }

    async fn a_newer_database_is_refused_and_both_versions_are_named(database: TestDatabase) {
        let program = Program::on(&database).with_company();
        leave_new(&database).await;
        for start in [&["people", "list"][..], &["serve", "--listen", "127.0.0.1:0"]] {
            let output = program.run(start);
            refused(&output, 5, "Footbridge 9.1.0 brought it up to date, and this is Footbridge 0.1.0");
            refused(&output, 5, "Start Footbridge 9.1.0 or one after it, or restore the backup");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_newer_program_is_refused_and_nothing_is_left() {
    let database = TestDatabase::new(store::Engine::Sqlite).await.expect("an embedded database");
    let program = Program::on(&database).with_company();
    leave_new(&database).await;
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("backup.tar.zst");
    // It can be taken: what is there is worth keeping, whoever made it.
    program.tell(&["backup", file.to_str().unwrap()]);
    let new = Program::at(&folder.path().join("new"));
    refused(&new.run(&["restore", file.to_str().unwrap()]), 5, "Footbridge 9.1.0");
    assert_eq!(super::names(folder.path()), ["backup.tar.zst"]);
}

#[test]
fn a_step_that_takes_something_away_says_so_in_its_name() {
    // A view is no state: it may be made anew in the same step.
    let takes_away = |sql: &str| {
        let words = sql.to_uppercase().replace("DROP VIEW", "");
        ["DROP ", "RENAME "].iter().any(|word| words.contains(word))
    };
    for slice in web::migrations(CAPABILITIES) {
        for step in slice.steps {
            assert!(
                !takes_away(step.sql) || step.name.contains("_contract_"),
                "{}/{} takes something away that the release before may still use: do it a release \
                 later, in a step named NNNN_contract_…",
                slice.slice,
                step.name
            );
        }
    }
}
