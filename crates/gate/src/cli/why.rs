//! `footbridge gate why`: the verdict and its reasons, without the server and the database.

use std::{net::IpAddr, sync::Arc};

use base::{Host, Problem, Result, Timestamp};
use clap::Args;
use serde::Serialize;
use verdict::{Condition, Explanation, Judge, Opening, Question, Rule, Who};
use web::Console;

use crate::{
    Names,
    edition::{Edition, Editions, Head},
    moment,
};

/// Who wants to go where, when.
#[derive(Debug, Args)]
pub(crate) struct WhyArgs {
    /// A login, or the address of whoever does not log in at the proxy
    person: String,
    /// A host, or the address of a page
    host: String,
    /// At another time than now, such as "2026-11-20 09:30"; by the edition that was in force then
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

/// The answer as JSON.
#[derive(Serialize)]
struct Answer<'a, 'b> {
    host: &'a Host,
    at: Timestamp,
    edition: &'a Head,
    #[serde(flatten)]
    explanation: &'a Explanation<'b>,
}

pub(super) fn run(console: &Console, args: &WhyArgs) -> Result<()> {
    let zone = &console.settings.zone;
    let now = base::Clock::system().now();
    let at = args.at.as_deref().map_or(Ok(now), |text| moment::read(text, zone))?;
    let host = Host::from_pasted(&args.host)?;
    let Edition { head, rulebook } = edition(&Editions::of(&console.settings.data), at, now)?;
    let names = Names::of_rulebook(&rulebook, zone);
    let judge = Judge::new(Arc::new(rulebook.compile()?));
    let who = who(&judge, &args.person)?;
    let explanation = judge.explain(&Question { who, host: host.view(), at });
    let answer = Answer { host: &host, at, edition: &head, explanation: &explanation };
    console.answer(&answer, &in_words(&answer, &args.person, &names, zone))
}

/// The one in force at `at`; what comes is judged by the one in force now.
fn edition(editions: &Editions, at: Timestamp, now: Timestamp) -> Result<Edition> {
    let number =
        if at < now { editions.at(at)?.map(|head| head.edition) } else { editions.current()? };
    let number = number.ok_or_else(|| {
        Problem::not_found(if at < now {
            "no edition of that time is kept here"
        } else {
            "nothing is published yet: run `footbridge gate publish`"
        })
    })?;
    editions.read(number)
}

fn who(judge: &Judge, person: &str) -> Result<Who> {
    if let Ok(address) = person.parse::<IpAddr>() {
        return Ok(judge.book().identify(None, Some(address)));
    }
    match judge.book().identify(Some(person), None) {
        Who::Unknown => Err(Problem::not_found(format!(
            "the edition knows nobody called `{person}`; give an address to see what holds for somebody unknown"
        ))),
        who => Ok(who),
    }
}

fn in_words(answer: &Answer<'_, '_>, person: &str, names: &Names, zone: &str) -> String {
    let Answer { host, at, edition, explanation } = answer;
    let verdict = &explanation.verdict;
    let time = |at: Timestamp| moment::say(at, zone);
    let mut lines = vec![format!(
        "{}: {host} for {person}, {} {zone}, edition {}",
        verdict.effect.word(),
        time(*at),
        edition.edition
    )];
    lines.extend(explanation.service.map(|service| format!("service: {}", service.name)));
    if verdict.rules.is_empty() {
        lines
            .push("because: no rule says anything, so the organisation's default holds".to_owned());
    }
    for rule in &verdict.rules {
        lines.extend(because(rule, names, zone));
    }
    for opening in &explanation.openings {
        lines.push(format!("opens: {}", opening_in_words(opening, zone)));
    }
    lines.extend(explanation.allowed_from.map(|at| format!("open from: {}", time(at))));
    lines.extend(explanation.holds_until.map(|at| format!("holds until: {}", time(at))));
    lines.join("\n")
}

fn because(rule: &Rule, names: &Names, zone: &str) -> Vec<String> {
    let because = &rule.because;
    let decided = moment::say(because.decided_at, zone);
    let mut lines = vec![
        format!("because: {}, {}", rule.id, names.rule(rule)),
        format!("         {}", because.reason),
        format!("         decided by {}, {decided}", because.decided_by.join(" and ")),
    ];
    lines.extend(because.request.map(|request| format!("         request/{request}")));
    lines.extend(because.alternative.as_ref().map(|text| format!("         instead: {text}")));
    lines
}

fn opening_in_words(opening: &Opening<'_>, zone: &str) -> String {
    match opening {
        Opening::Condition { door, conditions } => format!("{} ({})", once(conditions), door.id),
        Opening::Hour { door, at, conditions } if conditions.is_empty() => {
            format!("by itself, {} ({})", moment::say(*at, zone), door.id)
        }
        Opening::Hour { door, at, conditions } => {
            format!("{}, {} ({})", moment::say(*at, zone), once(conditions), door.id)
        }
        Opening::Asking => "if a request for it is agreed".to_owned(),
        Opening::Lifting { rules } => {
            let ids = rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>().join(", ");
            format!("only if those who made {ids} end it")
        }
    }
}

fn once(conditions: &[&Condition]) -> String {
    let policies = conditions.iter().map(|Condition::Acknowledged { policy }| policy.as_str());
    let policies = policies.collect::<Vec<_>>().join(" and ");
    format!("once the policy {policies} is acknowledged")
}

#[cfg(test)]
mod tests {
    use base::Pattern;
    use verdict::{Because, Rank, Rulebook, Target};

