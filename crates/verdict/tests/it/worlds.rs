//! Random rulebooks and questions, made so that names, people and hours meet often.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base::{Pattern, Schedule, Timestamp};
use jiff::tz::TimeZone;
use verdict::{
    Address, Audience, Because, Condition, Group, OrganisationDefault, Owner, Person, Policy, Rank,
    Rule, Rulebook, Service, Target,
};

/// A small generator (`SplitMix64`), so that a seed in a failure makes the same world again.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(end).expect("positive")).expect("below an i64")
    }

    pub(crate) fn one_in(&mut self, n: i64) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(i64::try_from(from.len()).expect("a short list")))
            .expect("a place")]
        .clone()
    }

    fn some<T: Clone>(&mut self, from: &[T], one_in: i64) -> Vec<T> {
        from.iter().filter(|_| self.one_in(one_in)).cloned().collect()
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            let other = self.below(i64::try_from(end + 1).expect("a short list"));
            list.swap(end, usize::try_from(other).expect("a place"));
        }
    }
}

const PEOPLE: i64 = 8;
const GROUPS: i64 = 4;
const NAMES: [&str; 8] = ["noor", "mara", "ivo", "sam", "lena", "juri", "ana", "béla"];
const HOSTS: [&str; 16] = [
    "a.example",
    "www.a.example",
    "deep.www.a.example",
    "nota.example",
    "b.example",
    "api.b.example",
    "c.co.uk",
    "www.c.co.uk",
    "x-a.example",
    "192.0.2.1",
    "192.0.2.10",
    "2001:db8::1",
    "intranet",
    "d.example",
    "a.example.d.example",
    "other.example",
];
const CATEGORIES: [&str; 3] = ["social", "tools", "video"];
const POLICIES: [&str; 2] = ["social-media", "privacy"];
const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"];
const HOURS: [&str; 8] = [
    "mon-fri 09:00-17:00",
    "sun 02:30-04:00",
    "daily 22:00-02:30",
    "sat,sun 00:00-24:00",
    "sun 00:00-03:00",
    "daily 01:30-02:15; daily 02:45-03:10",
    "mon-sun 00:00-24:00",
    "fri-sun 23:00-01:00",
];

/// Changes of the clock in those zones, from which the instants of rules and questions are drawn.
fn centres() -> Vec<i64> {
    let start = "2026-01-01T00:00:00Z".parse::<jiff::Timestamp>().expect("an instant");
    let zones = ZONES.iter().map(|zone| TimeZone::get(zone).expect("a zone"));
    zones
        .flat_map(|zone| {
            zone.following(start)
                .take(2)
                .map(|change| change.timestamp().as_second())
                .collect::<Vec<_>>()
        })
        .collect()
}

thread_local! {
    static CENTRES: Vec<i64> = centres();
}

/// An instant near a change of the clock, often on the quarter of an hour to the second.
pub(crate) fn instant(dice: &mut Dice) -> Timestamp {
    let centre = CENTRES.with(|centres| dice.pick(centres));
    let off = if dice.one_in(2) {
        dice.below(800) * 900 - 360_000
    } else {
        dice.below(720_000) - 360_000
    };
    Timestamp::from_micros((centre + off) * 1_000_000 - i64::from(dice.one_in(8)))
}

pub(crate) fn host(dice: &mut Dice) -> &'static str {
    dice.pick(&HOSTS)
}

/// What a proxy may say of somebody: a login in one of its spellings, and an address.
pub(crate) fn caller(dice: &mut Dice) -> (Option<String>, Option<IpAddr>) {
    let name = dice.pick(&NAMES);
    let login = match dice.below(6) {
        0 => None,
        1 => Some(format!("DUNE\\{}", name.to_uppercase())),
        2 => Some(format!("{name}@DUNE.EXAMPLE")),
        3 => Some("nobody".to_owned()),
        4 => Some(format!("{name}-alias")),
        _ => Some(name.to_owned()),
    };
    (login, (!dice.one_in(4)).then(|| address(dice)))
}

fn address(dice: &mut Dice) -> IpAddr {
    let (b, c) =
        (u8::try_from(dice.below(3)).expect("small"), u8::try_from(dice.below(4)).expect("small"));
    if dice.one_in(4) {
        return IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, b.into(), 0, 0, 0, 0, c.into()));
    }
    IpAddr::V4(Ipv4Addr::new(10, 0, b, c))
}

pub(crate) fn rulebook(dice: &mut Dice) -> Rulebook {
    let services = services(dice);
    let rules = (0..2 + dice.below(20)).map(|number| rule(dice, number, &services)).collect();
    Rulebook {
        default: if dice.one_in(4) {
            OrganisationDefault::Deny
        } else {
            OrganisationDefault::Allow
        },
        people: (0..PEOPLE).map(|id| person(dice, id)).collect(),
        groups: (0..GROUPS)
            .map(|id| Group { id, slug: format!("g{id}"), name: format!("Group {id}") })
            .collect(),
        addresses: addresses(dice),
        services,
        policies: POLICIES.iter().map(|slug| policy(dice, slug)).collect(),
        rules,
    }
}

