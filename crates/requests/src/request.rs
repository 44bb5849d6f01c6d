//! A request: who asks for what, and on which terms.

use base::{Id, Problem, Result, Timestamp};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use store::{Query, Value, values};
use web::api::ToSchema;

use crate::{
    decision::Decision,
    sql,
    target::Target,
    terms::{Terms, from_json},
};

/// Without its parameter, as schemas need it.
pub(crate) type RequestId = Id<Request>;

/// Somebody asks to use a service or a site.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// Its number.
    pub id: Id<Request>,
    /// Who asks.
    pub asker: i64,
    /// For what.
    pub target: Target,
    /// The category that chooses the seats: that of the service, or `unknown`.
    pub category: String,
    /// The host at which they were stopped, if they were.
    pub host: Option<String>,
    /// What for, in their words.
    pub purpose: String,
    /// What the page that stopped them said, if it was not ours.
    pub told: Option<String>,
    /// The token of the door at which they asked, as it came.
    #[serde(skip)]
    pub door: Option<String>,
    /// The decision that this is to replace.
    pub replaces: Option<Id<Decision>>,
    /// Counts the changes of the terms, from 1.
    pub revision: i64,
    /// What is proposed now.
    pub terms: Terms,
    /// Who proposed it.
    pub changed_by: i64,
    /// When it was proposed.
    pub changed_at: Timestamp,
    /// When it was first asked.
    pub asked_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

impl Request {
    /// Whether it waits for reviews or for its decision.
    pub fn is_open(&self) -> bool {
        !self.is_decided() && !self.is_withdrawn()
    }

    /// Whether it ended in a decision.
    pub fn is_decided(&self) -> bool {
        self.decided_at.is_some()
    }

    /// Whether whoever asked has taken it back.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn_at.is_some()
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        match (self.is_decided(), self.is_withdrawn()) {
            (true, _) => State::Decided,
            (_, true) => State::Withdrawn,
            _ => State::Open,
        }
    }

    /// Its page.
    pub fn href(&self) -> String {
        format!("/requests/{}", self.id)
    }

    /// What the audit log calls it.
    pub fn object(&self) -> String {
        format!("request/{}", self.id)
    }

    /// Nothing can be done to a request that is closed.
    pub(crate) fn require_open(&self) -> Result<()> {
        match (self.is_decided(), self.is_withdrawn()) {
            (true, _) => {
                Err(Problem::conflict("This request is decided. Ask again for something else."))
            }
            (_, true) => {
                Err(Problem::conflict("This request was withdrawn. Ask again if it is needed."))
            }
            _ => Ok(()),
        }
    }
}

store::row! {
    struct Row {
        id: Id<Request>,
        asker_id: i64,
        target_kind: String,
        target: String,
        target_name: String,
        category: String,
        host: Option<String>,
        purpose: String,
        told: Option<String>,
        door: Option<String>,
        replaces: Option<i64>,
        revision: i64,
        asked_at: Timestamp,
        decided_at: Option<Timestamp>,
        withdrawn_at: Option<Timestamp>,
        audience: String,
        schedule: Option<String>,
        conditions: String,
        starts: Option<Timestamp>,
        ends: Option<Timestamp>,
        changed_by: i64,
        changed_at: Timestamp,
    }
}

impl TryFrom<Row> for Request {
    type Error = Problem;

    fn try_from(row: Row) -> Result<Self> {
        let terms = Terms {
            audience: from_json(&row.audience)?,
            schedule: row.schedule.as_deref().map(from_json).transpose()?,
            conditions: from_json(&row.conditions)?,
            starts: row.starts,
            ends: row.ends,
        };
        Ok(Self {
            id: row.id,
            asker: row.asker_id,
            target: Target { kind: row.target_kind, key: row.target, name: row.target_name },
            category: row.category,
            host: row.host,
            purpose: row.purpose,
            told: row.told,
            door: row.door,
            replaces: row.replaces.map(Id::new),
            revision: row.revision,
            terms,
            changed_by: row.changed_by,
            changed_at: row.changed_at,
            asked_at: row.asked_at,
            decided_at: row.decided_at,
            withdrawn_at: row.withdrawn_at,
        })
    }
}

async fn read(on: &impl Query, sql: &str, values: Vec<Value>) -> Result<Vec<Request>> {
    on.all::<Row>(sql, values).await?.into_iter().map(Request::try_from).collect()
}

/// The request with this number.
pub(crate) async fn request(on: &impl Query, id: Id<Request>) -> Result<Option<Request>> {
    Ok(read(on, sql::REQUEST, values![id]).await?.pop())
}

/// There is no such request.
pub(crate) fn missing(id: Id<Request>) -> Problem {
    Problem::not_found(format!("There is no request {id}. All of yours are at /requests."))
}

/// Open requests, the oldest first, at most `most`.
pub(crate) async fn open(on: &impl Query, most: i64) -> Result<Vec<Request>> {
    read(on, sql::OPEN_REQUESTS, values![most]).await
}

/// Open requests for the same target, the oldest first.
pub(crate) async fn open_on(on: &impl Query, target: &Target) -> Result<Vec<Request>> {
    read(on, sql::OPEN_REQUESTS_ON, values![target.kind.as_str(), target.key.as_str()]).await
}

/// Where a request stands, in one word: what lists are filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[schema(as = RequestState)]
pub enum State {
    /// It waits for reviews or for its decision.
    Open,
    /// It ended in a decision.
    Decided,
    /// It was taken back.
    Withdrawn,
}

impl State {
    /// All of them, in the order of a request's life.
    pub const ALL: [Self; 3] = [Self::Open, Self::Decided, Self::Withdrawn];

    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Decided => "decided",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state that `word` names, if it names one.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Which requests a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Listing {
    /// Only what this person asked or joined.
    pub(crate) of: Option<i64>,
    pub(crate) state: Option<State>,
    /// Only older ones than this.
    pub(crate) before: Option<i64>,
}

/// Newest first, at most `most`.
pub(crate) async fn list(on: &impl Query, listing: Listing, most: i64) -> Result<Vec<Request>> {
    let person = listing.of.unwrap_or(0);
    let state = listing.state.map_or("", State::word);
    let before = listing.before.unwrap_or(i64::MAX);
    read(on, sql::LIST, values![before, person, person, person, state, state, most]).await
}
