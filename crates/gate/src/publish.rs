//! From what the slices agreed to an edition in force.

mod cause;

use std::{fs::File, path::Path, sync::Arc};

use audit::{Act, Entry};
use base::{Actor, Problem, Result};
use store::{Engine, Query, values};
use verdict::{Compiled, Rulebook};
use web::App;

pub use cause::Cause;

use crate::{
    EDITIONS, Edition, Names, changes, collect,
    edition::{self, Body, Editions},
    memory::{InForce, Memory},
    published::{self, edition_row},
    sql,
};

/// The act in the audit log.
pub(crate) const ACT: &str = "gate.publish";

/// Publishes the next edition if it would say something else than the last one. Whoever calls this
/// at the same time, in this process or another, waits; numbers follow each other.
///
/// A rulebook that contradicts itself is not published: the last edition stays in force, and the
/// problem says why.
pub async fn publish(app: &App) -> Result<Option<Edition>> {
    let memory = app.memory::<Memory>();
    let outcome = publish_if_new(app, &memory).await;
    memory.note_trouble(outcome.as_ref().err());
    outcome
}

async fn publish_if_new(app: &App, memory: &Memory) -> Result<Option<Edition>> {
    let act = app.audit.begin(Actor::program("gate")).await?;
    take_turn(&act).await?;
    let last = act.first::<Last>(sql::LAST_EDITION, values![]).await?;
    let book = collect::rulebook(&*act, &memory.parts, act.at()).await?;
    if let Some(held) = memory.in_force(last.as_ref().map(|last| last.number))
        && *held.book.rulebook() == book
    {
        act.leave_unchanged();
        return keep_file(app, held).await.map(|()| None);
    }
    let (book, body) = compile(book).await?;
    if let Some(last) = last.as_ref().filter(|last| last.sha256 == body.sha256()) {
        act.leave_unchanged();
        let held = memory.hold(last.in_force(book));
        return keep_file(app, held).await.map(|()| None);
    }
    let edition = draft(app, &act, memory, last.as_ref(), book.rulebook(), &body).await?;
    record(act, &edition).await?;
    let held = memory.hold(InForce { number: edition.number, book });
    put_in_force(app, &held, body).await?;
    Ok(Some(edition))
}

/// One publisher at a time; the embedded database has one writer anyway.
async fn take_turn(act: &Act) -> Result<()> {
    if act.engine() == Engine::Postgres {
        act.execute(sql::TAKE_TURN_POSTGRES, values![]).await?;
    }
    Ok(())
}

store::row! {
    struct Last {
        number: i64,
        sha256: String,
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
            let names = Names::load(&**act, &app.settings.zone, rules.people()).await?;
            changes::between(old, book, &rules, &names, act.at())
        }
    };
    let old = old.flatten();
    let after = last.and_then(|last| last.cause_seq);
    Ok(Edition {
        number: next_number(app, last)?,
        sha256: body.sha256().to_owned(),
        published_at: act.at(),
        cause: cause::find(&**act, old.as_deref(), book, after).await?,
        changes,
    })
}

/// Above every number in the database and among the files: a database that was restored may be older
/// than the files, and no number ever names two rulebooks.
fn next_number(app: &App, last: Option<&Last>) -> Result<i64> {
    let kept = Editions::of(&app.settings.data).numbers()?.first().copied();
    Ok(last.map(|last| last.number).max(kept).unwrap_or(0) + 1)
}

async fn record(mut act: Act, edition: &Edition) -> Result<()> {
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
    ];
    act.execute(sql::PUBLISH, values).await?;
    act.touch(EDITIONS);
    let entry = Entry::new(ACT, format!("edition/{}", edition.number)).after(edition);
    act.record(entry.grounds(edition.why())).await.map(drop)
}

/// Sees that the helpers beside this process find the edition, then tells them.
async fn keep_file(app: &App, held: Arc<InForce>) -> Result<()> {
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
async fn put_in_force(app: &App, held: &InForce, body: Body) -> Result<()> {
    let turn = on_a_thread(turn_to_write(&app.settings.data)).await?;
    if published::newest_number(&app.store).await? == Some(held.number) {
        let draft = file_draft(edition_row(&app.store, held.number).await?);
        let editions = Editions::of(&app.settings.data);
        on_a_thread(move || editions.put_in_force(draft, &body)).await?;
    }
    drop(turn);
    app.memory::<Memory>().tell(held.number);
    Ok(())
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

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Problem::internal("the edition could not be made", error))?
}

fn file_draft(edition: Edition) -> edition::Draft {
    edition::Draft {
        edition: edition.number,
        published_at: edition.published_at,
        cause: edition.cause.map_or_else(|| "time".to_owned(), |cause| cause.object),
        changes: edition.changes,
    }
}
