//! What would open it, and until when the answer holds.

use base::{Host, Schedule, Timestamp};
use verdict::{Effect, Explanation, Judge, Opening, Question, Rank, Rule, Rulebook};

use crate::law::{acknowledged, category, company, judge, people, rule};

/// A Monday, 12:00 in Berlin.
const NOON: &str = "2026-11-23T11:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn explain<'a>(judge: &'a Judge, login: &str) -> Explanation<'a> {
    let host = Host::parse("plaza.example").expect("a host");
    let who = judge.book().identify(Some(login), None);
    judge.explain(&Question { who, host: host.view(), at: at(NOON) })
}

fn hours(hours: &str) -> Schedule {
    Schedule::parse(hours, "Europe/Berlin").expect("a schedule")
}

fn loop_of_the_main_story() -> Judge {
    judge(Rulebook {
        rules: vec![
            Rule {
                schedule: Some(hours("mon-fri 09:00-17:00")),
                ..rule("rule/1", Rank::Wall, category("social"))
            },
            Rule {
                conditions: acknowledged("social-media"),
                audience: people(&[1, 4]),
                until: Some(at("2026-11-23T13:00:00Z")),
                ..rule("decision/1", Rank::Door, category("social"))
            },
            Rule {
                schedule: Some(hours("daily 12:30-13:30")),
                ..rule("decision/2", Rank::Door, category("social"))
            },
        ],
        ..company()
    })
}

#[test]
fn a_block_names_the_condition_the_hour_and_the_question() {
    let judge = loop_of_the_main_story();
    let explanation = explain(&judge, "noor");
    assert_eq!(explanation.verdict.effect, Effect::Coach);
    assert_eq!(explanation.service.map(|service| service.slug.as_str()), Some("plaza"));
    let [
        Opening::Condition { door, conditions },
        Opening::Hour { door: lunch, at: opens, conditions: none },
        Opening::Asking,
    ] = explanation.openings.as_slice()
    else {
        unreachable!("{:?}", explanation.openings)
    };
    assert_eq!((door.id.as_str(), conditions.len(), none.len()), ("decision/1", 1, 0));
    assert_eq!((lunch.id.as_str(), *opens), ("decision/2", at("2026-11-23T11:30:00Z")));
    assert_eq!(explanation.allowed_from, Some(at("2026-11-23T11:30:00Z")));
    assert_eq!(explanation.holds_until, Some(at("2026-11-23T11:30:00Z")));
}

#[test]
fn a_door_closed_at_this_hour_names_the_condition_that_is_missing_until_then() {
    let mut rules = vec![rule("rule/1", Rank::Wall, category("social"))];
    rules.push(Rule {
        conditions: acknowledged("social-media"),
        schedule: Some(hours("daily 12:30-13:30")),
        ..rule("decision/1", Rank::Door, category("social"))
    });
    let judge = judge(Rulebook { rules, ..company() });
    let explanation = explain(&judge, "noor");
    assert_eq!(explanation.verdict.effect, Effect::Deny);
    let [Opening::Hour { at: opens, conditions, .. }, Opening::Asking] =
        explanation.openings.as_slice()
    else {
        unreachable!("{:?}", explanation.openings)
    };
    assert_eq!((*opens, conditions.len()), (at("2026-11-23T11:30:00Z"), 1));
    assert_eq!(explanation.allowed_from, None, "time alone does not open it");
}

#[test]
fn an_open_door_says_until_when() {
    let judge = loop_of_the_main_story();
    let explanation = explain(&judge, "mara");
    assert_eq!(explanation.verdict.effect, Effect::Allow);
    // At half past twelve the lunch hour is a second reason, and the answer names all reasons.
    assert_eq!(explanation.holds_until, Some(at("2026-11-23T11:30:00Z")));
    assert_eq!((explanation.allowed_from, explanation.openings.len()), (None, 0));
}

#[test]
fn a_seal_says_that_only_lifting_it_helps() {
    let mut rules = vec![rule("rule/9", Rank::Seal, category("social"))];
    rules.push(rule("decision/1", Rank::Door, category("social")));
    let judge = judge(Rulebook { rules, ..company() });
    let explanation = explain(&judge, "mara");
    assert!(
        matches!(explanation.openings.as_slice(), [Opening::Lifting { rules }] if rules[0].id == "rule/9")
    );
    assert_eq!((explanation.holds_until, explanation.allowed_from), (None, None));
}

#[test]
fn it_is_told_as_json() {
    let judge = loop_of_the_main_story();
    let json = serde_json::to_value(explain(&judge, "noor")).expect("JSON");
    assert_eq!(json["who"], serde_json::json!({"kind": "person", "id": 4, "login": "noor"}));
    assert_eq!(
        (&json["verdict"]["effect"], &json["verdict"]["rank"]),
        (&"coach".into(), &"wall".into())
    );
    assert_eq!(json["openings"][1]["at"], "2026-11-23T11:30:00Z");
    assert_eq!(json["openings"][2]["kind"], "asking");
}
