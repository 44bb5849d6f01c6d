//! Where the log stands, in few words.

use base::{Result, text::hex};
use serde::{Deserialize, Serialize};
use store::{Query, values};

use crate::{sql, tree::Tree};

/// How long the log is and what stands for all of it: two logs with the same head are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Head {
    /// How many entries.
    pub size: u64,
    /// The root over them: base 64 as the checkpoint has it, hexadecimal for the empty log.
    pub root: String,
    /// The signed checkpoint that says so; none of an empty log.
    pub checkpoint: Option<String>,
}

/// The head of the log on `on`, as it was written down: nothing is checked.
pub async fn head(on: &impl Query) -> Result<Head> {
    let size: i64 = on.value(sql::TREE_SIZE, values![]).await?.unwrap_or_default();
    let checkpoint: Option<String> = on.value(sql::NEWEST_CHECKPOINT, values![]).await?;
    let root = checkpoint.as_deref().and_then(|note| note.lines().nth(2)).map(str::to_owned);
    Ok(Head {
        size: u64::try_from(size).unwrap_or_default(),
        root: root.unwrap_or_else(|| hex(&Tree::default().root())),
        checkpoint,
    })
}
