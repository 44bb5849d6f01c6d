//! One server a directory, and files that are not databases.

use base::problem::Kind;
use store::{Location, ServerLock, Store};

#[test]
fn a_second_server_on_the_same_directory_is_refused_with_a_sentence() {
    let directory = tempfile::tempdir().expect("a directory");
    let first = ServerLock::take(directory.path()).expect("the first server starts");
    let problem = ServerLock::take(directory.path()).expect_err("the second does not");
    assert_eq!(problem.kind(), Kind::Conflict);
    assert!(problem.sentence().starts_with("Another Footbridge server is running on"), "{problem}");
    drop(first);
    ServerLock::take(directory.path()).expect("the next server starts");
}

#[tokio::test]
async fn a_corrupt_database_is_refused_with_a_sentence_and_left_as_it_is() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("footbridge.sqlite");
    let bytes = b"this was never a database, only a file with a misleading name".repeat(100);
    std::fs::write(&file, &bytes).expect("a file");
    let location = Location::Directory(directory.path().to_owned());
    let problem = Store::open(&location).await.expect_err("not a database");
    assert!(problem.sentence().contains("is not a database that can be read"), "{problem}");
    assert_eq!(std::fs::read(&file).expect("still there"), bytes);
}

#[tokio::test]
async fn damage_in_the_middle_of_the_file_is_noticed_at_the_start() {
    let directory = tempfile::tempdir().expect("a directory");
    let location = Location::Directory(directory.path().to_owned());
    let store = Store::open(&location).await.expect("a new database");
    store.migrate(&[crate::NOTES]).await.expect("tables");
    let tx = store.begin().await.expect("a transaction");
    for n in 0..2_000 {
        let words = format!("note {n} {}", "x".repeat(100));
        tx.execute("INSERT INTO note (words) VALUES ($1)", store::values![words])
            .await
            .expect("a row");
    }
    tx.commit().await.expect("saved");
    store.close().await.expect("closed");
    let file = directory.path().join("footbridge.sqlite");
    let mut bytes = std::fs::read(&file).expect("the file");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xFF);
    std::fs::write(&file, bytes).expect("damage");
    let problem = Store::open(&location).await.expect_err("damaged");
    assert!(problem.sentence().contains("restore the last backup"), "{problem}");
}

#[test]
fn an_address_of_no_database_is_refused_with_a_sentence() {
    let data = std::path::Path::new("data");
    let problem = Location::new(data, Some("mysql://somewhere")).expect_err("not ours");
    assert!(problem.sentence().contains("postgres://user:password@host/name"), "{problem}");
}

#[tokio::test]
async fn a_postgres_that_does_not_answer_is_said_in_a_sentence() {
    let location = Location::Postgres("postgres://nobody@127.0.0.1:1/none".to_owned());
    let problem = Store::open(&location).await.expect_err("nothing listens there");
    assert!(problem.sentence().contains("did not answer"), "{problem}");
}

#[tokio::test]
async fn nobody_else_reads_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().expect("a directory");
    let store =
        Store::open(&Location::Directory(directory.path().to_owned())).await.expect("opened");
    store.migrate(&[crate::NOTES]).await.expect("tables");
    for name in ["footbridge.sqlite", "footbridge.sqlite-wal"] {
        let file = std::fs::metadata(directory.path().join(name)).expect(name);
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
    }
}
