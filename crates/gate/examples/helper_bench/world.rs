//! One policy and one stream of requests, for both programs. Every name is made from a seed.

use std::path::Path;

use base::{Result, Timestamp};
use gate::edition::{Draft, Editions};
use verdict::{Audience, Because, Person, Rank, Rule, Rulebook, Service, Target};

/// Domains behind walls.
pub(crate) const DOMAINS: usize = 10_000;
/// Doors in those walls.
pub(crate) const DOORS: usize = 500;
/// How many requests of a hundred go to a walled site.
pub(crate) const WALLED_IN_100: u64 = 20;
const SERVICES: usize = 200;
const PEOPLE: usize = 2_000;
const CATEGORY: &str = "social";

/// `SplitMix64`: the same names on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }

    fn pick<'a>(&mut self, from: &'a [String]) -> &'a str {
        let place = self.below(from.len() as u64);
        from.get(usize::try_from(place).unwrap_or(0)).map_or("", String::as_str)
    }

    /// Two to four syllables and a number, so that no two are the same.
    fn name(&mut self, number: usize) -> String {
        const SYLLABLES: [&str; 16] = [
            "ba", "de", "fi", "go", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wa",
            "xe", "zu",
        ];
        let count = 2 + self.below(3);
        let syllables = (0..count).map(|_| SYLLABLES[usize::try_from(self.below(16)).unwrap_or(0)]);
        format!("{}{number}", syllables.collect::<String>())
    }

    fn domain(&mut self, number: usize) -> String {
        const ENDS: [&str; 5] = ["com", "net", "org", "de", "co.uk"];
        let name = self.name(number);
        format!("{name}.{}", ENDS[usize::try_from(self.below(5)).unwrap_or(0)])
    }
}

/// For whom the doors are.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Doors {
    /// Each opens one domain for everybody: what squidGuard does best, one more list.
    Everybody,
    /// Each opens one service for one person: what Footbridge is for.
    OnePerson,
}

/// Who may go where, and who asks.
pub(crate) struct World {
    pub(crate) walled: Vec<String>,
    open: Vec<String>,
    pub(crate) people: Vec<String>,
    pub(crate) doors: Doors,
}

impl World {
    pub(crate) fn new(doors: Doors) -> Self {
        let mut dice = Dice(2026);
        let walled = (0..DOMAINS).map(|number| dice.domain(number)).collect();
        let open = (DOMAINS..2 * DOMAINS).map(|number| dice.domain(number)).collect();
        let people = (0..PEOPLE).map(|number| dice.name(number)).collect();
        Self { walled, open, people, doors }
    }

    /// For doors to one person: places of person and service.
    pub(crate) fn personal_doors() -> impl Iterator<Item = (usize, usize)> {
        (0..DOORS).map(|number| (number * PEOPLE / DOORS, number % SERVICES))
    }

    /// For doors to everybody: the domains.
    pub(crate) fn open_domains(&self) -> impl Iterator<Item = &String> {
        self.walled.iter().step_by(DOMAINS / DOORS)
    }

    /// The domains of the service at this place.
    pub(crate) fn service(&self, place: usize) -> &[String] {
        let size = DOMAINS / SERVICES;
        &self.walled[place * size..(place + 1) * size]
    }

    /// As the edition of a data directory.
    pub(crate) fn publish(&self, data: &Path) -> Result<()> {
        let published_at = Timestamp::from_micros(0);
        let draft = Draft { edition: 1, published_at, cause: "bench".to_owned(), changes: vec![] };
        Editions::of(data).publish(draft, &self.rulebook()?).map(|_| ())
    }

    fn rulebook(&self) -> Result<Rulebook> {
        let people = self.people.iter().zip(1..).map(|(login, id)| Person {
            id,
            login: login.clone(),
            names: vec![],
            groups: vec![],
        });
        let services = (0..SERVICES).map(|place| {
            let domains =
                self.service(place).iter().map(|domain| domain.parse()).collect::<Result<_>>()?;
            let slug = slug(place);
            Ok(Service { name: slug.clone(), slug, category: CATEGORY.to_owned(), domains })
        });
        let wall =
            rule("rule/1", Rank::Wall, Target::Category(CATEGORY.to_owned()), Audience::Everyone);
        let doors = match self.doors {
            Doors::Everybody => self.doors_for_everybody()?,
            Doors::OnePerson => Self::doors_for_one_person(),
        };
        Ok(Rulebook {
            people: people.collect(),
            services: services.collect::<Result<_>>()?,
            rules: std::iter::once(wall).chain(doors).collect(),
            ..Rulebook::default()
        })
    }

    fn doors_for_everybody(&self) -> Result<Vec<Rule>> {
        let door = |(domain, number): (&String, i64)| {
            let target = Target::Host(domain.parse()?);
            Ok(rule(&format!("decision/{number}"), Rank::Door, target, Audience::Everyone))
        };
        self.open_domains().zip(1..).map(door).collect()
    }

    fn doors_for_one_person() -> Vec<Rule> {
        let door = |((person, service), number): ((usize, usize), i64)| {
            let person = i64::try_from(person).unwrap_or(0) + 1;
            let audience = Audience::Named { people: vec![person], groups: vec![] };
            rule(
                &format!("decision/{number}"),
                Rank::Door,
                Target::Service(slug(service)),
                audience,
            )
        };
        Self::personal_doors().zip(1..).map(door).collect()
    }

    /// The requests as our helper reads them.
    pub(crate) fn lines(&self, count: usize) -> Vec<String> {
        let line = |(channel, (person, host)): (usize, (&str, String))| {
            format!(
                "{channel} 10.1.2.3 {person} {host} 80 GET - Mozilla/5.0%20(X11;%20Linux%20x86_64) - http://{host}/page.html -\n"
            )
        };
        self.requests(count).enumerate().map(line).collect()
    }

    /// The same requests as squidGuard reads them (`url_rewrite_program`).
    pub(crate) fn rewrite_lines(&self, count: usize) -> Vec<String> {
        let line = |(person, host)| format!("http://{host}/page.html 10.1.2.3/- {person} GET\n");
        self.requests(count).map(line).collect()
    }

    fn requests(&self, count: usize) -> impl Iterator<Item = (&str, String)> {
        let mut dice = Dice(7);
        (0..count).map(move |_| {
            let walled = dice.below(100) < WALLED_IN_100;
            let person = dice.pick(&self.people);
            let domain = dice.pick(if walled { &self.walled } else { &self.open });
            let host = if dice.below(2) == 0 { format!("www.{domain}") } else { domain.to_owned() };
            (person, host)
        })
    }
}

pub(crate) fn slug(place: usize) -> String {
    format!("s{place}")
}

fn rule(id: &str, rank: Rank, target: Target, audience: Audience) -> Rule {
    let because = Because {
        reason: "For the measurement.".to_owned(),
        decided_by: vec![],
        decided_at: Timestamp::from_micros(0),
        request: None,
        alternative: None,
    };
    Rule {
        id: id.to_owned(),
        rank,
        target,
        audience,
        schedule: None,
        from: None,
        until: None,
        conditions: vec![],
        because,
    }
}
