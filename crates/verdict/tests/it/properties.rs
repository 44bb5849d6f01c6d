//! What is true of every rulebook.

use std::{collections::BTreeMap, sync::Arc};

use base::{Host, Timestamp};
use proptest::prelude::*;
use verdict::{Effect, Judge, OrganisationDefault, Question, Rank, Rulebook, Verdict, Who};

use crate::{
    naive::{self, Answer, Asker},
    worlds::{self, Dice},
};

fn judge_of(book: &Rulebook) -> Judge {
    Judge::new(Arc::new(book.clone().compile().expect("a rulebook without contradictions")))
}

/// The answer in the words of the naive twin.
fn in_words(verdict: &Verdict<'_>) -> Answer {
    let to_do = verdict.to_do.iter().map(|to_do| {
        let policies = to_do
            .conditions
            .iter()
            .map(|verdict::Condition::Acknowledged { policy }| policy.clone());
        (to_do.door.id.clone(), policies.collect())
    });
    let rules = verdict.rules.iter().map(|rule| rule.id.clone()).collect();
    (verdict.effect.word(), verdict.rank, rules, to_do.collect())
}

fn asker(judge: &Judge, who: Who) -> Asker {
    let book = judge.book().rulebook();
    match who {
        Who::Person(place) => Asker::Person(book.people[place as usize].id),
        Who::Group(place) => Asker::Group(book.groups[place as usize].id),
        Who::Unknown => Asker::Unknown,
    }
}

/// A million in four tests, so that they run beside each other.
fn compare_a_quarter_of_a_million(quarter: u64) {
    let mut answers = BTreeMap::new();
    for world in 0..2_500 {
        let seed = quarter << 32 | world;
        let mut dice = Dice(seed);
        let book = worlds::rulebook(&mut dice);
        let judge = judge_of(&book);
        for _ in 0..100 {
            let (login, address) = worlds::caller(&mut dice);
            let (host, at) = (worlds::host(&mut dice), worlds::instant(&mut dice));
            let who = judge.book().identify(login.as_deref(), address);
            let named = naive::identify(&book, login.as_deref(), address);
            assert_eq!(asker(&judge, who), named, "seed {seed}: {login:?} {address:?}");
            let verdict =
                judge.judge(&Question { who, host: Host::parse(host).expect("a host").view(), at });
            *answers.entry((verdict.effect, verdict.rank)).or_insert(0) += 1;
            assert_eq!(
                in_words(&verdict),
                naive::judge(&book, named, host, at),
                "seed {seed}: {named:?} {host} {at}"
            );
        }
    }
    // All eight kinds of answers, each often; a world that always answers the same shows nothing.
    assert!(answers.len() == 8 && answers.values().all(|count| *count > 1_000), "{answers:?}");
}

#[test]
fn a_million_answers_are_those_of_the_naive_twin_first_quarter() {
    compare_a_quarter_of_a_million(0);
}

#[test]
fn a_million_answers_are_those_of_the_naive_twin_second_quarter() {
    compare_a_quarter_of_a_million(1);
}

#[test]
fn a_million_answers_are_those_of_the_naive_twin_third_quarter() {
    compare_a_quarter_of_a_million(2);
}

#[test]
fn a_million_answers_are_those_of_the_naive_twin_fourth_quarter() {
    compare_a_quarter_of_a_million(3);
}

