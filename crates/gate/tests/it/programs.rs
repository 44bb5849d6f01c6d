//! The gate for programs, and the command line that is one of them.

use base::{Result, problem::Kind as Trouble};
use serde_json::{Value, json};
use store::on_both_engines;
use web::{Console, api::Client};

use crate::{arriving::person, blocks::block, serving::tell, *};

/// A program that works for `login`.
async fn program(house: &House, login: &str) -> Client {
    Client::here(house.app.clone(), caller(&house.app, login).await)
}

/// What stands under `name` in each item of a list.
fn each<'a>(list: &'a Value, name: &str) -> Vec<&'a Value> {
    list["items"].as_array().expect("a list").iter().map(|item| &item[name]).collect()
}

/// Runs `footbridge gate` with these words.
async fn run(house: &House, words: &[&str]) -> Result<()> {
    let settings = house.app.settings.clone();
    let console = Console { settings, server: None, json: false, capabilities: CAPABILITIES };
    let command = gate::CAPABILITY.command.expect("it has a command");
    let words = std::iter::once(&"gate").chain(words);
    let matches = (command.build)(clap::Command::new("gate")).try_get_matches_from(words);
    (command.run)(&console, &matches.expect("the words are known")).await
}

fn social_wall() -> Value {
    json!({
        "kind": "wall",
        "target": { "category": "social" },
        "groups": ["newsroom"],
        "people": ["mara"],
        "schedule": { "hours": "mon-fri 09:00-17:00", "zone": "Europe/Berlin" },
        "reason": "Social networks are closed in the hours of the shops.",
    })
}

