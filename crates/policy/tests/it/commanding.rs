//! `footbridge policy …`

use base::{Result, problem::Kind};
use store::on_both_engines;
use web::{Console, testing::House};

use crate::{CAPABILITIES, house};

/// Runs the command with these words.
async fn run(house: &House, words: &[&str]) -> Result<()> {
    let settings = house.app.settings.clone();
    let console = Console { settings, server: None, json: false, capabilities: CAPABILITIES };
    let command = policy::CAPABILITY.command.expect("it has a command");
    let words = std::iter::once(&"policy").chain(words);
    let matches = (command.build)(clap::Command::new("policy")).try_get_matches_from(words);
    (command.run)(&console, &matches.expect("the words are known")).await
}

/// A file of the test's own with this text.
fn file(house: &House, text: impl AsRef<[u8]>) -> String {
    let path = house.database.directory.path().join("policy.md");
    std::fs::write(&path, text).expect("the file is written");
    path.to_str().expect("text").to_owned()
}

on_both_engines! {
    async fn a_file_becomes_a_version_that_keeps_what_is_not_said_anew(database: TestDatabase) {
        let (house, _) = house(database).await;
        let path = file(&house, "Ask first.\n");
        let first = ["publish", &path, "--slug", "pictures", "--title", "Pictures", "--audience", "newsroom"];
        run(&house, &first).await.expect("published");
        let version = policy::in_force(&house.app.store, "pictures").await.expect("in force");
        assert_eq!(version.sha256, policy::sha256("Ask first.\n"));

        let path = file(&house, "Ask twice.\n");
        let next = ["publish", &path, "--slug", "pictures", "--must-be-read", "--note", "Twice."];
        run(&house, &next).await.expect("published");
        let version = policy::in_force(&house.app.store, "pictures").await.expect("in force");
        assert_eq!((version.number, version.audience()), (2, "newsroom"));
        assert_eq!((version.title.as_str(), version.must_be_read()), ("Pictures", true));

        let path = file(&house, "Ask thrice.\n");
        run(&house, &["publish", &path, "--slug", "pictures", "--audience", "everyone"]).await.expect("published");
        let version = policy::in_force(&house.app.store, "pictures").await.expect("in force");
        assert_eq!((version.number, version.group_id), (3, None));
        for words in [vec!["list"], vec!["show", "pictures"], vec!["acknowledged", "pictures"],
            vec!["versions", "pictures"], vec!["changes", "pictures", "2"], vec!["show", "pictures", "--version", "1"]] {
            run(&house, &words).await.expect("answered");
        }
    }

    async fn what_cannot_be_read_is_said(database: TestDatabase) {
        let (house, _) = house(database).await;
        let refused = async |words: &[&str]| run(&house, words).await.expect_err("refused");
        let publish = |path: &str| ["publish", path, "--slug", "x", "--title", "X"].map(str::to_owned);
        for (path, sentence) in [
            ("/nowhere.md".to_owned(), "`/nowhere.md` cannot be read"),
            (file(&house, b"\xff\xfe"), "cannot be read"),
        ] {
            let words = publish(&path);
            let problem = refused(&words.each_ref().map(String::as_str)).await;
            assert_eq!(problem.kind(), Kind::Invalid);
            assert!(problem.sentence().contains(sentence), "{problem}");
        }
        let words = publish(&file(&house, "a".repeat(400_000)));
        let problem = refused(&words.each_ref().map(String::as_str)).await;
        assert!(problem.sentence().contains("60000 fit"), "{problem}");
        assert_eq!(refused(&["show", "nothing"]).await.kind(), Kind::NotFound);
    }

    async fn a_policy_is_retired_and_listed_as_such(database: TestDatabase) {
        let (house, _) = house(database).await;
        run(&house, &["retire", "social-media", "--reason", "Nobody needs it."]).await.expect("retired");
        assert!(policy::published(&house.app.store).await.expect("a list").is_empty());
        for words in [vec!["list", "--retired"], vec!["show", "social-media"]] {
            run(&house, &words).await.expect("answered");
        }
        let problem = run(&house, &["to-read"]).await.expect_err("the operator reads nothing");
        assert_eq!(problem.kind(), Kind::Forbidden);
    }
}
