//! Several nodes on one database, each with a data directory of its own.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, time::Duration};

use gate::{
    edition::Editions,
    squid::{
        Key,
        token::{Bearer, Token},
    },
};
use sha2::{Digest, Sha256};
use store::{Migration, Migrations, Query, on_both_engines, on_postgres, values};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use web::testing::Browser;

use crate::*;

/// No test should wait so long; one that does has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A node beside the first one: the same database, another directory.
struct Node {
    app: App,
    data: TempDir,
    beside: Vec<JoinHandle<()>>,
}

impl Node {
    async fn joins(house: &House) -> Self {
        Self::joins_in(house, TempDir::new().expect("a folder")).await
    }

    async fn joins_in(house: &House, data: TempDir) -> Self {
        let mut settings = house.app.settings.clone();
        settings.data = data.path().to_owned();
        let app = App::open(settings, house.clock.clone(), CAPABILITIES).await;
        Self { app: app.expect("it opens"), data, beside: Vec::new() }
    }

    /// What runs beside its server.
    fn runs(mut self) -> Self {
        self.beside = runs(&self.app);
        self
    }

    fn editions(&self) -> Editions {
        Editions::of(self.data.path())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.beside.iter().for_each(JoinHandle::abort);
    }
}

fn runs(app: &App) -> Vec<JoinHandle<()>> {
    let (ear, run) = (app.clone(), gate::CAPABILITY.run.expect("it runs beside the server"));
    vec![tokio::spawn(async move { ear.store.listen().await }), tokio::spawn(run(app.clone()))]
}

async fn stop(app: &App) {
    let draft = Draft::new(Target::Everything, "Stop.");
    gate::make(app, &Caller::operator(), Kind::Wall, draft).await.expect("made");
}

