//! A delivery: one act for one webhook.

use std::time::Duration;

use audit::Entry;
use base::{Id, Problem, Result, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Query, values};
use web::{App, Caller, api::ToSchema};

use crate::{Webhook, hook, rights, send, sql};

/// How long deliveries can be looked at.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = DeliveryState)]
pub enum State {
    /// It is sent soon, or again.
    Waiting,
    /// The receiver took it.
    Taken,
    /// It is not tried any more.
    Failed,
}

/// One act for one webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Delivery {
    /// Its number.
    pub id: Id<Delivery>,
    /// The webhook.
    pub webhook: Id<Webhook>,
    /// The number of the entry in the audit log.
    pub seq: i64,
    /// What was done.
    pub act: String,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was tried last.
    pub tried_at: Option<Timestamp>,
    /// What became of it.
    pub state: State,
    /// The status that was answered last.
    pub status: Option<i64>,
    /// What was answered last, or why it did not arrive.
    pub said: Option<String>,
}

store::row! {
    struct Row {
        id: Id<Delivery>,
        webhook_id: Id<Webhook>,
        seq: i64,
        act: String,
        queued_at: Timestamp,
        attempts: i64,
        tried_at: Option<Timestamp>,
        taken_at: Option<Timestamp>,
        given_up_at: Option<Timestamp>,
        status: Option<i64>,
        said: Option<String>,
    }
}

impl From<Row> for Delivery {
    fn from(row: Row) -> Self {
        let state = match (row.taken_at, row.given_up_at) {
            (Some(_), _) => State::Taken,
            (None, Some(_)) => State::Failed,
            (None, None) => State::Waiting,
        };
        Self {
            id: row.id,
            webhook: row.webhook_id,
            seq: row.seq,
            act: row.act,
            queued_at: row.queued_at,
            attempts: row.attempts,
            tried_at: row.tried_at,
            state,
            status: row.status,
            said: row.said,
        }
    }
}

/// The deliveries of a webhook, newest first, older than number `before`.
pub async fn deliveries(
    on: &impl Query,
    webhook: Id<Webhook>,
    before: i64,
    limit: i64,
) -> Result<Vec<Delivery>> {
    let rows: Vec<Row> = on.all(sql::DELIVERIES, values![webhook, before, limit]).await?;
    Ok(rows.into_iter().map(Delivery::from).collect())
}

pub(crate) async fn delivery(on: &impl Query, id: Id<Delivery>) -> Result<Option<Delivery>> {
    Ok(on.first::<Row>(sql::DELIVERY, values![id]).await?.map(Delivery::from))
}

/// Sends a delivery once more, whatever became of it.
pub async fn again(
    app: &App,
    caller: &Caller,
    webhook: Id<Webhook>,
    id: Id<Delivery>,
) -> Result<()> {
    let mut act = app.begin(caller, &rights::KEEP).await?;
    let found = delivery(&act, id).await?.filter(|found| found.webhook == webhook);
    let found = found.ok_or_else(|| Problem::not_found(format!("There is no delivery {id}.")))?;
    if !hook::webhook(&act, webhook).await?.is_on() {
        return Err(Problem::conflict("This webhook is switched off. Switch it on first."));
    }
    send::queue(&mut act, id, app.now()).await?;
    let what = serde_json::json!({ "delivery": id, "seq": found.seq });
    act.record(Entry::new("webhooks.again", hook::object(webhook)).after(what)).await.map(drop)
}

/// Forgets what nobody looks at any more.
pub(crate) async fn forget(app: &App) -> Result<()> {
    let tx = app.store.begin().await?;
    tx.execute(sql::FORGET, values![app.now().before(KEPT)]).await?;
    tx.commit().await
}
