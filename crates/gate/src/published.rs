//! The record of editions, and the one in force.

use std::sync::Arc;

use base::{Problem, Result, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Query, values};
use web::{App, api::ToSchema};

use crate::{
    Cause,
    edition::Editions,
    memory::{InForce, Memory},
    publish::publish,
    sql,
};

/// What is on the record of a published rulebook. The rulebook itself is the edition file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Edition {
    /// Its number: 1, 2, 3.
    pub number: i64,
    /// SHA-256 of the rulebook as JSON, in hexadecimal.
    pub sha256: String,
    /// Since when it is in force.
    pub published_at: Timestamp,
    /// The entry of the audit log that led to it; none where only time passed.
    pub cause: Option<Cause>,
    /// What is different from the edition before, a sentence each.
    pub changes: Vec<String>,
}

impl Edition {
    /// Which act led to it, in words.
    pub fn why(&self) -> String {
        match &self.cause {
            Some(cause) => cause.words(),
            None => "Time passed: something ended by its date".to_owned(),
        }
    }
}

store::row! {
    struct Row {
        number: i64,
        sha256: String,
        published_at: Timestamp,
        cause_seq: Option<i64>,
        cause_act: Option<String>,
        cause_object: Option<String>,
        cause_who: Option<String>,
        changes: String,
    }
}

impl TryFrom<Row> for Edition {
    type Error = Problem;

    fn try_from(row: Row) -> Result<Self> {
        let cause = match (row.cause_seq, row.cause_act, row.cause_object, row.cause_who) {
            (Some(seq), Some(act), Some(object), Some(who)) => {
                Some(Cause { seq, act, object, who })
            }
            _ => None,
        };
        let changes = serde_json::from_str(&row.changes).map_err(|error| {
            Problem::internal("the changes of an edition cannot be read", error)
        })?;
        Ok(Self {
            number: row.number,
            sha256: row.sha256,
            published_at: row.published_at,
            cause,
            changes,
        })
    }
}

/// Editions with numbers under `before` (all, if none is given), newest first.
pub async fn editions(on: &impl Query, before: Option<i64>, limit: usize) -> Result<Vec<Edition>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = values![before.unwrap_or(i64::MAX), limit];
    let rows: Vec<Row> = on.all(sql::EDITIONS, values).await?;
    rows.into_iter().map(Edition::try_from).collect()
}

/// The edition with this number.
pub async fn edition_row(on: &impl Query, number: i64) -> Result<Edition> {
    let row: Option<Row> = on.first(sql::EDITION, values![number]).await?;
    row.ok_or_else(|| Problem::not_found(format!("There is no edition {number}.")))?.try_into()
}

/// The edition in force, ready to answer. If none was ever published, the first one is.
pub(crate) async fn in_force(app: &App) -> Result<Arc<InForce>> {
    let memory = app.memory::<Memory>();
    let number = newest_number(&app.store).await?;
    if let Some(held) = memory.in_force(number) {
        return Ok(held);
    }
    if let Some(number) = number
        && let Ok(edition) = Editions::of(&app.settings.data).read(number)
    {
        let book = Arc::new(edition.rulebook.compile()?);
        return Ok(memory.hold(InForce { number, book }));
    }
    // Nothing was published yet, or by another node: publishing brings its edition here.
    let published = publish(app).await;
    if let Some(newest) = memory.in_force(newest_number(&app.store).await?) {
        return Ok(newest);
    }
    // What cannot be published or read leaves the last edition in force.
    let held = memory.held();
    published?;
    held.ok_or_else(|| {
        Problem::conflict("A new edition was published just now. Load the page again.")
    })
}

/// The number of the newest edition on the record.
pub(crate) async fn newest_number(on: &impl Query) -> Result<Option<i64>> {
    on.value(sql::NEWEST_NUMBER, values![]).await
}
