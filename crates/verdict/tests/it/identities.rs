//! Who it is, from what a proxy says.

use base::Host;
use verdict::{Address, Audience, Effect, Owner, Person, Rank, Rule, Rulebook, Target, Who};

use crate::law::{NOON, company, judge, rule};

fn book() -> Rulebook {
    let address = |net: &str, owner| Address { net: net.parse().expect("a range"), owner };
    let mut book = company();
    book.people.push(Person {
        id: 9,
        login: "zoë".to_owned(),
        names: vec!["zoe".to_owned()],
        groups: vec![],
    });
    book.addresses = vec![
        address("10.0.0.0/8", Owner::Group(1)),
        address("10.1.0.0/16", Owner::Group(3)),
        address("10.1.2.3/32", Owner::Person(4)),
        address("2001:db8::/32", Owner::Group(2)),
    ];
    book
}

#[test]
fn every_spelling_of_a_login_is_one_person() {
    let compiled = book().compile().expect("no contradictions");
    for login in ["noor", "Noor", "DUNE\\noor", "NOOR@dune.example", "dune/Noor"] {
        assert_eq!(compiled.identify(Some(login), None), Who::Person(3), "{login}");
    }
    assert_eq!(compiled.identify(Some("ZOË"), None), Who::Person(4));
    assert_eq!(compiled.identify(Some("zoe@dune"), None), Who::Person(4));
}

#[test]
fn without_a_known_login_the_most_specific_range_says_who_it_is() {
    let compiled = book().compile().expect("no contradictions");
    let who =
        |login, address: &str| compiled.identify(login, Some(address.parse().expect("an address")));
    assert_eq!(who(None, "10.9.9.9"), Who::Group(0));
    assert_eq!(who(Some("visitor"), "10.1.9.9"), Who::Group(2));
    assert_eq!(who(None, "::ffff:10.1.2.3"), Who::Person(3));
    assert_eq!(who(Some("sam"), "10.1.2.3"), Who::Person(2));
    assert_eq!(who(None, "2001:db8::7"), Who::Group(1));
    assert_eq!(who(None, "192.0.2.1"), Who::Unknown);
}

#[test]
fn a_group_behind_an_address_is_in_that_group_and_in_everyone() {
    let mut book = book();
    let audience = Audience::Named { people: vec![4], groups: vec![3] };
    book.rules = vec![Rule { audience, ..rule("rule/1", Rank::Wall, Target::Everything) }];
    let judge = judge(book);
    let host = Host::parse("any.example").expect("a host");
    let effect = |address: &str| {
        let at = NOON.parse().expect("an instant");
        judge.ask(None, Some(address.parse().expect("an address")), host.view(), at).effect
    };
    assert_eq!(effect("10.1.9.9"), Effect::Deny);
    assert_eq!(effect("10.9.9.9"), Effect::Allow);
    assert_eq!(effect("10.1.2.3"), Effect::Deny);
    assert_eq!(effect("192.0.2.1"), Effect::Allow);
}
