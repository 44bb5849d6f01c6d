//! Sending a delivery: again and again at growing distances, until it is taken or given up.

use std::time::Duration;

use audit::Entry;
use base::{Actor, Id, Problem, Result, Timestamp};
use jobs::Task;
use serde_json::json;
use store::{Transaction, values};
use web::App;

use crate::{Delivery, Webhook, delivery, hook, message, sql};

/// The kind of the job.
pub(crate) const KIND: &str = "webhooks.send";

/// How long to wait after each try that failed; after the last, nothing is tried any more.
const PAUSES: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(6),
    Duration::from_hours(10),
    Duration::from_hours(14),
    Duration::from_hours(16),
];

/// A webhook is switched off after so many failures…
const FAILURES_MAX: i64 = 10;
/// … if nothing was taken for so long, too: a burst in a bad minute is no reason.
const FAILING_MAX: Duration = Duration::from_hours(24);

/// Has the delivery sent at `at`.
pub(crate) async fn queue(tx: &mut Transaction, id: Id<Delivery>, at: Timestamp) -> Result<()> {
    jobs::enqueue(tx, KIND, &json!({ "delivery": id }), at).await
}

/// Sends the delivery that the task names. It may be sent twice where a node died in between; the
/// receiver knows it by its id.
pub(crate) async fn run(app: &App, task: Task) -> Result<()> {
    let Some(id) = task["delivery"].as_i64().map(Id::new) else { return Ok(()) };
    let Some(delivery) = delivery::delivery(&app.store, id).await? else { return Ok(()) };
    // It may have been ended or switched off since.
    let webhook = hook::find(&app.store, delivery.webhook).await?.filter(Webhook::is_on);
    let Some(webhook) = webhook else { return Ok(()) };
    let outcome = send(app, &webhook, &delivery).await;
    let mut tx = app.store.begin().await?;
    task.done_within(&tx).await?;
    settle(&mut tx, app.now(), &webhook, &delivery, &outcome).await?;
    tx.commit().await?;
    if outcome.is_taken { Ok(()) } else { switch_off_if_gone(app, webhook.id).await }
}

/// What became of one try.
struct Outcome {
    is_taken: bool,
    status: Option<i64>,
    said: String,
}

async fn send(app: &App, webhook: &Webhook, delivery: &Delivery) -> Outcome {
    match try_send(app, webhook, delivery).await {
        Ok(answer) => Outcome {
            is_taken: answer.is_taken(),
            status: Some(i64::from(answer.status)),
            said: answer.said.replace('\0', ""),
        },
        Err(problem) => {
            Outcome { is_taken: false, status: None, said: problem.sentence().to_owned() }
        }
    }
}

async fn try_send(app: &App, webhook: &Webhook, delivery: &Delivery) -> Result<web::reach::Answer> {
    let seq = u64::try_from(delivery.seq).unwrap_or_default();
    let entry = audit::entry(&app.store, seq).await?;
    let entry = entry.ok_or_else(|| Problem::not_found("Its entry of the audit log is gone."))?;
    let body = message::body(app, &entry);
    let headers = message::headers(webhook, delivery, app.now(), &body)?;
    app.settings.reach.post(&webhook.url, headers, body).await
}

async fn settle(
    tx: &mut Transaction,
    now: Timestamp,
    webhook: &Webhook,
    delivery: &Delivery,
    outcome: &Outcome,
) -> Result<()> {
    let attempts = delivery.attempts + 1;
    let pause = usize::try_from(delivery.attempts).ok().and_then(|tried| PAUSES.get(tried));
    let given_up = (!outcome.is_taken && pause.is_none()).then_some(now);
    let taken = outcome.is_taken.then_some(now);
    let said = outcome.said.as_str();
    let values = values![attempts, now, taken, given_up, outcome.status, said, delivery.id];
    tx.execute(sql::TRIED, values).await?;
    if outcome.is_taken {
        tx.execute(sql::TAKEN_AGAIN, values![webhook.id]).await?;
        return Ok(());
    }
    tx.execute(sql::FAILED_AGAIN, values![now, webhook.id]).await?;
    match pause {
        Some(pause) => queue(tx, delivery.id, now.after(*pause)).await,
        None => Ok(()),
    }
}

/// A receiver that is gone is not tried for ever. Whoever keeps it sees why, here and in the log.
async fn switch_off_if_gone(app: &App, id: Id<Webhook>) -> Result<()> {
    let webhook = hook::find(&app.store, id).await?.filter(Webhook::is_on);
    let Some(webhook) = webhook else { return Ok(()) };
    let Some(since) = webhook.failing_since else { return Ok(()) };
    if webhook.failures < FAILURES_MAX || app.now().since(since) < FAILING_MAX {
        return Ok(());
    }
    let act = app.audit.begin(Actor::program("webhooks")).await?;
    let because = format!("Nothing was taken since {since}, in {} tries.", webhook.failures);
    if act.execute(sql::SWITCH_OFF, values![act.at(), because.as_str(), id]).await? == 0 {
        act.leave_unchanged();
        return Ok(());
    }
    let entry = Entry::new("webhooks.switch", hook::object(id)).after(json!({ "on": false }));
    act.record(entry.grounds(because)).await.map(drop)
}
