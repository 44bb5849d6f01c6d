//! Beside the server: publishes whatever changes, and keeps in touch with the helpers.

mod connection;
mod socket;

use std::time::{Duration, Instant};

use futures::future::join4;
use tokio::sync::mpsc;
use web::App;

use crate::{
    EDITIONS, Edition, TOPIC, block, jobs,
    publish::{publish, take_over},
    squid::{Key, wire},
};

/// Blocks that wait to be kept; what comes beyond is counted and dropped.
const BLOCKS_WAITING_MAX: usize = 10_000;
/// Blocks that are kept in one transaction.
const BLOCKS_AT_ONCE_MAX: usize = 1_000;
/// The pause between two such transactions, so that a flood of blocks leaves room for people.
const BLOCKS_PAUSE: Duration = Duration::from_millis(100);
/// How long after a failure to publish it is tried again if nothing else happens.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Runs until dropped.
pub(crate) async fn run(app: App) {
    let (told, blocks) = mpsc::channel(BLOCKS_WAITING_MAX);
    bring_key(&app).await;
    let all = join4(
        publish_changes(&app),
        jobs::prune(&app),
        keep_blocks(&app, blocks),
        socket::serve(&app, told),
    );
    all.await;
}

/// Before any edition: the links that the helper gives must open the door of every node.
async fn bring_key(app: &App) {
    while let Err(problem) = Key::bring(app).await {
        tracing::error!(problem = problem.chain(), "the helper has no key for links to the door");
        tokio::time::sleep(AGAIN_AFTER).await;
    }
}

/// Which act led to it stands in the audit log, with who did it: the log of the program names nobody.
fn tell(edition: &Edition, took: Duration) {
    let (number, cause) = (edition.number, edition.cause.as_ref());
    let act = cause.map_or("time passed", |cause| cause.act.as_str());
    let entry = cause.map(|cause| cause.seq);
    tracing::info!(edition = number, act, entry, ?took, "published an edition");
}

/// Publishes now, then after every change of what the rulebook is made of.
async fn publish_changes(app: &App) {
    let mut changes = app.store.watch(&[
        people::TOPIC,
        catalog::TOPIC,
        policy::TOPIC,
        requests::TOPIC,
        TOPIC,
        EDITIONS,
    ]);
    loop {
        let started = Instant::now();
        // Another node may have been first.
        let taken_over = take_over(app).await;
        match async { taken_over.and(publish(app).await) }.await {
            Ok(edition) => {
                if let Some(edition) = edition {
                    tell(&edition, started.elapsed());
                }
                changes.changed().await;
            }
            Err(problem) => {
                tracing::error!(
                    problem = problem.chain(),
                    "no new edition; the last one stays in force"
                );
                // Whichever comes first.
                let _ = tokio::time::timeout(AGAIN_AFTER, changes.changed()).await;
            }
        }
    }
}

async fn keep_blocks(app: &App, mut blocks: mpsc::Receiver<wire::Block>) {
    let mut batch = Vec::new();
    while blocks.recv_many(&mut batch, BLOCKS_AT_ONCE_MAX).await > 0 {
        let count = batch.len();
        if let Err(problem) = block::keep(&app.store, std::mem::take(&mut batch)).await {
            tracing::warn!(count, problem = problem.chain(), "blocks could not be kept");
        }
        tokio::time::sleep(BLOCKS_PAUSE).await;
    }
}
