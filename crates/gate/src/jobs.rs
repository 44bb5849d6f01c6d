//! What comes round by itself.

use std::time::Duration;

use ::jobs::Job;
use base::{Problem, Result};
use web::App;

use crate::{block, edition::Editions};

/// Edition files that are kept: `gate why --at` reaches as far back. The record of an edition stays.
const EDITIONS_KEPT: usize = 500;

pub(crate) const JOBS: &[Job<App>] = &[
    Job {
        kind: "gate.forget-blocks",
        every: Some(Duration::from_mins(10)),
        run: |app, _| Box::pin(block::forget(&app.store, app.now())),
    },
    Job {
        kind: "gate.prune-editions",
        every: Some(Duration::from_hours(24)),
        run: |app, _| Box::pin(prune_editions(app)),
    },
];

async fn prune_editions(app: &App) -> Result<()> {
    let editions = Editions::of(&app.settings.data);
    let pruned = tokio::task::spawn_blocking(move || editions.prune(EDITIONS_KEPT)).await;
    pruned.map_err(|error| Problem::internal("old editions could not be pruned", error))?.map(drop)
}