on_both_engines! {
    async fn a_rule_is_made_read_listed_and_ended(database: TestDatabase) {
        let (house, _) = house(database).await;
        let ivo = program(&house, "ivo").await;
        let before = house.audit_entries().await;
        let made: Value = ivo.post("/gate/rules", &social_wall()).await.expect("made");
        assert_eq!(house.audit_entries().await, before + 1);
        assert_eq!(made["audience"]["people"], json!([{ "login": "mara", "name": "Mara Lindqvist" }]));
        assert_eq!(made["audience"]["groups"][0]["slug"], "newsroom");
        let says = made["says"].as_str().expect("words");
        assert!(says.starts_with("wall before Social networks for newsroom, Mara Lindqvist"), "{says}");
        let path = format!("/gate/rules/{}", made["id"]);
        assert_eq!(ivo.get::<Value>(&path).await.expect("a rule"), made);

        let everything = json!({ "kind": "refusal", "target": "everything", "people": ["noor"], "reason": "No." });
        ivo.post::<Value>("/gate/rules", &everything).await.expect("made");
        let page: Value = ivo.get("/gate/rules?limit=1").await.expect("a page");
        assert_eq!((each(&page, "kind"), &page["next"]), (vec![&json!("refusal")], &json!("2")));
        let page: Value = ivo.get("/gate/rules?limit=1&after=2").await.expect("a page");
        assert_eq!((each(&page, "kind"), page.get("next")), (vec![&json!("wall")], None));

        let ended: Value = ivo.post(&format!("{path}/end"), &json!({ "reason": "Over." })).await.expect("ended");
        assert_eq!((&ended["over"], &ended["ended"]["by"]), (&json!(true), &json!("Ivo Petrov (IT)")));
        let over: Value = ivo.get("/gate/rules?over=true").await.expect("a page");
        assert_eq!(each(&over, "id"), [&made["id"]]);
        assert_eq!(each(&ivo.get("/gate/rules").await.expect("a page"), "id"), [&json!(2)]);
    }

    async fn what_cannot_be_made_is_said_by_its_field_and_changes_nothing(database: TestDatabase) {
        let (house, _) = house(database).await;
        let (ivo, mara) = (program(&house, "ivo").await, program(&house, "mara").await);
        let before = house.audit_entries().await;
        let with = |field: &str, value: Value| {
            let mut rule = social_wall();
            rule[field] = value;
            rule
        };
        for (rule, field) in [
            (with("people", json!(["nobody"])), "people"),
            (with("groups", json!(["nobody"])), "groups"),
            (with("target", json!({ "category": "nothing" })), "category"),
            (with("reason", json!(" ")), "reason"),
            (with("until", json!("2020-01-01T00:00:00Z")), "until"),
            (with("more", json!(1)), "more"),
        ] {
            let problem = ivo.post::<Value>("/gate/rules", &rule).await.expect_err(field);
            assert_eq!((problem.kind(), problem.field()), (Trouble::Invalid, Some(field)), "{problem}");
        }
        let refused = mara.post::<Value>("/gate/rules", &social_wall()).await;
        assert_eq!(refused.expect_err("no keeper").kind(), Trouble::Forbidden);
        assert_eq!(house.audit_entries().await, before);
    }

    async fn editions_are_published_listed_and_read(database: TestDatabase) {
        let (house, _) = house(database).await;
        wall(&house.app).await;
        let ivo = program(&house, "ivo").await;
        let published = async || ivo.post::<Value>("/gate/editions", &json!({})).await.expect("published");
        let first = published().await;
        assert_eq!((&first["new"], &first["edition"]["number"]), (&json!(true), &json!(1)));
        assert_eq!(published().await["new"], false);
        ivo.put::<Value>("/gate/default", &json!({ "effect": "deny", "reason": "Only what we know." })).await.expect("set");
        assert_eq!(ivo.get::<Value>("/gate/default").await.expect("a default")["chosen_by"], "Ivo Petrov (IT)");
        assert_eq!(published().await["edition"]["cause"]["act"], "gate.set-default");
        let page: Value = ivo.get("/gate/editions?limit=1").await.expect("a page");
        assert_eq!((each(&page, "number"), &page["next"]), (vec![&json!(2)], &json!("2")));
        assert_eq!(ivo.get::<Value>("/gate/editions/1").await.expect("an edition"), first["edition"]);
        let now: Value = ivo.get("/gate").await.expect("an overview");
        assert_eq!((&now["edition"], &now["rules"], &now["default"]), (&json!(2), &json!(1), &json!("deny")));
        assert_eq!(now["helpers"], json!([]));
        let mara = program(&house, "mara").await;
        let refused = mara.post::<Value>("/gate/editions", &json!({})).await.expect_err("no keeper");
        assert_eq!(refused.kind(), Trouble::Forbidden);
    }

    async fn a_verdict_is_tried_for_anybody_and_told_to_oneself(database: TestDatabase) {
        let (house, _) = house(database).await;
        wall(&house.app).await;
        published(&house.app).await;
        let (ivo, noor) = (program(&house, "ivo").await, program(&house, "noor").await);
        let path = "/gate/verdict?person=noor&host=www.linkedin.com";
        let verdict: Value = ivo.get(path).await.expect("a verdict");
        assert_eq!((&verdict["effect"], &verdict["can_ask"]), (&json!("deny"), &json!(true)));
        assert_eq!(verdict["opens_at"], "2026-11-23T16:00:00Z");
        assert_eq!((&verdict["service"]["slug"], &verdict["rules"][0]["id"]), (&json!("linkedin"), &json!("rule/1")));
        let later: Value = ivo.get(&format!("{path}&at=2026-11-23T18:00:00Z")).await.expect("a verdict");
        assert_eq!(later["effect"], "allow");
        for wrong in ["/gate/verdict?host=", "/gate/verdict?person=nobody&host=example.com"] {
            assert_eq!(ivo.get::<Value>(wrong).await.expect_err(wrong).kind(), Trouble::Invalid);
        }
        assert_eq!(noor.get::<Value>(path).await.expect_err("no seat").kind(), Trouble::Forbidden);
        let mine: Value = noor.get("/me/verdict?host=https://www.linkedin.com/feed").await.expect("a verdict");
        assert_eq!(mine["effect"], "deny");
    }

    async fn ones_own_blocks_are_listed_a_page_at_a_time(database: TestDatabase) {
        let (house, cast) = house(database).await;
        wall(&house.app).await;
        published(&house.app).await;
        let id = person(&house, "noor").await;
        let told = ["www.linkedin.com", "www.tiktok.com"].map(|host| block(&house, Some(id), host));
        let browser = cast.browser(&house, "noor").await;
        tell(&house, &told, async || browser.get("/blocks").await.body.contains("tiktok")).await;
        let noor = program(&house, "noor").await;
        let all: Vec<Value> = noor.all("/me/blocks").await.expect("a list");
        let page: Value = noor.get("/me/blocks?limit=1").await.expect("a page");
        assert_eq!(each(&page, "host"), [&all[0]["host"]]);
        let after = page["next"].as_str().expect("more");
        let page: Value = noor.get(&format!("/me/blocks?limit=1&after={after}")).await.expect("a page");
        assert_eq!((each(&page, "host"), page.get("next")), (vec![&all[1]["host"]], None));
        assert_eq!(all[0]["verdict"]["effect"], "deny");
        let sam = program(&house, "sam").await;
        assert!(sam.all::<Value>("/me/blocks").await.expect("a list").is_empty());
    }

    async fn the_command_line_works_by_the_same_operations(database: TestDatabase) {
        let (house, _) = house(database).await;
        let wall = ["wall", "--category", "social", "--mon-fri", "09:00-17:00", "--reason", "The shops."];
        run(&house, &wall).await.expect("made");
        let rules = gate::standing(&house.app.store, house.app.now()).await.expect("rules");
        assert_eq!((rules.len(), rules[0].reason.as_str()), (1, "The shops."));
        let newest = gate::editions(&house.app.store, None, 1).await.expect("editions");
        assert!(newest[0].changes.iter().any(|change| change.contains("1 rule")), "{newest:?}");
        let number = rules[0].id.to_string();
        for words in [
            vec!["status"], vec!["rules"], vec!["editions"], vec!["publish"],
            vec!["try", "noor", "www.linkedin.com", "--at", "2026-11-23 10:00"],
            vec!["default", "deny", "--reason", "Only what we know."],
            vec!["end", number.as_str(), "--reason", "Over."],
            vec!["rules", "--over"],
        ] {
            run(&house, &words).await.expect("answered");
        }
        assert!(gate::standing(&house.app.store, house.app.now()).await.expect("rules").is_empty());
        assert_eq!(run(&house, &["blocks"]).await.expect_err("the operator").kind(), Trouble::Forbidden);
    }
}
