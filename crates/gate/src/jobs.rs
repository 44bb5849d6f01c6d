//! What comes round by itself.

use std::time::Duration;

use ::jobs::{Job, Task};
use base::Result;
use store::Topic;
use web::App;

use crate::{block, edition::Editions};

/// Edition files that are kept: `gate why --at` reaches as far back. The record of an edition stays.
const EDITIONS_KEPT: usize = 500;

/// Touched when every node is to remove its files of old editions.
const PRUNE: Topic = Topic("gate.prune");

pub(crate) const JOBS: &[Job<App>] = &[
    Job {
        kind: "gate.forget-blocks",
        every: Some(Duration::from_mins(10)),
        run: |app, _| Box::pin(block::forget(&app.store, app.now())),
    },
    Job {
        kind: "gate.prune-editions",
        every: Some(Duration::from_hours(24)),
        run: |app, task| Box::pin(have_pruned(app, task)),
    },
];

/// One node takes the job, and each has files of its own.
async fn have_pruned(app: &App, task: Task) -> Result<()> {
    let mut tx = app.store.begin().await?;
    tx.touch(PRUNE);
    task.done_within(&tx).await?;
    tx.commit().await
}

/// Removes the files of old editions here, whenever it is time to.
pub(crate) async fn prune(app: &App) {
    let mut told = app.store.watch(&[PRUNE]);
    loop {
        told.changed().await;
        let editions = Editions::of(&app.settings.data);
        let pruned = tokio::task::spawn_blocking(move || editions.prune(EDITIONS_KEPT)).await;
        if let Ok(Err(problem)) = pruned {
            tracing::warn!(problem = problem.chain(), "old editions could not be pruned");
        }
    }
}
