//! From an entry of the audit log to deliveries.

use std::time::Duration;

use base::Result;
use store::values;
use web::App;

use crate::{Webhook, hook, send, sql};

/// Entries that are looked at in one transaction.
const ENTRIES_AT_ONCE: i64 = 200;
/// The log is looked at this often even if nobody says that there is something new.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Queues what is new, as long as the server runs.
pub(crate) async fn run(app: App) {
    let mut news = app.store.watch(&[audit::TOPIC]);
    loop {
        if let Err(problem) = look(&app).await {
            tracing::warn!(problem = problem.chain(), "webhooks could not be looked after");
        }
        // A lost notice costs no more than this.
        let _ = tokio::time::timeout(LOOK_EVERY, news.changed()).await;
    }
}

/// Queues a delivery of every new entry for every webhook that wants it.
pub async fn look(app: &App) -> Result<()> {
    let size = audit::size(&app.store).await?;
    for webhook in hook::behind(&app.store, size).await? {
        let mut next = webhook.next_seq;
        while next < size {
            next = queue_some(app, &webhook, next).await?;
        }
    }
    Ok(())
}

/// Position and deliveries move in one transaction, so each entry is queued once, however many nodes
/// look and wherever one of them dies.
async fn queue_some(app: &App, webhook: &Webhook, from: i64) -> Result<i64> {
    let found = audit::entries_from(&app.store, from, ENTRIES_AT_ONCE).await?;
    let next = from + i64::try_from(found.len()).unwrap_or(ENTRIES_AT_ONCE);
    let mut tx = app.store.begin().await?;
    if tx.execute(sql::MOVE_ON, values![next, webhook.id, from]).await? == 0 {
        // Another node has looked at these, or it was switched off meanwhile.
        return Ok(i64::MAX);
    }
    for entry in found.iter().filter(|entry| webhook.wants(&entry.act)) {
        let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
        let values = values![webhook.id, seq, entry.act.as_str(), app.now()];
        let id = tx.insert(sql::QUEUE, values).await?;
        send::queue(&mut tx, id, app.now()).await?;
    }
    tx.commit().await?;
    Ok(next)
}
