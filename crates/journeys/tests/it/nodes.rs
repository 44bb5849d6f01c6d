//! Several servers on one PostgreSQL behind a load balancer: whichever dies, nobody notices.

mod day;
mod queue;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use journeys::{AGREEMENT, Answer, Nodes, Squid, Visitor, WALLED, within};
use store::{Store, on_postgres, values};

use crate::steps::is_through;
use day::Day;

/// How long a story waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until these nodes have the same newest edition, to the byte.
async fn agree(nodes: &Nodes, places: &[usize]) -> i64 {
    let same = || async {
        let numbers: Vec<_> = places.iter().map(|place| nodes.edition(*place)).collect();
        numbers.windows(2).all(|two| two[0] == two[1]).then_some(numbers[0]).flatten()
    };
    let number = within(AGREEMENT, same).await.expect("all nodes have the same edition");
    let files: Vec<_> = places.iter().map(|place| nodes.edition_file(*place, number)).collect();
    assert!(files.windows(2).all(|two| two[0] == two[1]), "edition {number} differs");
    number
}

/// Waits until the helper of a Squid answers from this edition.
async fn answers_from(squid: &Squid, number: i64) {
    let wanted = format!("answering from edition {number}");
    let seen = within(AGREEMENT, || async {
        let said = squid.said();
        let last = said.lines().rfind(|line| line.contains("answering from edition"))?;
        last.ends_with(&wanted).then_some(())
    });
    assert!(seen.await.is_some(), "not {wanted}:\n{}", squid.said());
}

async fn answers_as(nodes: &Nodes, squid: &Squid, wanted: impl Fn(&Answer) -> bool) {
    let seen = within(AGREEMENT, || async {
        Some(nodes.asks(squid, "noor", WALLED).await).filter(|answer| wanted(answer))
    });
    let answer = seen.await;
    assert!(answer.is_some(), "still {:?}", nodes.asks(squid, "noor", WALLED).await);
}

/// The database takes no connections for a moment, as when it is started again.
async fn restarts_the_database(nodes: &Nodes, down: Duration) {
    let store::Location::Postgres(url) = nodes.location() else { unreachable!("several nodes") };
    let (server, name) = url.rsplit_once('/').expect("the address names a database");
    let beside = store::Location::Postgres(format!("{server}/postgres"));
    let store = Store::open(&beside).await.expect("the server of databases answers");
    let told = async |sql: String| {
        let tx = store.begin().await.expect("a transaction");
        tx.execute(&sql, values![]).await.expect("done");
        tx.commit().await.expect("done");
    };
    told(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname =";
    told(format!("{end} '{name}'")).await;
    tokio::time::sleep(down).await;
    told(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
}

on_postgres! {
    async fn a_node_dies_and_another_joins_while_people_ask_and_decide(database: TestDatabase) {
        let mut nodes = Nodes::open(database, 4, 3).await;
        let squids = [nodes.squid(0).await, nodes.squid(1).await];
        for squid in &squids {
            answers_as(&nodes, squid, Answer::is_the_door).await;
        }

        let day = Arc::new(Day::begin(&nodes, 3).await);
        let decided = day.clone().decides_at_least(5).await;
        for squid in &squids {
            answers_as(&nodes, squid, is_through).await;
        }

        nodes.is_killed(1);
        day.clone().decides_at_least(decided + 10).await;
        // The helper beside the dead node answers on from its last edition.
        answers_as(&nodes, &squids[1], is_through).await;

        nodes.joins(3).await;
        let third = nodes.squid(3).await;
        answers_as(&nodes, &third, is_through).await;
        day.clone().decides_at_least(decided + 20).await;
        nodes.joins(1).await;
        day.clone().decides_at_least(decided + 30).await;
        let acknowledged = day.ends().await;

        let newest = agree(&nodes, &[0, 1, 2, 3]).await;
        for squid in squids.iter().chain([&third]) {
            answers_from(squid, newest).await;
        }
        // Every decision that somebody was told of is there, whichever node is asked.
        let ivo = [nodes.visitor_at(0, "ivo").await, nodes.visitor_at(3, "ivo").await];
        for (request, ivo) in acknowledged.iter().zip(ivo.iter().cycle()) {
            let page = ivo.opens(request).await;
            assert!(page.body.contains("href=\"/decisions/"), "{request} is not decided:\n{}", page.body);
        }
        nodes.close(&[]);
    }

    async fn nodes_that_start_at_once_on_an_empty_database_agree(database: TestDatabase) {
        let mut nodes = Nodes::empty(database, 3).await;
        nodes.start(3).await;
        agree(&nodes, &[0, 1, 2]).await;
        let keys: Vec<_> = (0..3).map(|place| nodes.footbridge(place, &["audit", "key"])).collect();
        assert!(keys.windows(2).all(|two| two[0] == two[1]), "{keys:?}");
        nodes.close(&[]);
    }

    async fn wrong_passwords_are_counted_over_all_nodes(database: TestDatabase) {
        let nodes = Nodes::open(database, 3, 3).await;
        let guesser = Visitor::nobody(&nodes.host());
        let guess = async |password: &str| {
            let form = guesser.opens("/sign-in").await;
            let fields = [("login", "noor"), ("password", password)];
            guesser.sends(&form, "/sign-in", &fields).await.expect("an answer").status
        };
        let mut refused = Vec::new();
        while refused.last() != Some(&429) && refused.len() < 20 {
            refused.push(guess("a wrong password").await);
        }
        assert_eq!(refused.len(), 11, "ten tries are taken, by all nodes together: {refused:?}");
        for _ in 0..3 {
            assert_eq!(guess(journeys::PASSWORD).await, 429, "no node lets her in now");
        }
        nodes.close(&[]);
    }

    async fn nothing_is_missed_while_the_database_is_started_again(database: TestDatabase) {
        const EXPECTED: &[&str] = &["topics", "queue", "notices", "edition", "blocks", "database"];
        let nodes = Nodes::open(database, 2, 2).await;
        let day = Arc::new(Day::begin(&nodes, 2).await);
        day.clone().decides_at_least(2).await;
        restarts_the_database(&nodes, Duration::from_secs(2)).await;
        let begun = Instant::now();
        let decided = day.decided();
        day.clone().decides_at_least(decided + 4).await;
        assert!(begun.elapsed() < PATIENCE, "it took {:?} to go on", begun.elapsed());
        let acknowledged = day.ends().await;
        agree(&nodes, &[0, 1]).await;
        let ivo = nodes.visitor("ivo").await;
        for request in &acknowledged {
            assert!(ivo.opens(request).await.body.contains("href=\"/decisions/"), "{request}");
        }
        nodes.close(EXPECTED);
    }
}