/// A rulebook, somebody, a host and an instant.
struct World {
    dice: Dice,
    book: Rulebook,
    caller: (Option<String>, Option<std::net::IpAddr>),
    host: Host,
    at: Timestamp,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let book = worlds::rulebook(&mut dice);
        let caller = worlds::caller(&mut dice);
        let host = Host::parse(worlds::host(&mut dice)).expect("a host");
        let at = worlds::instant(&mut dice);
        Self { dice, book, caller, host, at }
    }

    fn answer(&self, book: &Rulebook) -> Answer {
        self.answer_at(book, self.at)
    }

    fn answer_at(&self, book: &Rulebook, at: Timestamp) -> Answer {
        in_words(&judge_of(book).ask(self.caller.0.as_deref(), self.caller.1, self.host.view(), at))
    }

    fn with_one_more(&mut self, rank: Rank) -> Rulebook {
        let mut book = self.book.clone();
        book.rules.push(worlds::rule_of(&mut self.dice, rank, 999, &self.book.services));
        book
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn adding_a_door_never_denies_anybody(seed: u64) {
        let mut world = World::new(seed);
        let before = world.answer(&world.book);
        let more = world.with_one_more(Rank::Door);
        let after = world.answer(&more);
        prop_assert!(weight(&after) <= weight(&before), "{:?} became {:?}", before, after);
    }

    #[test]
    fn adding_a_seal_or_a_refusal_never_allows_anybody(seed: u64, seal: bool) {
        let mut world = World::new(seed);
        let before = world.answer(&world.book);
        let more = world.with_one_more(if seal { Rank::Seal } else { Rank::Refusal });
        let after = world.answer(&more);
        prop_assert!(weight(&after) >= weight(&before), "{:?} became {:?}", before, after);
    }

    #[test]
    fn the_order_of_rules_people_and_services_changes_nothing(seed: u64) {
        let mut world = World::new(seed);
        let before = world.answer(&world.book);
        let mut book = world.book.clone();
        world.dice.shuffle(&mut book.rules);
        world.dice.shuffle(&mut book.people);
        world.dice.shuffle(&mut book.groups);
        world.dice.shuffle(&mut book.services);
        world.dice.shuffle(&mut book.addresses);
        prop_assert_eq!(before, world.answer(&book));
    }

    #[test]
    fn without_the_named_rules_a_weaker_rank_decides(seed: u64) {
        let world = World::new(seed);
        let mut book = world.book.clone();
        let mut strength = 0;
        loop {
            let (_, rank, named, _) = world.answer(&book);
            let Some(rank) = rank else { break };
            prop_assert!(rank as usize >= strength, "{:?} decided after a weaker one", rank);
            prop_assert!(!named.is_empty());
            strength = rank as usize + 1;
            book.rules.retain(|rule| !named.contains(&rule.id));
        }
        let (effect, ..) = world.answer(&book);
        prop_assert_eq!(effect == "allow", book.default == OrganisationDefault::Allow);
    }

    #[test]
    fn an_answer_changes_at_the_instant_named_and_not_before(seed: u64) {
        let mut world = World::new(seed);
        let judge = judge_of(&world.book);
        let who = judge.book().identify(world.caller.0.as_deref(), world.caller.1);
        let explanation = judge.explain(&Question { who, host: world.host.view(), at: world.at });
        let now = in_words(&explanation.verdict);
        let end = explanation.holds_until.unwrap_or(Timestamp::from_micros(world.at.micros() + 30 * 86_400_000_000));
        for _ in 0..20 {
            let at = Timestamp::from_micros(world.at.micros() + world.dice.below(end.micros() - world.at.micros()));
            prop_assert_eq!(&world.answer_at(&world.book, at), &now, "at {} before {}", at, end);
        }
        prop_assert_eq!(&world.answer_at(&world.book, Timestamp::from_micros(end.micros() - 1)), &now);
        if explanation.holds_until.is_some() {
            prop_assert_ne!(&world.answer_at(&world.book, end), &now, "at {}", end);
        }
        if let Some(allowed_from) = explanation.allowed_from {
            prop_assert_eq!(world.answer_at(&world.book, allowed_from).0, "allow");
            prop_assert_ne!(world.answer_at(&world.book, Timestamp::from_micros(allowed_from.micros() - 1)).0, "allow");
        }
    }

    #[test]
    fn the_stricter_of_two_answers_is_as_strict_as_either(seed: u64) {
        let mut world = World::new(seed);
        let judge = judge_of(&world.book);
        let inner = Host::parse(worlds::host(&mut world.dice)).expect("a host");
        let ask = |host: &Host| judge.ask(world.caller.0.as_deref(), world.caller.1, host.view(), world.at);
        let (outside, inside) = (ask(&world.host), ask(&inner));
        let one = verdict::stricter(outside.clone(), inside.clone());
        let other = verdict::stricter(inside.clone(), outside.clone());
        prop_assert_eq!(one.effect, outside.effect.max(inside.effect));
        prop_assert_eq!((one.effect, one.rank), (other.effect, other.rank));
    }

    #[test]
    fn a_rulebook_reads_back_from_its_file_as_itself(seed: u64) {
        let world = World::new(seed);
        let json = serde_json::to_string(&world.book).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Rulebook>(&json).expect("a rulebook"), world.book);
    }
}

fn weight(answer: &Answer) -> Effect {
    match answer.0 {
        "allow" => Effect::Allow,
        "coach" => Effect::Coach,
        _ => Effect::Deny,
    }
}
