//! What other nodes published, here; and what is published here, for them.

use std::{collections::BTreeSet, sync::Arc};

use audit::Act;
use base::{Problem, Result};
use store::{Engine, Query, values};
use verdict::{Compiled, Rulebook};
use web::App;

use super::{Last, compile, files, on_a_thread};
use crate::{
    edition::{Body, Editions},
    memory::Memory,
    sql,
};

/// Rulebooks in the database: a node that was away for longer misses the files of older editions,
/// never the newest.
const TEXTS_KEPT: i64 = 20;

/// Where the newest edition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// In force here.
    Here,
    /// Only on the record: it is made again out of the state, if that is still the same.
    Nowhere,
    /// A file here has its number and says something else: the database was restored to an earlier
    /// time, and another node published since.
    OtherHere,
}

/// Puts the newest edition in force here, if another node published it, and keeps those before it
/// that are missing here. Waits for no other node.
pub(crate) async fn take_over(app: &App) -> Result<()> {
    let memory = app.memory::<Memory>();
    let Some(last) = app.store.first::<Last>(sql::LAST_EDITION, values![]).await? else {
        return Ok(());
    };
    if is_here(app, &memory, &last) {
        return Ok(());
    }
    bring(app, &memory, &app.store, &last).await?;
    bring_older(app, &last).await
}

/// Brings the newest edition from the database.
pub(super) async fn bring(
    app: &App,
    memory: &Memory,
    on: &impl Query,
    last: &Last,
) -> Result<Found> {
    if is_here(app, memory, last) {
        return Ok(Found::Here);
    }
    let editions = Editions::of(&app.settings.data);
    if editions.holds(last.number, &last.sha256) == Some(false) {
        return Ok(Found::OtherHere);
    }
    let Some(text) = on.value(sql::EDITION_TEXT, values![last.number]).await? else {
        return Ok(Found::Nowhere);
    };
    let (book, body) = understood(text, last).await?;
    let held = memory.hold(last.in_force(book));
    files::put_in_force(app, &held, body).await?;
    Ok(Found::Here)
}

fn is_here(app: &App, memory: &Memory, last: &Last) -> bool {
    let editions = Editions::of(&app.settings.data);
    memory.in_force(Some(last.number)).is_some()
        && editions.current().ok().flatten() == Some(last.number)
        && editions.holds(last.number, &last.sha256) == Some(true)
}

/// The rulebook of this text, if this program reads all that it says: one that writes it down again
/// as it was.
async fn understood(text: String, last: &Last) -> Result<(Arc<Compiled>, Body)> {
    let book: Option<Rulebook> = on_a_thread(move || Ok(serde_json::from_str(&text).ok())).await?;
    let read = match book {
        Some(book) => compile(book).await.ok(),
        None => None,
    };
    read.filter(|(_, body)| body.sha256() == last.sha256).ok_or_else(|| {
        Problem::conflict(format!(
            "Edition {} was published by a newer release, and this one does not know all that it says. Start the newer release on this node too; until then the edition before stays in force here.",
            last.number
        ))
    })
}

/// Files that other nodes have, for whoever asks later what was in force.
async fn bring_older(app: &App, last: &Last) -> Result<()> {
    let kept: BTreeSet<i64> = Editions::of(&app.settings.data).numbers()?.into_iter().collect();
    let numbers: Vec<i64> =
        app.store.column(sql::OLDER_EDITION_TEXTS, values![last.number]).await?;
    for number in numbers.into_iter().filter(|number| !kept.contains(number)) {
        // It may have been forgotten meanwhile.
        let text: Option<String> = app.store.value(sql::EDITION_TEXT, values![number]).await?;
        if let Some(text) = text {
            files::keep_older(app, number, Body::from(text)).await?;
        }
    }
    Ok(())
}

/// As part of `act`, gives an edition to the other nodes. The embedded database has none.
pub(super) async fn give(act: &Act, number: i64, body: &Body) -> Result<()> {
    if act.engine() == Engine::Postgres {
        act.execute(sql::KEEP_TEXT, values![number, body.json()]).await?;
        act.execute(sql::FORGET_TEXTS, values![number - TEXTS_KEPT]).await?;
    }
    Ok(())
}
