//! `footbridge requests …`, here and at a server.

use std::net::SocketAddr;

use base::{Result, problem::Kind};
use requests::{Decision, Request};
use tokio::net::TcpListener;
use web::{Console, api::Server};

use crate::{CAPABILITIES, Day};

/// Runs the command with these words: at the server, if one is named, else as the operator.
async fn run(day: &Day, server: Option<&Server>, words: &[&str]) -> Result<()> {
    let settings = day.house.app.settings.clone();
    let server = server.cloned();
    let console = Console { settings, server, json: false, capabilities: CAPABILITIES };
    let command = requests::CAPABILITY.command.expect("it has a command");
    let words = std::iter::once(&"requests").chain(words);
    let matches = (command.build)(clap::Command::new("requests")).try_get_matches_from(words);
    (command.run)(&console, &matches.expect("the words are known")).await
}

/// The word that `show` gives to whoever sees the evidence.
async fn seen(day: &Day, id: i64) -> String {
    let case = requests::case(&day.house.app.store, base::Id::<Request>::new(id)).await.unwrap();
    let request = case.unwrap().request;
    let seen = requests::seen(&day.house.app, &request).await.unwrap();
    format!("{}-{}", request.revision, &seen.hash[..16])
}

async fn decision(day: &Day, id: i64) -> Decision {
    requests::decision(&day.house.app.store, base::Id::new(id)).await.unwrap().unwrap()
}

store::on_both_engines! {
    async fn a_door_is_opened_and_closed_from_terminals_elsewhere(database: TestDatabase) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let day = Day::begin_at(&url, database).await;
        let service = web::router(day.house.app.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let serving = tokio::spawn(async move { axum::serve(listener, service).await });
        let at = async |login: &str| Server { url: url.clone(), token: day.token(login, &["requests"]).await };
        let (noor, mara, ivo) = (at("noor").await, at("mara").await, at("ivo").await);

        let ask = ["ask", "linkedin", "--for", "Posting the spring films.", "--until-day", "2026-12-18", "--groups", "newsroom"];
        run(&day, Some(&noor), &ask).await.unwrap();
        assert_eq!(run(&day, Some(&noor), &ask).await.unwrap_err().kind(), Kind::Conflict);
        let word = seen(&day, 1).await;
        run(&day, Some(&mara), &["terms", "1", "--seen", &word, "--hours", "mon-fri 09:00-17:00", "--conditions", "social-media"]).await.unwrap();
        assert_eq!(run(&day, Some(&mara), &["review", "1", "allow", "--seen", &word]).await.unwrap_err().kind(), Kind::Conflict);
        let word = seen(&day, 1).await;
        run(&day, Some(&mara), &["review", "1", "allow", "--seen", &word]).await.unwrap();
        assert_eq!(run(&day, Some(&noor), &["decide", "1", "allow", "--seen", &word]).await.unwrap_err().kind(), Kind::Conflict);
        for words in [vec!["queue"], vec!["list", "--state", "open"], vec!["show", "1"], vec!["comment", "1", "Fine."]] {
            run(&day, Some(&ivo), &words).await.unwrap();
        }
        run(&day, Some(&ivo), &["decide", "1", "allow", "--seen", &word]).await.unwrap();
        let made = decision(&day, 1).await;
        let hours = made.terms.schedule.as_ref().map(base::Schedule::hours);
        assert_eq!((hours.as_deref(), made.terms.conditions.as_slice()), (Some("mon-fri 09:00-17:00"), &["social-media".to_owned()][..]));
        assert_eq!(made.terms.ends.map(|ends| ends.to_string()).as_deref(), Some("2026-12-18T23:00:00Z"));
        for words in [vec!["decisions", "--in-force"], vec!["decision", "1"], vec!["show", "1"], vec!["time-to-yes"], vec!["rules"]] {
            run(&day, Some(&ivo), &words).await.unwrap();
        }
        assert_eq!(run(&day, Some(&noor), &["end", "1", "--reason", "Done."]).await.unwrap_err().kind(), Kind::Forbidden);
        run(&day, Some(&ivo), &["end", "1", "--reason", "Done."]).await.unwrap();
        assert_eq!(decision(&day, 1).await.ending.map(|ending| ending.by).as_deref(), Some("Ivo Petrov (IT)"));
        serving.abort();
    }

    async fn the_operator_reads_and_sets_rules_and_neither_asks_nor_decides(database: TestDatabase) {
        let day = Day::begin(database).await;
        day.noor_asks().await;
        for words in [vec!["list"], vec!["show", "1"], vec!["queue"], vec!["decisions"], vec!["rule", "unknown", "it", "legal"],
            vec!["rules"], vec!["rule", "unknown"], vec!["time-to-yes"]] {
            run(&day, None, &words).await.unwrap();
        }
        let ask = ["ask", "mastodon", "--for", "Posting.", "--until", "week"];
        for words in [&ask[..], &["join", "1"], &["leave", "1"], &["withdraw", "1"], &["review", "1", "allow", "--seen", "1", "--seat", "it"]] {
            assert_eq!(run(&day, None, words).await.unwrap_err().kind(), Kind::Forbidden, "{words:?}");
        }
        assert_eq!(run(&day, None, &["show", "9"]).await.unwrap_err().kind(), Kind::NotFound);
    }
}