/// Waits until every directory has this edition in force, and the files are the same to the byte.
async fn agree(number: i64, directories: &[&Path]) {
    let begun = std::time::Instant::now();
    let stands = |data: &&Path| Editions::of(data).current().is_ok_and(|it| it == Some(number));
    while !directories.iter().all(stands) {
        let currents: Vec<_> = directories.iter().map(|it| Editions::of(it).current()).collect();
        assert!(begun.elapsed() < PATIENCE, "not edition {number} everywhere: {currents:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let files: Vec<_> = directories
        .iter()
        .map(|data| fs::read(data.join(format!("editions/{number:06}.edition"))).expect("a file"))
        .collect();
    assert!(files.windows(2).all(|two| two[0] == two[1]), "edition {number} differs");
}

/// The next release: everything that there is, and one step more that adds to what others stand on.
const NEXT: &Capability = &Capability {
    migrations: Some(Migrations {
        slice: "next",
        steps: &[Migration {
            name: "0001_next",
            sql: "
                ALTER TABLE gate_rule ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';
                ALTER TABLE web_session ADD COLUMN device TEXT;
                CREATE TABLE next_thing (id {id}, rule_id BIGINT NOT NULL REFERENCES gate_rule (id));
                CREATE INDEX next_rule_reason ON gate_rule (reason);",
        }],
    }),
    ..Capability::new("next")
};
const NEWER: &[&Capability] = &[
    &people::CAPABILITY,
    &catalog::CAPABILITY,
    &policy::CAPABILITY,
    &requests::CAPABILITY,
    &gate::CAPABILITY,
    NEXT,
];

on_postgres! {
    async fn an_older_release_works_on_while_a_newer_one_brings_its_tables_and_joins(database: TestDatabase) {
        let (house, cast) = house(database).await;
        let (ada, ivo) = (cast.browser(&house, "ada").await, cast.browser(&house, "ivo").await);
        let older = Node::joins(&house).await.runs();
        // The older release is busy all the while.
        let busy = tokio::spawn({
            let app = older.app.clone();
            async move {
                for _ in 0..40 {
                    stop(&app).await;
                }
            }
        });
        let mut settings = house.app.settings.clone();
        let data = TempDir::new().expect("a folder");
        settings.data = data.path().to_owned();
        let newer = App::open(settings.clone(), house.clock.clone(), NEWER).await.expect("it brings its tables");
        let beside = runs(&newer);
        busy.await.expect("no act of the older release failed");

        // Both publish, both are signed in at, both take forms that the other made.
        stop(&newer).await;
        stop(&older.app).await;
        gate::publish(&house.app).await.expect("published");
        let newest = gate::editions(&newer.store, None, 1).await.expect("editions")[0].number;
        agree(newest, &[older.data.path(), data.path()]).await;
        let mara = Cast.caller(&newer, "mara").await;
        assert_eq!(mara.login(), "mara");
        ada.get("/people").await.is(200);
        let page = ivo.get("/gate/rules/1").await.is(200);
        let ended = ivo.reaching(&newer).post("/gate/rules/1/end", &page.body, &[("reason", "It is over.")]).await;
        ended.is(303);
        let report = audit::verify(&newer.store, &newer.audit.trust(), None).await.expect("checked");
        assert_eq!(report.findings, []);
        beside.iter().for_each(JoinHandle::abort);

        // What stops now comes back as the newer release only.
        let problem = App::open(settings, house.clock.clone(), CAPABILITIES).await.err().expect("refused");
        assert!(problem.sentence().contains("newer"), "{problem}");
    }

    async fn a_link_that_one_helper_gave_opens_the_door_of_every_node(database: TestDatabase) {
        let (house, _) = house(database).await;
        let older = TempDir::new().expect("a folder");
        let wrong = Key::of(older.path()).expect("a key of its own");
        let (first, second) = (Node::joins(&house).await.runs(), Node::joins_in(&house, older).await.runs());
        agree(1, &[first.data.path(), second.data.path()]).await;
        let token = |key: &Key| {
            let host = "www.linkedin.com".parse().expect("a host");
            Token { at: house.app.now(), edition: 1, bearer: Bearer::Unknown, host }.issue(key)
        };
        for node in [&first, &second] {
            let key = Key::of(node.data.path()).expect("its helper's key");
            let file = fs::metadata(node.data.path().join("keys/door.key")).expect("a file");
            assert_eq!(file.permissions().mode() & 0o777, 0o600, "it is for nobody else");
            for app in [&house.app, &first.app, &second.app] {
                let door = Browser::of(app).get(&format!("/door?t={}", token(&key))).await;
                door.is(200);
            }
        }
        let door = Browser::of(&first.app).get(&format!("/door?t={}", token(&wrong))).await;
        door.is(422).shows("This door leads nowhere");
    }

    async fn what_one_node_publishes_is_in_force_on_all_with_the_same_file(database: TestDatabase) {
        let (house, _) = house(database).await;
        let nodes = [Node::joins(&house).await.runs(), Node::joins(&house).await.runs(), Node::joins(&house).await.runs()];
        let directories: Vec<&Path> = nodes.iter().map(|node| node.data.path()).collect();
        agree(1, &directories).await;
        for number in 2..=12 {
            stop(&nodes[number % 3].app).await;
            agree(i64::try_from(number).expect("small"), &directories).await;
        }
        // A burst: however many editions come of it, all have the newest.
        for _ in 0..8 {
            tokio::join!(stop(&nodes[0].app), stop(&nodes[1].app), stop(&nodes[2].app));
        }
        gate::publish(&house.app).await.expect("published");
        let newest = gate::editions(&house.app.store, None, 99).await.expect("editions");
        agree(newest[0].number, &directories).await;
        assert!(newest.windows(2).all(|two| two[0].number == two[1].number + 1), "none is left out");
        assert!(newest.windows(2).all(|two| two[0].sha256 != two[1].sha256), "none says the same again");
        for edition in &newest {
            for node in &nodes {
                // What came too quickly is brought with the next one.
                if let Ok(head) = node.editions().head(edition.number) {
                    assert_eq!(head.sha256, edition.sha256);
                }
            }
        }
    }

    async fn a_new_node_has_the_newest_edition_before_it_publishes_any(database: TestDatabase) {
        let (house, _) = house(database).await;
        for _ in 0..3 {
            stop(&house.app).await;
            published(&house.app).await;
        }
        // What is in the database now would make another edition: the files of the others stay as
        // they were published.
        stop(&house.app).await;
        let node = Node::joins(&house).await.runs();
        agree(4, &[node.data.path()]).await;
        gate::publish(&house.app).await.expect("published");
        let own = house.app.settings.data.clone();
        for number in 1..=4 {
            agree_on_file(number, &own, node.data.path());
        }
    }

    async fn what_a_newer_release_says_and_this_one_does_not_know_is_not_put_in_force(database: TestDatabase) {
        let (house, _) = house(database).await;
        published(&house.app).await;
        // The same rules with one more field, as a newer release may write them.
        let text: Option<String> = house.app.store.value("SELECT rulebook FROM gate_edition_text", values![]).await.expect("a row");
        let newer = text.expect("a rulebook").replacen('{', "{\"unless\":7,", 1);
        let sha256 = format!("{:x}", Sha256::digest(&newer));
        let tx = house.app.store.begin().await.expect("a transaction");
        tx.execute("INSERT INTO gate_edition (number, sha256, published_at, changes, making) VALUES (2, $1, 0, '[]', 2)", values![sha256]).await.expect("published");
        tx.execute("INSERT INTO gate_edition_text (number, rulebook) VALUES (2, $1)", values![newer]).await.expect("its text");
        tx.commit().await.expect("saved");
        let problem = gate::publish(&house.app).await.expect_err("not known");
        assert!(problem.sentence().contains("Edition 2 was published by a newer release"), "{problem}");
        assert_eq!(Editions::of(&house.app.settings.data).current().expect("a file"), Some(1));
        // The pages go on with the edition that is in force here.
        house.browser().get("/door?host=www.linkedin.com").await.is(200);
    }
}

on_both_engines! {
    async fn a_number_never_names_two_rulebooks_even_after_the_database_was_restored(database: TestDatabase) {
        let (house, _) = house(database).await;
        published(&house.app).await;
        stop(&house.app).await;
        published(&house.app).await;
        // The database is restored to the time before edition 2; another node publishes its own.
        let tx = house.app.store.begin().await.expect("a transaction");
        for undone in ["DELETE FROM gate_edition_text WHERE number = 2", "DELETE FROM gate_edition WHERE number = 2", "DELETE FROM gate_rule"] {
            tx.execute(undone, values![]).await.expect("undone");
        }
        tx.commit().await.expect("restored");
        let other = Node::joins(&house).await;
        stop(&other.app).await;
        stop(&other.app).await;
        assert_eq!(published(&other.app).await.number, 2);
        // This node has a file of that number already, which says something else.
        let again = published(&house.app).await;
        assert_eq!(again.number, 3);
        assert!(again.changes[0].contains("number 2 stands for other rules"), "{:?}", again.changes);
        assert!(gate::publish(&house.app).await.expect("published").is_none(), "it comes to rest");
        assert!(gate::publish(&other.app).await.expect("published").is_none());
        agree(3, &[house.app.settings.data.as_path(), other.data.path()]).await;
    }

    async fn an_older_release_leaves_publishing_to_a_newer_one(database: TestDatabase) {
        let (house, _) = house(database).await;
        published(&house.app).await;
        let tx = house.app.store.begin().await.expect("a transaction");
        tx.execute("UPDATE gate_edition SET making = making + 1", values![]).await.expect("newer");
        tx.commit().await.expect("saved");
        stop(&house.app).await;
        assert!(gate::publish(&house.app).await.expect("left alone").is_none());
        let count: Option<i64> = house.app.store.value("SELECT COUNT(*) FROM gate_edition", values![]).await.expect("a count");
        assert_eq!(count, Some(1));
    }
}

fn agree_on_file(number: i64, one: &Path, two: &Path) {
    let heads = [one, two].map(|data| Editions::of(data).head(number).expect("a file"));
    assert_eq!(heads[0], heads[1]);
}
