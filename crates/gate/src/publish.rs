//! From what the slices agreed to an edition in force.

mod cause;

use std::sync::Arc;

use audit::{Act, Entry};
use base::{Actor, Problem, Result};
use sha2::{Digest, Sha256};
use store::{Engine, Query, values};
use verdict::{Compiled, Rulebook};
use web::App;

pub use cause::Cause;

use crate::{
    EDITIONS, Edition, Names, changes, collect,
    edition::{self, Editions},
    memory::{InForce, Memory},
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
    let Compiling { book, sha256 } = compile(book).await?;
    if let Some(last) = last.as_ref().filter(|last| last.sha256 == sha256) {
        act.leave_unchanged();
        let held = memory.hold(last.in_force(book));
        return keep_file(app, held).await.map(|()| None);
    }
    let edition = draft(app, &act, memory, last.as_ref(), book.rulebook(), sha256).await?;
    record(act, &edition).await?;
    let held = InForce { number: edition.number, book };
    keep_file(app, memory.hold(held)).await?;
    Ok(Some(edition))
}

/// One publisher at a time. SQLite has one writer anyway.
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

struct Compiling {
    book: Arc<Compiled>,
    sha256: String,
}

/// On a thread of its own: a large rulebook takes some milliseconds.
async fn compile(book: Rulebook) -> Result<Compiling> {
    let work = move || {
        let book = Arc::new(book.compile()?);
        let json = serde_json::to_vec(book.rulebook())
            .map_err(|error| Problem::internal("the rulebook could not be written", error))?;
        let sha256 = Sha256::digest(json).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Compiling { book, sha256 })
    };
    let work = tokio::task::spawn_blocking(work).await;
    work.map_err(|error| Problem::internal("the rulebook could not be compiled", error))?
}

async fn draft(
    app: &App,
    act: &Act,
    memory: &Memory,
    last: Option<&Last>,
    book: &Rulebook,
    sha256: String,
) -> Result<Edition> {
    let old = last.map(|last| memory.rulebook_of(app, last.number));
    let changes = match &old {
        None => changes::at_first(book),
        Some(None) => {
            vec!["What changed cannot be told: the edition before is not kept here.".to_owned()]
        }
        Some(Some(old)) => {
            let names = Names::load(&**act, &app.settings.zone).await?;
            changes::between(old, book, &names, act.at())
        }
    };
    let old = old.flatten();
    let after = last.and_then(|last| last.cause_seq);
    Ok(Edition {
        number: last.map_or(1, |last| last.number + 1),
        sha256,
        published_at: act.at(),
        cause: cause::find(&**act, old.as_deref(), book, after).await?,
        changes,
    })
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
    let editions = Editions::of(&app.settings.data);
    if editions.current().ok().flatten() != Some(held.number) {
        let row = crate::edition_row(&app.store, held.number).await?;
        let number = held.number;
        let write = move || {
            let draft = edition::Draft {
                edition: row.number,
                published_at: row.published_at,
                cause: row.cause.map_or_else(|| "time".to_owned(), |cause| cause.object),
                changes: row.changes,
            };
            editions.publish(draft, held.book.rulebook())
        };
        let written = tokio::task::spawn_blocking(write).await;
        written.map_err(|error| Problem::internal("the edition could not be written", error))??;
        app.memory::<Memory>().tell(number);
    } else {
        app.memory::<Memory>().tell(held.number);
    }
    Ok(())
}