fn person(dice: &mut Dice, id: i64) -> Person {
    let login = NAMES[usize::try_from(id).expect("a place")].to_owned();
    let names = if dice.one_in(2) { vec![format!("{login}-alias")] } else { vec![] };
    Person { id, login, names, groups: dice.some(&group_ids(), 3) }
}

fn group_ids() -> Vec<i64> {
    (0..GROUPS).collect()
}

fn addresses(dice: &mut Dice) -> Vec<Address> {
    let nets = [
        "10.0.0.0/8",
        "10.0.0.0/23",
        "10.0.1.0/24",
        "10.0.1.2/32",
        "2001:db8::/32",
        "2001:db8:1::/48",
        "0.0.0.0/0",
    ];
    let mut owner = || {
        if dice.one_in(2) {
            Owner::Person(dice.below(PEOPLE))
        } else {
            Owner::Group(dice.below(GROUPS))
        }
    };
    let all: Vec<_> = nets
        .iter()
        .map(|net| Address { net: net.parse().expect("a range"), owner: owner() })
        .collect();
    dice.some(&all, 2)
}

fn services(dice: &mut Dice) -> Vec<Service> {
    let mut patterns = patterns();
    dice.shuffle(&mut patterns);
    let service = |number: i64, dice: &mut Dice, patterns: &mut Vec<Pattern>| Service {
        slug: format!("s{number}"),
        name: format!("Service {number}"),
        category: dice.pick(&CATEGORIES).to_owned(),
        domains: patterns
            .split_off(patterns.len() - usize::try_from(dice.below(4)).expect("small")),
    };
    (0..=dice.below(4)).map(|number| service(number, dice, &mut patterns)).collect()
}

/// Each host itself and, where that may be, all below it.
fn patterns() -> Vec<Pattern> {
    let exact = HOSTS.iter().filter_map(|host| format!("={host}").parse().ok());
    let below = HOSTS.iter().filter_map(|host| host.parse().ok());
    let mut all: Vec<Pattern> = exact.chain(below).collect();
    all.sort();
    all.dedup();
    all
}

fn policy(dice: &mut Dice, slug: &str) -> Policy {
    let people: Vec<i64> = (0..PEOPLE).collect();
    Policy {
        slug: slug.to_owned(),
        title: slug.to_owned(),
        audience: if dice.one_in(2) { Audience::Everyone } else { audience(dice) },
        acknowledged_by: dice.some(&people, 4),
    }
}

/// With now and then a person who has left.
fn audience(dice: &mut Dice) -> Audience {
    if dice.one_in(3) {
        return Audience::Everyone;
    }
    let people: Vec<i64> = (0..PEOPLE + 2).collect();
    Audience::Named { people: dice.some(&people, 4), groups: dice.some(&group_ids(), 3) }
}

/// A rule of any rank.
pub(crate) fn rule(dice: &mut Dice, number: i64, services: &[Service]) -> Rule {
    // Seals and refusals are rare, or nothing else would ever decide.
    let rank = dice.pick(&[
        Rank::Seal,
        Rank::Refusal,
        Rank::Door,
        Rank::Door,
        Rank::Door,
        Rank::Door,
        Rank::Wall,
        Rank::Wall,
        Rank::Wall,
    ]);
    rule_of(dice, rank, number, services)
}

pub(crate) fn rule_of(dice: &mut Dice, rank: Rank, number: i64, services: &[Service]) -> Rule {
    let schedule = |dice: &mut Dice| {
        Schedule::parse(dice.pick(&HOURS), dice.pick(&ZONES)).expect("a schedule")
    };
    let conditions = |dice: &mut Dice| {
        let policies = dice.some(&POLICIES, 2).into_iter();
        policies.map(|policy| Condition::Acknowledged { policy: policy.to_owned() }).collect()
    };
    Rule {
        id: format!("rule/{number}"),
        rank,
        target: target(dice, services),
        audience: audience(dice),
        schedule: dice.one_in(2).then(|| schedule(dice)),
        from: dice.one_in(5).then(|| instant(dice)),
        until: dice.one_in(5).then(|| instant(dice)),
        conditions: if rank == Rank::Door { conditions(dice) } else { vec![] },
        because: Because {
            reason: "The reason.".to_owned(),
            decided_by: vec!["Mara".to_owned(), "Ivo".to_owned()],
            decided_at: Timestamp::from_micros(0),
            request: None,
            alternative: None,
        },
    }
}

fn target(dice: &mut Dice, services: &[Service]) -> Target {
    match dice.below(8) {
        0 => Target::Everything,
        1 | 2 => Target::Category(dice.pick(&CATEGORIES).to_owned()),
        3..6 => Target::Service(dice.pick(services).slug),
        _ => Target::Host(dice.pick(&patterns())),
    }
}
