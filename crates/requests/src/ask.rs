//! Asking.

use audit::{Act, Entry};
use base::{Id, Problem, Result, text};
use store::values;
use web::{App, Caller, Subject};

use crate::{
    audience::AudienceDraft,
    change::{Cause, propose},
    decision::{self, Decision},
    request::{Request, open_on},
    rights, sql,
    target::{Found, Target, Wanted},
    terms::Terms,
    until, words,
};

/// The longest token of a door that is kept, in bytes.
const DOOR_BYTES_MAX: usize = 4_096;

/// What somebody asks, as a form says it: three questions, and where they come from.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What they want.
    pub wanted: Wanted,
    /// What for.
    pub purpose: String,
    /// Who with.
    pub audience: AudienceDraft,
    /// Until when: `today`, `week`, `quarter`, `open` or `day`.
    pub until: String,
    /// The day, where they name one.
    pub until_day: String,
    /// The token of the door at which they were stopped.
    pub door: String,
    /// What another program's block page told them.
    pub told: String,
    /// The decision that this is to replace.
    pub replaces: Option<Id<Decision>>,
    /// They know that it is allowed or asked already, and ask all the same.
    pub anyway: bool,
}

/// `caller` asks. Where they may already, or the same is asked already, the problem says so unless
/// they ask `anyway`.
pub async fn ask(app: &App, caller: &Caller, draft: &Draft) -> Result<Id<Request>> {
    let person = caller.require_person()?;
    let found = draft.wanted.find(&app.store).await?;
    if !draft.anyway && draft.replaces.is_none() {
        refuse_needless(app, caller, &found).await?;
    }
    let purpose = text::paragraph("purpose", &draft.purpose)?;
    let told = text::optional_paragraph("told", &draft.told)?;
    let act = app.begin(caller, &rights::ASK).await?;
    let terms = Terms {
        audience: draft.audience.read(&act, person).await?,
        schedule: None,
        conditions: Vec::new(),
        starts: None,
        ends: Some(until::asked(
            &draft.until,
            draft.until_day.trim(),
            act.at(),
            &app.settings.zone,
        )?),
    };
    let replaces = match draft.replaces {
        Some(id) => Some(replaceable(&act, caller, &found, id).await?),
        None => None,
    };
    let id = insert(&act, person, &found, draft, &purpose, told, replaces).await?;
    propose(&act, id, (1, Cause::Proposal), person, &terms).await?;
    let after = serde_json::json!({
        "target": found.target, "host": found.host, "category": found.category, "terms": terms,
        "told": draft.told, "replaces": replaces,
    });
    let entry = Entry::new("requests.ask", format!("request/{id}"));
    act.record(entry.after(after).grounds(purpose)).await?;
    Ok(id)
}

async fn insert(
    act: &Act,
    person: i64,
    found: &Found,
    draft: &Draft,
    purpose: &str,
    told: Option<String>,
    replaces: Option<Id<Decision>>,
) -> Result<Id<Request>> {
    let door = Some(draft.door.as_str()).filter(|door| {
        !door.is_empty() && door.len() <= DOOR_BYTES_MAX && !door.contains(char::is_control)
    });
    let values = values![
        person,
        found.target.kind.as_str(),
        found.target.key.as_str(),
        found.target.name.as_str(),
        found.category.as_str(),
        found.host.as_deref(),
        purpose,
        told,
        door,
        replaces,
        act.at(),
    ];
    act.insert(sql::ASK, values).await
}

/// The decision that a new one may replace: it stands, it is about the same, and it concerns the
/// caller.
async fn replaceable(
    act: &Act,
    caller: &Caller,
    found: &Found,
    id: Id<Decision>,
) -> Result<Id<Decision>> {
    let decision = decision::required(act, id).await?;
    decision.require_open_to(caller)?;
    if decision.target.kind != found.target.kind || decision.target.key != found.target.key {
        return Err(Problem::invalid(
            "name",
            format!("Decision {id} is about {}.", decision.target.name),
        ));
    }
    decision.require_standing()?;
    Ok(id)
}

async fn refuse_needless(app: &App, caller: &Caller, found: &Found) -> Result<()> {
    if let Some(sentence) = app.already(caller, &found.subject()).await? {
        return Err(Problem::conflict(sentence));
    }
    match open_on(&app.store, &found.target).await?.first() {
        None => Ok(()),
        Some(open) if Some(open.asker) == caller.person() => Err(Problem::conflict(format!(
            "You have asked this already: it is request {}.",
            open.id
        ))),
        Some(open) => Err(Problem::conflict(format!(
            "This is asked already: it is request {}. You can join it.",
            open.id
        ))),
    }
}

/// The hook: an allowing decision in force that covers them is a reason not to ask, unless a refusal
/// outranks it.
pub(crate) async fn already(
    app: &App,
    caller: &Caller,
    subject: &Subject,
) -> Result<Option<String>> {
    let Some(person) = caller.person() else { return Ok(None) };
    let Some(target) = target_of(subject) else { return Ok(None) };
    let standing = decision::in_force_on(&app.store, &target, app.now()).await?;
    let about_them = |decision: &&Decision| decision.terms.audience.covers(person, &caller.groups);
    let (doors, refusals): (Vec<&Decision>, Vec<&Decision>) =
        standing.iter().filter(about_them).partition(|decision| decision.is_allow());
    let doors = doors.into_iter().filter(|_| refusals.is_empty());
    for door in doors {
        if let Some(sentence) = words::already(app, door, person).await? {
            return Ok(Some(sentence));
        }
    }
    Ok(None)
}

pub(crate) fn target_of(subject: &Subject) -> Option<Target> {
    let (kind, key) = match (&subject.service, &subject.host) {
        (Some(service), _) => ("service", service.clone()),
        (None, Some(host)) => ("host", host.to_string()),
        (None, None) => return None,
    };
    Some(Target { kind: kind.to_owned(), name: key.clone(), key })
}
