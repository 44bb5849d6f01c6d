//! A small company behind a Squid, and a helper for it.

use std::path::Path;

use base::{Clock, Timestamp};
use gate::{
    edition::{Draft, Editions},
    squid::{Fields, Options, WithoutEdition, serve},
};
use tempfile::TempDir;
use verdict::{
    Address, Audience, Because, Condition, Group, Owner, Person, Policy, Rank, Rule, Rulebook,
    Service, Target,
};

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

/// A wall before `plaza.example`; Noor is through, Mara after reading, a seal on `evil.example`.
pub(crate) fn company() -> Rulebook {
    let person =
        |id, login: &str| Person { id, login: login.to_owned(), names: vec![], groups: vec![1] };
    let only = |id| Audience::Named { people: vec![id], groups: vec![] };
    let plaza = || Target::Service("plaza".to_owned());
    let reading = vec![Condition::Acknowledged { policy: "social-media".to_owned() }];
    Rulebook {
        people: vec![person(1, "mara"), person(3, "sam"), person(4, "noor"), person(5, "jürgen")],
        groups: vec![Group { id: 1, slug: "all".to_owned(), name: "All".to_owned() }],
        addresses: vec![Address {
            net: "10.0.0.4/32".parse().expect("a range"),
            owner: Owner::Person(4),
        }],
        services: vec![Service {
            slug: "plaza".to_owned(),
            name: "Plaza".to_owned(),
            category: "social".to_owned(),
            domains: vec!["plaza.example".parse().expect("a pattern")],
        }],
        policies: vec![Policy {
            slug: "social-media".to_owned(),
            title: "Social media".to_owned(),
            audience: Audience::Everyone,
            acknowledged_by: vec![],
        }],
        rules: vec![
            rule("rule/1", Rank::Wall, plaza()),
            Rule { audience: only(4), ..rule("decision/2", Rank::Door, plaza()) },
            Rule {
                audience: only(1),
                conditions: reading,
                ..rule("decision/3", Rank::Door, plaza())
            },
            Rule { audience: only(5), ..rule("decision/4", Rank::Door, plaza()) },
            rule("rule/9", Rank::Seal, Target::Host("evil.example".parse().expect("a pattern"))),
            rule("rule/8", Rank::Seal, Target::Host("2001:db8::66".parse().expect("a pattern"))),
        ],
        ..Rulebook::default()
    }
}

pub(crate) fn publish(data: &Path, edition: i64, rulebook: &Rulebook) {
    let draft = Draft { edition, published_at: now(), cause: "rule/1".to_owned(), changes: vec![] };
    Editions::of(data).publish(draft, rulebook).expect("published");
}

pub(crate) fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().expect("an instant")
}

pub(crate) fn options(data: &Path) -> Options {
    Options {
        data: data.to_owned(),
        fields: Fields::default(),
        channels: true,
        without_edition: WithoutEdition::Deny,
    }
}

/// A data directory with the company's rules as edition 1.
pub(crate) fn data() -> TempDir {
    let data = TempDir::new().expect("a folder");
    publish(data.path(), 1, &company());
    data
}

/// What the helper writes for what it reads, all at once.
pub(crate) fn answers_to(options: Options, input: &[u8]) -> String {
    let mut output = Vec::new();
    serve(options, Clock::standing_at(now()), input, &mut output).expect("served");
    String::from_utf8(output).expect("answers are ASCII")
}

/// One line of a request, with everything but who and where as usual.
pub(crate) fn line(channel: u64, src: &str, login: &str, host: &str, sni: &str) -> String {
    format!("{channel} {src} {login} {host} 443 CONNECT {sni} curl/7.88 - {host}:443 -\n")
}
