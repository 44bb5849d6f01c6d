//! Entries as they are read back.

use base::{Actor, Result, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Query, Topic, values};

use crate::{act::Leaf, act::signed, sql};

store::row! {
    /// A row, as the database has it.
    #[derive(Clone, Debug)]
    pub(crate) struct Row {
        pub(crate) seq: i64,
        pub(crate) at: Timestamp,
        pub(crate) actor: String,
        pub(crate) person: Option<i64>,
        pub(crate) act: String,
        pub(crate) object: String,
        pub(crate) leaf: String,
        pub(crate) checkpoint: String,
        pub(crate) subtrees: Option<String>,
    }
}

/// An entry of the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = AuditEntry))]
pub struct Recorded {
    /// Its number, from 0.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who; `None` in an entry that cannot be read any more.
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub actor: Option<Actor>,
    /// Who, for people.
    pub who: String,
    /// What was done.
    pub act: String,
    /// To what.
    pub object: String,
    /// How it was.
    pub before: Option<serde_json::Value>,
    /// How it became.
    pub after: Option<serde_json::Value>,
    /// Why.
    pub grounds: Option<String>,
    /// The signed checkpoint that ends with this entry.
    pub checkpoint: String,
}

impl From<Row> for Recorded {
    fn from(row: Row) -> Self {
        let leaf: Option<Leaf> = serde_json::from_str(&row.leaf).ok();
        let (actor, before, after, grounds) = leaf.map_or((None, None, None, None), |leaf| {
            (Some(leaf.actor), leaf.before, leaf.after, leaf.grounds)
        });
        Self {
            seq: u64::try_from(row.seq).unwrap_or_default(),
            at: row.at,
            actor,
            who: row.actor,
            act: row.act,
            object: row.object,
            before,
            after,
            grounds,
            checkpoint: row.checkpoint,
        }
    }
}

/// The entry with this number.
pub async fn entry(on: &impl Query, seq: u64) -> Result<Option<Recorded>> {
    Ok(on.first::<Row>(sql::ENTRY, values![signed(seq)]).await?.map(Recorded::from))
}

/// The newest entry that touched `topic`; none if none did since the log keeps note of it.
pub async fn newest_to_touch(on: &impl Query, topic: Topic) -> Result<Option<Recorded>> {
    let row: Option<Row> = on.first(sql::NEWEST_TO_TOUCH, values![topic.0]).await?;
    Ok(row.map(Recorded::from))
}

/// Entries from number `from` on, oldest first.
pub async fn entries_from(on: &impl Query, from: i64, limit: i64) -> Result<Vec<Recorded>> {
    let rows: Vec<Row> = on.all(sql::ENTRIES_FROM, values![from, limit]).await?;
    Ok(rows.into_iter().map(Recorded::from).collect())
}

/// How many entries there are: the number that the next one gets.
pub async fn size(on: &impl Query) -> Result<i64> {
    Ok(on.value(sql::TREE_SIZE, values![]).await?.unwrap_or(0))
}
