//! What the gate says on pages of others: the front page, the one box, requests.

use base::{Host, Result};
use maud::{Markup, Render};
use verdict::{Effect, Rank, Rule, Target};
use web::{Answer, App, Caller, Evidence, Statement, Subject};

use crate::{
    Names,
    block::{self, Refused},
    blocks,
    memory::InForce,
    moment,
    names::capital,
    published, said_of,
    told::{self, Told},
    views::{self, Arrival, Reader},
};

/// Hosts of one service that are judged.
const HOSTS_MAX: usize = 50;

/// The person's own blocks, on the front page.
pub(crate) async fn panel(app: &App, caller: &Caller) -> Result<Markup> {
    let blocks = blocks::own_now(app, caller).await?;
    Ok(views::own_blocks(&Reader::new(app, true), &blocks))
}

/// A link or a host: may they, why, what to do.
pub(crate) async fn answer(app: &App, caller: &Caller, text: &str) -> Result<Option<Answer>> {
    let text = text.trim();
    let looks_like_one = text.contains('.') || text.contains("://");
    if !looks_like_one || text.contains(char::is_whitespace) {
        return Ok(None);
    }
    let (Ok(host), Some(person)) = (Host::from_pasted(text), caller.person()) else {
        return Ok(None);
    };
    let edition = published::in_force(app).await?;
    let told = Told::of(&edition, told::who(&edition.book, person), &host, app.now());
    let told = told.with_default(&app.store).await?;
    let reader = Reader::new(app, true);
    Ok(Some(Answer::Shown(views::card(&reader, &told, Arrival::default()).render())))
}

/// Why the caller has no need to ask: everything that the subject names is open for them, and not
/// only until a wall comes back by itself.
pub(crate) async fn already(
    app: &App,
    caller: &Caller,
    subject: &Subject,
) -> Result<Option<String>> {
    let Some(person) = caller.person() else { return Ok(None) };
    let edition = published::in_force(app).await?;
    let who = told::who(&edition.book, person);
    let told: Vec<Told> = hosts(&edition, subject)
        .iter()
        .map(|host| Told::of(&edition, who, host, app.now()))
        .collect();
    let is_open = |told: &Told| {
        told.is_open() && (told.rank == Some(Rank::Door) || told.holds_until.is_none())
    };
    if told.is_empty() || !told.iter().all(is_open) {
        return Ok(None);
    }
    Ok(told.first().map(|told| open_because(told, &app.settings.zone)))
}

fn open_because(told: &Told, zone: &str) -> String {
    let Some(door) = told.rules.first() else {
        return "Nothing blocks it for you.".to_owned();
    };
    let by = door.because.decided_by.join(" and ");
    let until =
        told.holds_until.map(|at| format!(" until {}", moment::say_soon(at, told.at, zone)));
    format!(
        "It is open for you{}: {by} agreed to it ({}).",
        until.unwrap_or_default(),
        door.because.reason.trim_end_matches('.')
    )
}

/// What the deciders see of the gate.
pub(crate) async fn evidence(app: &App, subject: &Subject) -> Result<Vec<Evidence>> {
    let edition = published::in_force(app).await?;
    let hosts = hosts(&edition, subject);
    let walls = walls(&edition, subject, &hosts);
    let people = walls.iter().flat_map(|rule| said_of(&rule.audience)).chain(subject.person);
    let names = Names::load(&app.store, &app.settings.zone, people).await?;
    let mut lines = Vec::new();
    if let Some(person) = subject.person {
        let who = told::who(&edition.book, person);
        let judged = hosts.iter().map(|host| Told::of(&edition, who, host, app.now()));
        let strictest = judged.max_by_key(|told| strictness(told.effect));
        let verdict = strictest.map(|told| verdict_for_asker(app, subject, &told, &names, person));
        lines.extend(verdict.map(Statement::own));
    }
    for rule in walls {
        let words = format!("{}: {}", capital(&names.rule(rule)), rule.because.reason);
        let source = Some(rule.because.decided_by.join(" and "));
        let date = rule.because.decided_at.to_string().get(..10).map(str::to_owned);
        lines.push(Statement { says: words, source, date });
    }
    let since = app.now().before(block::KEPT);
    let refused = block::refused(&app.store, &hosts, since, subject.person).await?;
    lines.extend(tries(refused).map(Statement::own));
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let title = "At the gate".to_owned();
    Ok(vec![Evidence { title, href: Some("/gate".to_owned()), lines }])
}

/// In rough numbers, and without whoever asks: what the deciders see is frozen with the decision,
/// and must not be another thing with every try.
fn tries(refused: Refused) -> Option<String> {
    let times = match refused.times {
        0 => return None,
        1..10 => "a few times",
        10..100 => "tens of times",
        100..1_000 => "hundreds of times",
        _ => "thousands of times",
    };
    let people = match refused.people {
        0 => "by people whom the proxy does not know",
        1 => "by one other person whom the proxy knows",
        2..5 => "by a few others whom the proxy knows",
        5..50 => "by many others whom the proxy knows",
        _ => "by very many others whom the proxy knows",
    };
    Some(format!("Tried {times} in the last 24 hours, {people}."))
}

/// Of several hosts of one service, the most closed one speaks for it.
const fn strictness(effect: Effect) -> u8 {
    match effect {
        Effect::Allow => 0,
        Effect::Coach => 1,
        Effect::Deny => 2,
    }
}

/// `Instagram is closed for Noor Haddad until 23 November 2026, 17:00.`
fn verdict_for_asker(
    app: &App,
    subject: &Subject,
    told: &Told,
    names: &Names,
    person: i64,
) -> String {
    let target = match (&subject.host, &told.service) {
        (None, Some((_, service))) => service.clone(),
        _ => told.host.to_string(),
    };
    let zone = &app.settings.zone;
    let until = told.holds_until.map(|at| format!(" until {}", moment::say(at, zone)));
    let state = match told.effect {
        Effect::Allow => "open",
        Effect::Coach => "open once a policy is acknowledged",
        Effect::Deny => "closed",
    };
    format!("{target} is {state} for {}{}.", names.person(person), until.unwrap_or_default())
}

/// The host that was named, else the domains of the service.
fn hosts(edition: &InForce, subject: &Subject) -> Vec<Host> {
    if let Some(host) = &subject.host {
        return vec![host.clone()];
    }
    let Some(slug) = &subject.service else { return Vec::new() };
    let mut services = edition.book.rulebook().services.iter();
    let service = services.find(|service| service.slug == *slug);
    let domains = service.into_iter().flat_map(|service| &service.domains);
    domains.map(|pattern| pattern.host().clone()).take(HOSTS_MAX).collect()
}

/// Everything but doors that is about the subject, for whomever and at whatever time.
fn walls<'a>(edition: &'a InForce, subject: &Subject, hosts: &[Host]) -> Vec<&'a Rule> {
    let book = edition.book.rulebook();
    let service = hosts.first().and_then(|host| edition.book.service_of(host.view()));
    let slug = service.map(|service| service.slug.as_str()).or(subject.service.as_deref());
    let category = service.map(|service| service.category.as_str()).or(subject.category.as_deref());
    let is_about = |rule: &&Rule| match &rule.target {
        Target::Everything => true,
        Target::Category(named) => Some(named.as_str()) == category,
        Target::Service(named) => Some(named.as_str()) == slug,
        Target::Host(pattern) => hosts.iter().any(|host| pattern.covers(host)),
    };
    book.rules.iter().filter(|rule| rule.rank != Rank::Door).filter(is_about).collect()
}
