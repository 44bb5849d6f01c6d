//! A rulebook that contradicts itself is refused, and every contradiction is named.

use verdict::{Address, Audience, Owner, Rank, Rule, Rulebook, Target};

use crate::law::{acknowledged, company, rule};

fn problem(book: Rulebook) -> String {
    book.compile().expect_err("a contradiction").to_string()
}

#[test]
fn each_contradiction_is_named() {
    let mut book = company();
    book.people.push(book.people[0].clone());
    book.people[1].login = "Ivo".to_owned();
    book.people[2].groups = vec![77];
    book.groups.push(book.groups[0].clone());
    book.services[1].domains.push("plaza.example".parse().expect("a pattern"));
    book.policies.push(book.policies[0].clone());
    let named = |groups: &[i64]| Audience::Named { people: vec![], groups: groups.to_vec() };
    book.rules = vec![
        rule("decision/1", Rank::Wall, Target::Service("unheard-of".to_owned())),
        Rule {
            conditions: acknowledged("social-media"),
            ..rule("decision/1", Rank::Wall, Target::Everything)
        },
        Rule {
            conditions: acknowledged("unwritten"),
            ..rule("decision/2", Rank::Door, Target::Everything)
        },
        Rule { audience: named(&[88]), ..rule("decision/3", Rank::Seal, Target::Everything) },
        rule("a b\n", Rank::Seal, Target::Everything),
    ];
    let range = |net: &str, owner| Address { net: net.parse().expect("a range"), owner };
    book.addresses =
        vec![range("10.0.0.1/8", Owner::Group(99)), range("10.0.0.0/8", Owner::Person(1))];
    let sentence = problem(book);
    for contradiction in [
        "person 1 is there twice",
        "two people have the login `mara`",
        "the login `Ivo` of person 2 is not in its folded form",
        "sam is in group 77, which is not there",
        "group 1 is there twice",
        "shared claims plaza.example, which was claimed before",
        "policy social-media is there twice",
        "rule decision/1 is there twice",
        "decision/1 is about service unheard-of, which is not there",
        "decision/1 has conditions, and only a door can",
        "decision/2 asks for policy unwritten, which is not there",
        "decision/3 names group 88, which is not there",
        "rule `a b\\n` has an id that a proxy cannot be told",
        "address range 10.0.0.0/8 is there twice",
        "whom 10.0.0.1/8 stands for is not there",
    ] {
        assert!(sentence.contains(contradiction), "{contradiction} is not in: {sentence}");
    }
}

#[test]
fn a_long_list_of_contradictions_is_cut_and_counted() {
    let rules = (0..30).map(|_| rule("rule/1", Rank::Wall, Target::Everything)).collect();
    assert!(problem(Rulebook { rules, ..company() }).contains("; and 9 more"));
}

#[test]
fn people_who_left_may_stay_in_the_decisions_about_them() {
    let audience = Audience::Named { people: vec![1, 404], groups: vec![] };
    let rules = vec![Rule { audience, ..rule("decision/1", Rank::Door, Target::Everything) }];
    assert!(Rulebook { rules, ..company() }.compile().is_ok());
}
