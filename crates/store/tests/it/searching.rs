//! Finding by words: the same answers from both engines.

use store::{search, search::Document};

fn document<'a>(key: &'a str, title: &'a str, text: &'a str) -> Document<'a> {
    Document { kind: "service", key, title, text, href: key }
}

store::on_both_engines! {
    async fn words_are_found_whatever_their_case_and_the_last_by_its_beginning(database: TestDatabase) {
        let store = database.open().await.expect("a database");
        store.migrate(&[]).await.expect("tables");
        let tx = store.begin().await.expect("a transaction");
        for (key, title, text) in [
            ("/1", "LinkedIn", "professional network of Größe and ÉCLAT"),
            ("/2", "Mastodon", "a network, federated"),
            ("/3", "Canva", "design: posters & stories"),
        ] {
            search::index(&tx, &document(key, title, text)).await.expect("indexed");
        }
        tx.commit().await.expect("saved");
        for (question, found) in [
            ("linkedin", vec!["/1"]),
            ("NETWORK", vec!["/1", "/2"]),
            ("network fed", vec!["/2"]),
            ("éclat", vec!["/1"]),
            ("grösse", vec![]),
            ("größe", vec!["/1"]),
            ("poster story", vec![]),
            ("posters stor", vec!["/3"]),
            ("", vec![]),
            ("!!", vec![]),
            ("\" OR 1=1 -- ", vec![]),
            ("network & | ! ( ) : *", vec!["/1", "/2"]),
            ("NEAR(canva design)", vec![]),
        ] {
            let hits = search::find(&store, store.engine(), question).await.expect(question);
            let mut hrefs: Vec<_> = hits.iter().map(|hit| hit.href.as_str()).collect();
            hrefs.sort_unstable();
            assert_eq!(hrefs, found, "{question}");
        }
    }

    async fn what_is_indexed_again_replaces_what_was(database: TestDatabase) {
        let store = database.open().await.expect("a database");
        store.migrate(&[]).await.expect("tables");
        let tx = store.begin().await.expect("a transaction");
        search::index(&tx, &document("/1", "Twitter", "")).await.expect("indexed");
        search::index(&tx, &document("/1", "X", "")).await.expect("indexed again");
        tx.commit().await.expect("saved");
        let find = async |question| search::find(&store, store.engine(), question).await.expect("hits");
        assert_eq!(find("twitter").await.len(), 0);
        assert_eq!(find("x").await.len(), 1);
    }
}
