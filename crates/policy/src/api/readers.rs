//! Who has read what, and who still has to.

use base::Timestamp;
use serde::{Deserialize, Serialize};
use store::Query as _;
use web::api::{Answered, Call, Done, Json, Limit, Many, One, Path, Query, ToSchema};

use super::versions::Sheet;
use crate::{
    Read, State, acknowledgement,
    mine::{self, Mine},
    readers, retiring, sql, version,
};

/// A person who is asked to read a policy, or who has read it unasked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PolicyReader)]
pub(crate) struct Reader {
    /// Their login.
    pub(crate) login: String,
    /// Their name.
    pub(crate) name: String,
    /// Whether they are in the audience, and still here.
    pub(crate) asked: bool,
    /// Where they stand.
    pub(crate) state: State,
    /// The newest version that they have read.
    pub(crate) version: Option<i64>,
    /// When they said so.
    pub(crate) at: Option<Timestamp>,
    /// The hash of the text that they saw.
    pub(crate) sha256: Option<String>,
}

impl From<readers::Reader> for Reader {
    fn from(reader: readers::Reader) -> Self {
        Self {
            asked: reader.is_asked(),
            state: reader.state(),
            login: reader.login,
            name: reader.name,
            version: reader.number,
            at: reader.at,
            sha256: reader.sha256,
        }
    }
}

/// Which part of a list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Part {
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: String,
}

pub(super) async fn list(
    call: Call,
    Path(slug): Path<String>,
    Query(part): Query<Part>,
) -> Answered<Many<Reader>> {
    version::current(&call.app.store, &slug).await?;
    let values = store::values![slug.as_str(), part.after.as_str(), part.limit.and_one()];
    let found: Vec<readers::Reader> = call.app.store.all(sql::READERS_AFTER, values).await?;
    Ok(Many::page(found, part.limit, |reader| reader.login.clone()).map(Reader::from))
}

/// Saying so twice leaves one record.
pub(super) async fn acknowledge(
    call: Call,
    Path(slug): Path<String>,
    Json(read): Json<Read>,
) -> Answered<Done> {
    acknowledgement::acknowledge(&call.app, &call.caller, &slug, &read).await?;
    Ok(Done)
}

/// What is put out of force, and why.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicyRetirement)]
pub(crate) struct Retirement {
    /// The version in force, as whoever retires it read it.
    pub(crate) version: i64,
    /// Why.
    #[schema(min_length = 1, max_length = 4000)]
    pub(crate) reason: String,
}

pub(super) async fn retire(
    call: Call,
    Path(slug): Path<String>,
    Json(end): Json<Retirement>,
) -> Answered<One<Sheet>> {
    retiring::retire(&call.app, &call.caller, &slug, end.version, &end.reason).await?;
    let version = version::current(&call.app.store, &slug).await?;
    Ok(One(Sheet::of(&call.app, version).await?))
}

/// A policy in force, as it stands with whoever calls.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct MyPolicy {
    /// The policy's short name.
    pub(crate) slug: String,
    /// Its name.
    pub(crate) title: String,
    /// The version in force.
    pub(crate) version: i64,
    /// Whether you are asked to read it.
    pub(crate) asked: bool,
    /// Since when people are asked to read it.
    pub(crate) asked_at: Timestamp,
    /// What was new then.
    pub(crate) note: Option<String>,
    /// Whether you have read the newest version that must be read, or a later one.
    pub(crate) read: bool,
    /// The newest version that you have read.
    pub(crate) read_version: Option<i64>,
    /// When you said so.
    pub(crate) read_at: Option<Timestamp>,
}

impl From<Mine> for MyPolicy {
    fn from(mine: Mine) -> Self {
        Self {
            asked: mine.is_asked(),
            read: mine.is_read(),
            slug: mine.slug,
            title: mine.title,
            version: mine.number,
            asked_at: mine.asked_at,
            note: mine.note,
            read_version: mine.read_number,
            read_at: mine.read_at,
        }
    }
}

/// Which of one's own.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Wanted {
    /// Only those that you are asked to read and have not read.
    waiting: bool,
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: String,
}

pub(super) async fn mine(call: Call, Query(wanted): Query<Wanted>) -> Answered<Many<MyPolicy>> {
    let person = call.caller.require_person()?;
    let mut all = mine::mine(&call.app.store, person).await?;
    all.retain(|mine| mine.slug > wanted.after && (!wanted.waiting || mine.is_waiting()));
    all.sort_unstable_by(|a, b| a.slug.cmp(&b.slug));
    all.truncate(wanted.limit.get() + 1);
    Ok(Many::page(all, wanted.limit, |mine| mine.slug.clone()).map(MyPolicy::from))
}
