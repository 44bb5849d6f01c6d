//! From what the slices agreed to an edition in force.

mod cause;
mod files;
mod nodes;

use std::sync::Arc;

use audit::{Act, Entry};
use base::{Actor, Problem, Result};
use store::{Engine, Query, Snapshot, values};
use verdict::{Compiled, Rulebook};
use web::App;

pub use cause::Cause;
use nodes::Found;
pub(crate) use nodes::take_over;

use crate::{
    EDITIONS, Edition, Names, changes, collect,
    edition::{Body, Editions},
    memory::{InForce, Memory},
    sql,
};

/// The act in the audit log.
pub(crate) const ACT: &str = "gate.publish";

/// Which way of making a rulebook out of the state this program has. A release that makes another
/// rulebook out of the same state has the next number, and a migration with it: while both releases
/// run, the older one takes over what the newer one publishes instead of publishing against it.
const MAKING: i64 = 1;

/// Publishes the next edition if it would say something else than the last one. Whoever calls this
/// at the same time, on this node or another, waits; numbers follow each other.
///
/// A rulebook that contradicts itself is not published: the last edition stays in force, and the
/// problem says why.
pub async fn publish(app: &App) -> Result<Option<Edition>> {
    let memory = app.memory::<Memory>();
    // It needs two connections: many at once could wait for each other's second one.
    let _alone = memory.publishing().await;
    let outcome = publish_if_new(app, &memory).await;
    memory.note_trouble(outcome.as_ref().err());
    outcome
}

async fn publish_if_new(app: &App, memory: &Memory) -> Result<Option<Edition>> {
    let act = app.audit.begin(Actor::program("gate")).await?;
    take_turn(&act).await?;
    // All of one instant, and nothing that was written after it: an act that is committed meanwhile
    // leads to the next edition.
    let state = app.store.snapshot().await?;
    let last = state.first::<Last>(sql::LAST_EDITION, values![]).await?;
    let is_taken = match &last {
        Some(last) => nodes::bring(app, memory, &state, last).await? == Found::OtherHere,
        None => false,
    };
    if last.as_ref().is_some_and(|last| last.making > MAKING) {
        act.leave_unchanged();
        return Ok(None);
    }
    let book = collect::rulebook(&state, &memory.parts, act.at()).await?;
    if let Some(held) = memory.in_force(last.as_ref().map(|last| last.number))
        && *held.book.rulebook() == book
        && !is_taken
    {
        act.leave_unchanged();
        return files::keep(app, held).await.map(|()| None);
    }
    let (book, body) = compile(book).await?;
    if let Some(last) = last.as_ref().filter(|last| last.sha256 == body.sha256() && !is_taken) {
        act.leave_unchanged();
        let held = memory.hold(last.in_force(book));
        return files::keep(app, held).await.map(|()| None);
    }
    let mut edition =
        draft(app, &act, &state, memory, last.as_ref(), book.rulebook(), &body).await?;
    if let Some(last) = last.filter(|_| is_taken) {
        let number = last.number;
        let why = "The database was restored: of the files of a node, number";
        edition.changes.insert(0, format!("{why} {number} stands for other rules."));
    }
    drop(state);
    record(act, &edition, &body).await?;
    let held = memory.hold(InForce { number: edition.number, book });
    files::put_in_force(app, &held, body).await?;
    Ok(Some(edition))
}

/// One publisher at a time; the embedded database has one writer anyway. What a node that died had
/// locked is free when its connection is.
async fn take_turn(act: &Act) -> Result<()> {
    if act.engine() == Engine::Postgres {
        act.execute(sql::HAVE_TIME_POSTGRES, values![]).await?;
        act.execute(sql::TAKE_TURN_POSTGRES, values![]).await?;
    }
    Ok(())
}

store::row! {
    /// The newest edition on the record.
    struct Last {
        number: i64,
        sha256: String,
        making: i64,
        cause_seq: Option<i64>,
    }
}

impl Last {
    fn in_force(&self, book: Arc<Compiled>) -> InForce {
        InForce { number: self.number, book }
    }
}

/// On a thread of its own: a large rulebook takes some milliseconds.
async fn compile(book: Rulebook) -> Result<(Arc<Compiled>, Body)> {
    on_a_thread(move || {
        let book = book.compile()?;
        let body = Body::of(&book)?;
        Ok((Arc::new(book), body))
    })
    .await
}

async fn draft(
    app: &App,
    act: &Act,
    state: &Snapshot,
    memory: &Memory,
    last: Option<&Last>,
    book: &Rulebook,
    body: &Body,
) -> Result<Edition> {
    let old = last.map(|last| memory.rulebook_of(app, last.number));
    let changes = match &old {
        None => changes::at_first(book),
        Some(None) => {
            vec!["What changed cannot be told: the edition before is not kept here.".to_owned()]
        }
        Some(Some(old)) => {
            let rules = changes::Difference::of(old, book);
            let names = Names::load(state, &app.settings.zone, rules.people()).await?;
            changes::between(old, book, &rules, &names, act.at())
        }
    };
    let old = old.flatten();
    let after = last.and_then(|last| last.cause_seq);
    Ok(Edition {
        number: next_number(app, last)?,
        sha256: body.sha256().to_owned(),
        published_at: act.at(),
        cause: cause::find(state, old.as_deref(), book, act.at(), after).await?,
        changes,
    })
}

/// Above every number in the database and among the files: a database that was restored may be older
/// than the files, and no number ever names two rulebooks.
fn next_number(app: &App, last: Option<&Last>) -> Result<i64> {
    let kept = Editions::of(&app.settings.data).numbers()?.first().copied();
    Ok(last.map(|last| last.number).max(kept).unwrap_or(0) + 1)
}

async fn record(mut act: Act, edition: &Edition, body: &Body) -> Result<()> {
    let cause = edition.cause.as_ref();
    let values = values![
        edition.number,
        edition.sha256.as_str(),
        edition.published_at,
        cause.map(|cause| cause.seq),
        cause.map(|cause| cause.act.as_str()),
        cause.map(|cause| cause.object.as_str()),
        cause.map(|cause| cause.who.as_str()),
        serde_json::to_string(&edition.changes).expect("sentences are always written"),
        MAKING,
    ];
    act.execute(sql::PUBLISH, values).await?;
    nodes::give(&act, edition.number, body).await?;
    act.touch(EDITIONS);
    let entry = Entry::new(ACT, format!("edition/{}", edition.number)).after(edition);
    act.record(entry.grounds(edition.why())).await.map(drop)
}

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Problem::internal("the edition could not be made", error))?
}
