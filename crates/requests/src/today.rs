//! What waits for a person: reviews of their seats, decisions, and answers to what they asked.

use std::time::Duration;

use base::{Result, Timestamp};
use store::Query;
use web::{App, Caller, Waiting};

use crate::{
    audience::{Names, listed},
    case::{Case, cases},
    decision::{Decision, answers_to},
    look,
    request::open,
    rights,
};

/// Open requests that a queue looks at, the oldest first.
const QUEUE_MAX: i64 = 500;
/// How long an answer is shown as news.
const NEWS: Duration = Duration::from_hours(7 * 24);

/// Something that a seat has to do.
pub(crate) struct Task {
    pub(crate) case: Case,
    /// What is left: the decision, or a review.
    pub(crate) is_decision: bool,
    pub(crate) since: Timestamp,
}

/// What waits for the seats of `caller`, the longest wait first.
pub(crate) async fn queue(on: &impl Query, caller: &Caller) -> Result<Vec<Task>> {
    if caller.person().is_none() || !caller.may(&rights::REVIEW) {
        return Ok(Vec::new());
    }
    let cases = cases(on, open(on, QUEUE_MAX).await?).await?;
    let mut tasks: Vec<Task> = cases.into_iter().filter_map(|case| task(case, caller)).collect();
    tasks.sort_by_key(|task| task.since);
    Ok(tasks)
}

fn task(case: Case, caller: &Caller) -> Option<Task> {
    if !case.waits_for(caller).is_empty() {
        let since = case.request.changed_at;
        return Some(Task { case, is_decision: false, since });
    }
    let decides = case.is_agreed() && case.deciding_seat(caller).is_some();
    let since = case.current().map(|review| review.reviewed_at).max()?;
    decides.then_some(Task { case, is_decision: true, since })
}

/// The hook: how many requests wait for the seats of `caller`.
pub(crate) async fn count(app: &App, caller: &Caller) -> Result<usize> {
    Ok(queue(&app.store, caller).await?.len())
}

/// The hook.
pub(crate) async fn today(app: &App, caller: &Caller) -> Result<Vec<Waiting>> {
    let tasks = queue(&app.store, caller).await?;
    let askers: Vec<i64> = tasks.iter().map(|task| task.case.request.asker).collect();
    let names = Names::of(&app.store, &askers).await?;
    let mut waiting: Vec<Waiting> = tasks.iter().map(|task| waits(task, &names)).collect();
    if let Some(person) = caller.person() {
        let answers = answers_to(&app.store, person, app.now().before(NEWS)).await?;
        waiting.extend(answers.iter().map(answered));
        waiting.extend(said(app, caller, person).await?);
    }
    Ok(waiting)
}

/// What others said on requests that `person` follows.
async fn said(app: &App, caller: &Caller, person: i64) -> Result<Vec<Waiting>> {
    let since = app.now().before(NEWS);
    let news = look::news(&app.store, person, caller.may(&rights::READ), since).await?;
    let last: Vec<i64> = news.iter().map(|one| one.last).collect();
    let names = Names::of(&app.store, &last).await?;
    Ok(news.iter().map(|one| spoken(one, names.person(one.last))).collect())
}

fn spoken(news: &look::News, last: &str) -> Waiting {
    let title = match news.comments {
        1 => format!("{last} said something on {}", news.target_name),
        count => format!("{count} new comments on {}", news.target_name),
    };
    let note = (news.comments > 1).then(|| format!("The last one is by {last}."));
    Waiting {
        title,
        href: format!("/requests/{}#discussion", news.request_id),
        since: news.since,
        note,
    }
}

fn waits(task: &Task, names: &Names) -> Waiting {
    let request = &task.case.request;
    let verb = if task.is_decision { "Decide" } else { "Review" };
    Waiting {
        title: format!("{verb}: {} for {}", request.target.name, names.person(request.asker)),
        href: request.href(),
        since: task.since,
        note: Some(standing(&task.case)),
    }
}

/// `Communications allows, IT is asked.`
pub(crate) fn standing(case: &Case) -> String {
    let said = case.required.iter().map(|seat| match case.review_of(*seat) {
        Some(review) => format!("{seat} {}", review.answer.verb()),
        None => format!("{seat} is asked"),
    });
    listed(&said.collect::<Vec<_>>())
}

fn answered(decision: &Decision) -> Waiting {
    let did = if decision.is_allow() { "Allowed" } else { "Refused" };
    Waiting {
        title: format!("{did}: {}", decision.target.name),
        // Whoever only follows sees the request, and not the record.
        href: format!("/requests/{}", decision.request),
        since: decision.decided_at,
        note: Some(decision.reason.clone()),
    }
}
