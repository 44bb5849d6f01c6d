//! The program's own keys.

use std::{fs, path::Path};

use base::Result;
use store::Store;
use tempfile::TempDir;

use crate::NOTES;

async fn node(database: &store::testing::TestDatabase) -> Store {
    let store = database.open().await.expect("a database");
    store.migrate(&[NOTES]).await.expect("tables");
    store
}

async fn form(store: &Store, data: &Path, made: &[u8]) -> Result<Vec<u8>> {
    store::key(store, data, "form", || Ok(made.to_vec())).await
}

store::on_both_engines! {
    async fn a_key_is_made_once_and_is_the_same_for_every_node(database: TestDatabase) {
        let store = node(&database).await;
        let mut nodes = tokio::task::JoinSet::new();
        for made in 0..6_u8 {
            let (store, own) = (store.clone(), TempDir::new().expect("a folder"));
            nodes.spawn(async move { form(&store, own.path(), &[made; 32]).await });
        }
        let keys = nodes.join_all().await;
        let first = keys[0].as_ref().expect("a key").clone();
        assert!(keys.iter().all(|key| key.as_ref().is_ok_and(|key| *key == first)), "{keys:?}");
        let other = store::key(&store, database.directory.path(), "other", || Ok(vec![7])).await;
        assert_eq!(other.expect("a key"), [7], "keys of other names are others");
    }

    async fn a_key_in_an_older_data_directory_is_taken_over_by_the_first_start_alone(database: TestDatabase) {
        let store = node(&database).await;
        let (older, another) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
        for (data, key) in [(&older, &b"older"[..]), (&another, b"another")] {
            fs::create_dir(data.path().join("keys")).expect("a folder");
            fs::write(data.path().join("keys/form.key"), key).expect("a key");
        }
        for data in [&older, &another, &older] {
            assert_eq!(form(&store, data.path(), b"new").await.expect("a key"), b"older");
        }
    }

    async fn a_key_that_cannot_be_made_is_made_by_the_next(database: TestDatabase) {
        let store = node(&database).await;
        let data = database.directory.path();
        let failed = store::key(&store, data, "form", || Err(base::Problem::conflict("no dice"))).await;
        assert_eq!(failed.expect_err("none").sentence(), "no dice");
        assert_eq!(form(&store, data, b"made").await.expect("a key"), b"made");
    }
}
