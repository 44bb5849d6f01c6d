//! The grounds for a decision: what every capability knows, and what earlier requests say.

use std::time::Duration;

use base::Result;
use sha2::{Digest, Sha256};
use store::{Query, Value, values};
use web::{App, Evidence, Statement, Subject};

use crate::{
    ask::target_of,
    audience::{Names, listed},
    decision::{Decision, decisions_on},
    request::Request,
    sql,
    target::Target,
    terms::json,
    words,
};

/// How far back others who asked are counted.
const LOOK_BACK: Duration = Duration::from_hours(24 * 90);
/// Earlier decisions that are shown.
const DECISIONS_SHOWN: usize = 5;

/// Evidence as somebody saw it, and the hash by which they say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What every capability said.
    pub panels: Vec<Evidence>,
    /// SHA-256 of it, in hex.
    pub hash: String,
}

/// The evidence on `request`, as it is now.
pub async fn seen(app: &App, request: &Request) -> Result<Seen> {
    let subject = Subject {
        request: Some(request.id.get()),
        person: Some(request.asker),
        ..request.target.subject(request.host.as_deref(), &request.category)
    };
    let panels = app.evidence(&subject).await?;
    let hash = format!("{:x}", Sha256::digest(json(&panels)?));
    Ok(Seen { panels, hash })
}

/// The hook: who else asked, in numbers and groups and never by name, and what was decided before.
pub(crate) async fn known(app: &App, subject: &Subject) -> Result<Vec<Evidence>> {
    let Some(target) = target_of(subject) else { return Ok(Vec::new()) };
    Ok(vec![others(app, subject, &target).await?, earlier(app, subject, &target).await?])
}

store::row! {
    struct GroupCount {
        name: String,
        people: i64,
    }
}

async fn others(app: &App, subject: &Subject, target: &Target) -> Result<Evidence> {
    let values = || -> Vec<Value> {
        values![
            target.kind.as_str(),
            target.key.as_str(),
            subject.request.unwrap_or(0),
            app.now().before(LOOK_BACK),
            subject.person.unwrap_or(0),
        ]
    };
    let count: i64 = app.store.value(sql::OTHER_ASKERS, values()).await?.unwrap_or(0);
    let groups: Vec<GroupCount> = app.store.all(sql::OTHER_ASKERS_BY_GROUP, values()).await?;
    let mut lines = vec![Statement::own(match count {
        0 => "Nobody else in the last 90 days.".to_owned(),
        1 => "1 other person in the last 90 days.".to_owned(),
        count => format!("{count} other people in the last 90 days."),
    })];
    if !groups.is_empty() {
        let groups = groups.iter().map(|group| format!("{} ({})", group.name, group.people));
        lines.push(Statement::own(format!("By group: {}.", listed(&groups.collect::<Vec<_>>()))));
    }
    Ok(Evidence { title: "Who else asked".to_owned(), href: None, lines })
}

async fn earlier(app: &App, subject: &Subject, target: &Target) -> Result<Evidence> {
    let mut decisions = decisions_on(&app.store, target).await?;
    decisions.retain(|decision| Some(decision.request.get()) != subject.request);
    decisions.truncate(DECISIONS_SHOWN);
    let names = Names::of(&app.store, &[]).await?;
    let mut lines: Vec<Statement> =
        decisions.iter().map(|decision| statement(app, decision, &names)).collect();
    if lines.is_empty() {
        lines.push(Statement::own("None."));
    }
    let href = Some("/decisions".to_owned());
    Ok(Evidence { title: "Earlier decisions".to_owned(), href, lines })
}

fn statement(app: &App, decision: &Decision, names: &Names) -> Statement {
    let did = if decision.is_allow() { "allowed for" } else { "refused to" };
    let zone = &app.settings.zone;
    let whom = names.counted(&decision.terms.audience);
    let end = match (&decision.ending, decision.terms.ends) {
        (Some(ending), _) => format!(", ended {}", words::moment(ending.at, zone)),
        (None, Some(ends)) => format!(" until {}", words::until(ends, zone)),
        (None, None) => ", without end".to_owned(),
    };
    let says = format!("Decision {}: {did} {whom}{end}. {}", decision.id, decision.reason);
    Statement { date: Some(words::iso_day(decision.decided_at, zone)), ..Statement::own(says) }
}
