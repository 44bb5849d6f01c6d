//! The four ranks, by example.

use std::sync::Arc;

use base::{Host, Schedule, Timestamp};
use verdict::{
    Audience, Because, Condition, Effect, Group, Judge, OrganisationDefault, Person, Policy, Rank,
    Rule, Rulebook, Service, Target,
};

pub(crate) const NOON: &str = "2026-11-23T12:00:00Z";

/// The company of Dune & Daughters: Mara and Noor in communications, Ivo in IT, Sam in legal.
pub(crate) fn company() -> Rulebook {
    let person = |id, login: &str, group| Person {
        id,
        login: login.to_owned(),
        names: vec![],
        groups: vec![group],
    };
    let group =
        |id, slug: &str, name: &str| Group { id, slug: slug.to_owned(), name: name.to_owned() };
    Rulebook {
        people: vec![
            person(1, "mara", 1),
            person(2, "ivo", 2),
            person(3, "sam", 3),
            person(4, "noor", 1),
        ],
        groups: vec![
            group(1, "communications", "Communications"),
            group(2, "it", "IT"),
            group(3, "legal", "Legal"),
        ],
        services: vec![
            service("plaza", "social", &["plaza.example", "=cdn.shared.example"]),
            service("shared", "files", &["shared.example"]),
        ],
        policies: vec![Policy {
            slug: "social-media".to_owned(),
            title: "Social media".to_owned(),
            audience: Audience::Everyone,
            acknowledged_by: vec![1],
        }],
        ..Rulebook::default()
    }
}

fn service(slug: &str, category: &str, domains: &[&str]) -> Service {
    let domains = domains.iter().map(|domain| domain.parse().expect("a pattern")).collect();
    Service { slug: slug.to_owned(), name: slug.to_owned(), category: category.to_owned(), domains }
}

pub(crate) fn rule(id: &str, rank: Rank, target: Target) -> Rule {
    let because = Because {
        reason: "It was agreed.".to_owned(),
        decided_by: vec!["Mara".to_owned(), "Ivo".to_owned()],
        decided_at: Timestamp::from_micros(0),
        request: None,
        alternative: None,
    };
    Rule {
        id: id.to_owned(),
        rank,
        target,
        audience: Audience::Everyone,
        schedule: None,
        from: None,
        until: None,
        conditions: vec![],
        because,
    }
}

pub(crate) fn category(slug: &str) -> Target {
    Target::Category(slug.to_owned())
}

pub(crate) fn people(people: &[i64]) -> Audience {
    Audience::Named { people: people.to_vec(), groups: vec![] }
}

pub(crate) fn acknowledged(policy: &str) -> Vec<Condition> {
    vec![Condition::Acknowledged { policy: policy.to_owned() }]
}

pub(crate) fn judge(book: Rulebook) -> Judge {
    Judge::new(Arc::new(book.compile().expect("no contradictions")))
}

fn with(rules: Vec<Rule>) -> Judge {
    judge(Rulebook { rules, ..company() })
}

/// Effect and the ids of the rules that decided.
fn answer(judge: &Judge, login: &str, host: &str, at: &str) -> (Effect, String) {
    let host = Host::parse(host).expect("a host");
    let verdict = judge.ask(Some(login), None, host.view(), at.parse().expect("an instant"));
    (
        verdict.effect,
        verdict.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>().join(" "),
    )
}

fn is(effect: Effect, rules: &str) -> (Effect, String) {
    (effect, rules.to_owned())
}

#[test]
fn a_wall_denies_and_a_door_in_it_allows_those_it_names() {
    let door = Rule {
        audience: people(&[4]),
        ..rule("decision/1", Rank::Door, Target::Service("plaza".to_owned()))
    };
    let judge = with(vec![rule("rule/1", Rank::Wall, category("social")), door]);
    assert_eq!(
        answer(&judge, "DUNE\\Noor", "www.plaza.example", NOON),
        is(Effect::Allow, "decision/1")
    );
    assert_eq!(answer(&judge, "sam", "www.plaza.example", NOON), is(Effect::Deny, "rule/1"));
    assert_eq!(answer(&judge, "sam", "notplaza.example", NOON), is(Effect::Allow, ""));
}

#[test]
fn a_refusal_closes_a_door_and_a_seal_closes_everything() {
    let refusal =
        Rule { audience: people(&[4]), ..rule("decision/2", Rank::Refusal, category("social")) };
    let mut rules = vec![rule("decision/1", Rank::Door, Target::Everything), refusal];
    assert_eq!(
        answer(&with(rules.clone()), "noor", "plaza.example", NOON),
        is(Effect::Deny, "decision/2")
    );
    assert_eq!(
        answer(&with(rules.clone()), "mara", "plaza.example", NOON),
        is(Effect::Allow, "decision/1")
    );
    rules.push(rule(
        "rule/9",
        Rank::Seal,
        Target::Host("www.plaza.example".parse().expect("a pattern")),
    ));
    assert_eq!(
        answer(&with(rules), "mara", "a.www.plaza.example", NOON),
        is(Effect::Deny, "rule/9")
    );
}

