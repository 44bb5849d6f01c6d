//! From the embedded database to PostgreSQL.

use std::fs;

use store::{Location, Query, Store};

use super::{Program, company, empty_postgres, refused};

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_there_afterwards_and_the_old_file_is_untouched() {
    let Some((database, url)) = empty_postgres().await else { return };
    let (directory, old) = company();
    old.tell(&["people", "add-group", "gone", "--name", "Gone"]);
    let seen = old.seen();
    let file = directory.path().join("data/footbridge.sqlite");
    let before = fs::read(&file).unwrap();

    let said = old.tell(&["move", "--to", &url]);
    assert!(said.contains("Start the server with --database from now on"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), before);
    let new = Program::on(&database);
    assert_eq!(new.seen(), seen);
    let found = |program: &Program| program.tell(&["catalog", "list", "--json"]);
    assert_eq!(found(&new), found(&old));

    // Numbers go on where they were.
    for program in [&old, &new] {
        program.tell(&["people", "add", "late", "--name", "Late", "--email", "late@dune.example"]);
    }
    let people = |program: &Program| program.tell(&["people", "list", "--json"]);
    assert_eq!(people(&new), people(&old));
    new.tell(&["audit", "verify"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_holds_something_is_refused() {
    let Some((database, url)) = empty_postgres().await else { return };
    let (_directory, old) = company();
    old.tell(&["move", "--to", &url]);
    let seen = Program::on(&database).seen();
    refused(&old.run(&["move", "--to", &url]), 5, "The database to move to is not empty");
    assert_eq!(Program::on(&database).seen(), seen);
    refused(&Program::on(&database).run(&["move", "--to", &url]), 5, "is on PostgreSQL already");
    refused(&old.run(&["move", "--to", "mysql://x"]), 2, "postgres://user:password@host/name");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_moved_leaves_the_new_database_empty() {
    let Some((database, url)) = empty_postgres().await else { return };
    let (directory, old) = company();
    let embedded = Location::Directory(directory.path().join("data"));
    let store = Store::open(&embedded).await.expect("it opens");
    let tx = store.begin().await.expect("a transaction");
    // PostgreSQL keeps no zero byte in a text.
    tx.execute("UPDATE person SET name = name || char(0) WHERE login = 'noor'", vec![])
        .await
        .expect("changed");
    tx.commit().await.expect("saved");
    store.close().await.expect("closed");
    refused(
        &old.run(&["move", "--to", &url]),
        1,
        "the table `person` could not be moved; nothing was",
    );
    let there = database.open().await.expect("it answers");
    let tables: Option<i64> = there
        .value("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'", vec![])
        .await
        .expect("counted");
    assert_eq!(tables, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_a_server_works_with_is_not_moved() {
    let Some((_database, url)) = empty_postgres().await else { return };
    let (directory, old) = company();
    let _server = store::ServerLock::take(&directory.path().join("data")).expect("it starts");
    refused(&old.run(&["move", "--to", &url]), 5, "Another Footbridge server is running on");
}