    use super::*;
    use crate::edition::Draft;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn wall() -> Rule {
        Rule {
            id: "rule/1".to_owned(),
            rank: Rank::Wall,
            target: Target::Host("example.com".parse::<Pattern>().expect("a pattern")),
            audience: verdict::Audience::Everyone,
            schedule: None,
            from: None,
            until: Some(at("2026-11-23T16:00:00Z")),
            conditions: Vec::new(),
            because: Because {
                reason: "The line is for the shops.".to_owned(),
                decided_by: vec!["Ivo Petrov (IT)".to_owned()],
                decided_at: at("2026-11-20T09:00:00Z"),
                request: None,
                alternative: None,
            },
        }
    }

    fn publish(editions: &Editions, number: i64, published_at: &str, rules: Vec<Rule>) {
        let (cause, changes) = ("rule/1".to_owned(), Vec::new());
        let draft = Draft { edition: number, published_at: at(published_at), cause, changes };
        let book = Rulebook { rules, ..Rulebook::default() };
        editions.publish(draft, &book).expect("published");
    }

    #[test]
    fn a_past_time_is_answered_by_the_edition_of_that_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let editions = Editions::of(folder.path());
        publish(&editions, 1, "2026-11-20T09:00:00Z", vec![wall()]);
        publish(&editions, 2, "2026-11-22T09:00:00Z", Vec::new());
        let now = at("2026-11-23T09:00:00Z");
        let number = |then: &str| edition(&editions, at(then), now).map(|found| found.head.edition);
        assert_eq!(number("2026-11-21T09:00:00Z").expect("kept"), 1);
        assert_eq!(number("2026-11-23T09:00:00Z").expect("kept"), 2);
        assert_eq!(number("2027-01-01T00:00:00Z").expect("the one in force"), 2);
        let problem = number("2026-11-01T00:00:00Z").expect_err("before the first");
        assert_eq!(problem.sentence(), "no edition of that time is kept here");
    }

    #[test]
    fn the_answer_says_which_rule_who_and_until_when() {
        let folder = tempfile::tempdir().expect("a folder");
        let editions = Editions::of(folder.path());
        publish(&editions, 1, "2026-11-20T09:00:00Z", vec![wall()]);
        let now = at("2026-11-23T09:00:00Z");
        let Edition { head, rulebook } = edition(&editions, now, now).expect("kept");
        let names = Names::of_rulebook(&rulebook, "Europe/Berlin");
        let judge = Judge::new(Arc::new(rulebook.compile().expect("consistent")));
        let host: Host = "www.example.com".parse().expect("a host");
        let who = who(&judge, "192.0.2.1").expect("somebody unknown");
        let explanation = judge.explain(&Question { who, host: host.view(), at: now });
        let answer = Answer { host: &host, at: now, edition: &head, explanation: &explanation };
        assert_eq!(
            in_words(&answer, "192.0.2.1", &names, "Europe/Berlin"),
            "deny: www.example.com for 192.0.2.1, 23 November 2026, 10:00 Europe/Berlin, edition 1\n\
             because: rule/1, wall before example.com for everyone, until 23 November 2026, 17:00\n         \
             The line is for the shops.\n         \
             decided by Ivo Petrov (IT), 20 November 2026, 10:00\n\
             opens: if a request for it is agreed\n\
             open from: 23 November 2026, 17:00\n\
             holds until: 23 November 2026, 17:00"
        );
        assert!(super::who(&judge, "nobody").is_err());
    }
}
