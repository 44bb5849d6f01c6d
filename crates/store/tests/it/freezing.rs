//! One instant of the embedded database, read page by page while others write.

use store::{DATABASE_FILE, Frozen, Location, Query, Store, values};

async fn write(store: &Store, words: &str, times: usize) {
    let tx = store.begin().await.expect("a transaction");
    let number: i64 = count(&tx).await;
    for n in 0..times {
        let words = format!("{number} {n} {words}");
        tx.execute("INSERT INTO note (words) VALUES ($1)", values![words]).await.expect("a row");
    }
    tx.commit().await.expect("saved");
}

async fn count(on: &impl Query) -> i64 {
    on.value("SELECT COUNT(*) FROM note", values![]).await.expect("counted").expect("a number")
}

#[tokio::test]
async fn the_pages_are_the_database_of_one_instant_whatever_is_written_meanwhile() {
    let directory = tempfile::tempdir().expect("a directory");
    let store =
        Store::open(&Location::Directory(directory.path().to_owned())).await.expect("a database");
    store.migrate(&[crate::NOTES]).await.expect("tables");
    write(&store, &"before ".repeat(60), 5_000).await;

    let frozen = Frozen::open(directory.path()).await.expect("opened beside the writer");
    let (mut file, mut read) = (Vec::new(), 0);
    loop {
        write(&store, &"after ".repeat(60), 200).await;
        let pages = frozen.pages_after(read).await.expect("pages");
        if pages.is_empty() {
            break;
        }
        read += pages.len();
        file.extend(pages.concat());
    }
    assert!(read > 256, "more than one batch: {read} pages");
    assert_eq!(file.len() as u64, frozen.bytes());
    assert_eq!(count(&frozen).await, 5_000);
    assert!(count(&store).await > 5_000);

    let copy = tempfile::tempdir().expect("a directory");
    std::fs::write(copy.path().join(DATABASE_FILE), file).expect("a file");
    let copy =
        Store::open(&Location::Directory(copy.path().to_owned())).await.expect("it is whole");
    assert_eq!(count(&copy).await, 5_000);
}

#[tokio::test]
async fn a_directory_without_a_database_is_said_in_a_sentence_and_stays_empty() {
    let directory = tempfile::tempdir().expect("a directory");
    let problem = Frozen::open(directory.path()).await.expect_err("nothing there");
    assert!(problem.sentence().starts_with("There is no database in"), "{problem}");
    assert_eq!(std::fs::read_dir(directory.path()).expect("listed").count(), 0);
}