#[test]
fn every_matching_rule_of_the_deciding_rank_is_named() {
    let judge = with(vec![
        rule("rule/2", Rank::Wall, category("social")),
        rule("rule/1", Rank::Wall, Target::Everything),
        rule("rule/3", Rank::Wall, category("files")),
    ]);
    assert_eq!(answer(&judge, "sam", "plaza.example", NOON), is(Effect::Deny, "rule/1 rule/2"));
}

#[test]
fn a_door_with_a_condition_coaches_those_who_can_meet_it() {
    let door = Rule {
        conditions: acknowledged("social-media"),
        ..rule("decision/1", Rank::Door, category("social"))
    };
    let judge = with(vec![rule("rule/1", Rank::Wall, category("social")), door]);
    assert_eq!(answer(&judge, "mara", "plaza.example", NOON), is(Effect::Allow, "decision/1"));
    assert_eq!(answer(&judge, "noor", "plaza.example", NOON), is(Effect::Coach, "rule/1"));
    // Nobody knows who this is, so nobody can say that they read it.
    assert_eq!(answer(&judge, "stranger", "plaza.example", NOON), is(Effect::Deny, "rule/1"));
}

#[test]
fn a_policy_that_is_not_for_somebody_is_no_way_through_for_them() {
    let mut book = company();
    book.policies[0].audience = Audience::Named { people: vec![], groups: vec![1] };
    book.rules = vec![
        rule("rule/1", Rank::Wall, category("social")),
        Rule {
            conditions: acknowledged("social-media"),
            ..rule("decision/1", Rank::Door, category("social"))
        },
    ];
    let judge = judge(book);
    assert_eq!(answer(&judge, "noor", "plaza.example", NOON).0, Effect::Coach);
    assert_eq!(answer(&judge, "sam", "plaza.example", NOON).0, Effect::Deny);
}

#[test]
fn a_default_of_deny_is_a_wall_around_everything() {
    let door = rule("decision/1", Rank::Door, Target::Service("plaza".to_owned()));
    let judge =
        judge(Rulebook { default: OrganisationDefault::Deny, rules: vec![door], ..company() });
    assert_eq!(answer(&judge, "sam", "other.example", NOON), is(Effect::Deny, ""));
    assert_eq!(answer(&judge, "sam", "plaza.example", NOON), is(Effect::Allow, "decision/1"));
}

#[test]
fn a_host_belongs_to_the_service_with_the_most_specific_domain() {
    let judge = with(vec![
        rule("rule/1", Rank::Wall, category("social")),
        rule("rule/2", Rank::Wall, category("files")),
    ]);
    assert_eq!(answer(&judge, "sam", "shared.example", NOON), is(Effect::Deny, "rule/2"));
    assert_eq!(answer(&judge, "sam", "cdn.shared.example", NOON), is(Effect::Deny, "rule/1"));
    assert_eq!(answer(&judge, "sam", "a.cdn.shared.example", NOON), is(Effect::Deny, "rule/2"));
}

#[test]
fn dates_are_exact_and_the_end_is_outside() {
    let day = |text: &str| Some(text.parse::<Timestamp>().expect("an instant"));
    let door = Rule {
        from: day("2026-11-23T10:00:00Z"),
        until: day(NOON),
        ..rule("decision/1", Rank::Door, category("social"))
    };
    let judge = with(vec![rule("rule/1", Rank::Wall, category("social")), door]);
    let effect = |at| answer(&judge, "noor", "plaza.example", at).0;
    assert_eq!(effect("2026-11-23T09:59:59.999999Z"), Effect::Deny);
    assert_eq!(effect("2026-11-23T10:00:00Z"), Effect::Allow);
    assert_eq!(effect("2026-11-23T11:59:59.999999Z"), Effect::Allow);
    assert_eq!(effect(NOON), Effect::Deny);
}

#[test]
fn one_judge_follows_a_schedule_forward_and_back() {
    let schedule = Schedule::parse("mon-fri 09:00-17:00", "Europe/Berlin").expect("a schedule");
    let judge = with(vec![Rule {
        schedule: Some(schedule),
        ..rule("rule/1", Rank::Wall, category("social"))
    }]);
    let effect = |at| answer(&judge, "noor", "plaza.example", at).0;
    assert_eq!(effect("2026-11-23T08:00:00Z"), Effect::Deny);
    assert_eq!(effect("2026-11-23T16:00:00Z"), Effect::Allow);
    assert_eq!(effect("2026-11-23T15:59:59Z"), Effect::Deny);
    assert_eq!(effect("2026-11-23T07:59:59Z"), Effect::Allow);
}
