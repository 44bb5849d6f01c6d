//! The files beside this node, which its helpers read.

use std::{fs::File, path::Path, sync::Arc};

use base::{Problem, Result};
use web::App;

use super::on_a_thread;
use crate::{
    Edition,
    edition::{self, Body, Editions},
    memory::{InForce, Memory},
    published::{self, edition_row},
};

/// Sees that the helpers beside this process find the edition, then tells them.
pub(super) async fn keep(app: &App, held: Arc<InForce>) -> Result<()> {
    let current = Editions::of(&app.settings.data).current();
    if current.ok().flatten() == Some(held.number) {
        app.memory::<Memory>().tell(held.number);
        return Ok(());
    }
    let book = Arc::clone(&held.book);
    let body = on_a_thread(move || Body::of(&book)).await?;
    put_in_force(app, &held, body).await
}

/// Publishers write one after the other, and each only while its edition is the newest: a slow one
/// never puts an older edition in force again.
pub(super) async fn put_in_force(app: &App, held: &InForce, body: Body) -> Result<()> {
    let turn = on_a_thread(turn_to_write(&app.settings.data)).await?;
    if published::newest_number(&app.store).await? == Some(held.number) {
        let draft = draft(edition_row(&app.store, held.number).await?);
        let editions = Editions::of(&app.settings.data);
        on_a_thread(move || editions.put_in_force(draft, &body)).await?;
    }
    drop(turn);
    app.memory::<Memory>().tell(held.number);
    Ok(())
}

/// Keeps an edition that is not the newest any more, for whoever asks what it said.
pub(super) async fn keep_older(app: &App, number: i64, body: Body) -> Result<()> {
    let edition = edition_row(&app.store, number).await?;
    if edition.sha256 != body.sha256() {
        return Ok(());
    }
    let draft = draft(edition);
    let editions = Editions::of(&app.settings.data);
    on_a_thread(move || editions.keep(draft, &body)).await.map(drop)
}

/// Waits for the lock on the files; it is given back when the file is dropped.
fn turn_to_write(data: &Path) -> impl FnOnce() -> Result<File> + Send + 'static {
    let path = data.join("editions.lock");
    move || {
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let locked = file.and_then(|file| file.lock().map(|()| file));
        locked.map_err(|error| {
            Problem::internal(format!("`{}` could not be locked", path.display()), error)
        })
    }
}

fn draft(edition: Edition) -> edition::Draft {
    edition::Draft {
        edition: edition.number,
        published_at: edition.published_at,
        cause: edition.cause.map_or_else(|| "time".to_owned(), |cause| cause.object),
        changes: edition.changes,
    }
}
