//! Programs at the API: a tool that makes thousands of calls out of the committed document, and the
//! command line at another server.

use std::{path::Path, process::Command};

use journeys::{Office, Visitor, binary};
use store::on_both_engines;

/// The tool, as `script/setup test` installs it.
const SCHEMATHESIS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../.setup/schemathesis/bin/schemathesis");
const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemathesis.toml");
/// Calls of each kind for each operation; the seed makes them the same at every run.
const CALLS: &str = "8";

/// A token that may everything that `login` may, made as a person makes it.
async fn token(office: &Office, login: &str) -> String {
    let visitor = Visitor::signs_in(office.address(), login).await;
    let page = visitor.opens("/me/tokens").await;
    let fields = [("name", "a journey"), ("scopes", "all"), ("ends", "2027-01-31")];
    let made = visitor.sends(&page, "/me/tokens", &fields).await.expect("an answer");
    let (_, rest) = made.body.split_once("fb_").unwrap_or_else(|| panic!("{}", made.body));
    format!("fb_{}", rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default())
}

on_both_engines! {
    async fn thousands_of_calls_find_nothing_that_the_document_does_not_say(database: TestDatabase) {
        if !Path::new(SCHEMATHESIS).exists() {
            eprintln!("skipped: schemathesis is not installed; script/setup test installs it");
            return;
        }
        let office = Office::open(database).await;
        let api = format!("http://{}/api/v1", office.address());
        let authorization = format!("Authorization: Bearer {}", token(&office, "ivo").await);
        let said = Command::new(SCHEMATHESIS)
            .args(["--config-file", RULES, "run", &format!("{api}/openapi.json"), "--url", &api])
            .args(["--header", &authorization, "--max-examples", CALLS, "--seed", "1"])
            .args(["--phases", "examples,coverage,fuzzing", "--no-color"])
            // Its own token must outlast the run.
            .args(["--exclude-path-regex", "^/me/(tokens|password|sessions)"])
            .current_dir(office.folder())
            .output()
            .expect("the tool runs");
        let text = String::from_utf8_lossy(&said.stdout);
        assert!(said.status.success(), "{text}{}", String::from_utf8_lossy(&said.stderr));
        office.closes();
    }

    async fn the_command_line_works_at_another_server_with_a_token(database: TestDatabase) {
        let office = Office::open(database).await;
        let own = tempfile::tempdir().expect("a directory");
        let run = |arguments: &[&str], token: &str| {
            Command::new(binary())
                .args(["--server", &format!("http://{}", office.address()), "--token", token, "--data"])
                .arg(own.path())
                .args(arguments)
                .output()
                .expect("the binary runs")
        };
        let mara = token(&office, "mara").await;
        let listed = run(&["--json", "catalog", "list", "linkedin"], &mara);
        let services: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("JSON");
        assert_eq!(services[0]["slug"], "linkedin", "{listed:?}");
        let set = run(&["catalog", "standing", "linkedin", "trial", "--reason", "For applicants."], &mara);
        assert!(set.status.success(), "{set:?}");
        let refused = run(&["people", "list"], "fb_madeup");
        assert_eq!(refused.status.code(), Some(3), "{refused:?}");
        assert!(std::fs::read_dir(own.path()).expect("it").next().is_none(), "nothing is kept here");
        office.closes();
    }
}
