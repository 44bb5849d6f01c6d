//! The subtrees that the log keeps, so that a proof reads some forty rows and not the whole log.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use base::{Problem, Result};
use store::{Query, Value, values};

use crate::{
    act::{Audit, signed},
    read::Row,
    sql,
    tree::{Hash, Subtree, Tree, join, leaf_hash, read_hashes, subtrees, write_hashes},
};

/// Entries filled in at a time.
const BATCH: i64 = 256;

/// Hashes of complete subtrees.
#[derive(Debug, Default)]
pub(crate) struct Kept(HashMap<Subtree, Hash>);

store::row! {
    struct Ending {
        seq: i64,
        subtrees: Option<String>,
    }
}

impl Kept {
    /// Those of which `ranges` consist.
    pub(crate) async fn of(audit: &Audit, ranges: &[Range<u64>]) -> Result<Self> {
        let mut kept = Self::default();
        kept.read(audit, ranges).await?;
        Ok(kept)
    }

    /// Reads those of which `ranges` consist, but for what is here already.
    pub(crate) async fn read(&mut self, audit: &Audit, ranges: &[Range<u64>]) -> Result<()> {
        let wanted = ranges.iter().cloned().flat_map(subtrees);
        let wanted: BTreeSet<u64> =
            wanted.filter(|subtree| !self.0.contains_key(subtree)).map(Subtree::last).collect();
        let rows = match endings(&audit.store, &wanted).await? {
            rows if rows.iter().all(|row| row.subtrees.is_some()) => rows,
            _ => {
                audit.fill_in().await?;
                endings(&audit.store, &wanted).await?
            }
        };
        for row in rows {
            self.add(row.seq, row.subtrees.as_deref())?;
        }
        Ok(())
    }

    /// Adds those that end with entry `seq`.
    pub(crate) fn add(&mut self, seq: i64, subtrees: Option<&str>) -> Result<()> {
        let seq = u64::try_from(seq).map_err(|_| altered())?;
        let hashes = subtrees.and_then(read_hashes).ok_or_else(altered)?;
        for (level, hash) in (0..=seq.trailing_ones()).zip(hashes) {
            self.0.insert(Subtree::ending(seq, level), hash);
        }
        Ok(())
    }

    /// The hash over each of these ranges.
    pub(crate) fn over(&self, ranges: &[Range<u64>]) -> Result<Vec<Hash>> {
        let over = |range: &Range<u64>| {
            let parts: Option<Vec<Hash>> =
                subtrees(range.clone()).iter().map(|part| self.0.get(part).copied()).collect();
            parts.and_then(|parts| join(&parts)).ok_or_else(altered)
        };
        ranges.iter().map(over).collect()
    }
}

async fn endings(on: &impl Query, entries: &BTreeSet<u64>) -> Result<Vec<Ending>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let numbers = entries.iter().map(|seq| Value::from(signed(*seq))).collect();
    on.all(&sql::subtrees_of(entries.len()), numbers).await
}

impl Audit {
    /// Fills in the subtrees of entries that an older program wrote; each batch by itself, so that
    /// nobody waits long for their turn to write.
    pub(crate) async fn fill_in(&self) -> Result<()> {
        while let Some(first) = self.first_without_subtrees().await? {
            let mut tree = self.tree_before(first).await?;
            let tx = self.store.begin().await?;
            let rows: Vec<Row> = tx.all(sql::ENTRIES_FROM, values![signed(first), BATCH]).await?;
            for row in rows {
                if signed(tree.size()) != row.seq {
                    return Err(altered());
                }
                let subtrees = tree.append(leaf_hash(row.leaf.as_bytes()));
                tx.execute(sql::SET_SUBTREES, values![write_hashes(&subtrees), row.seq]).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    async fn first_without_subtrees(&self) -> Result<Option<u64>> {
        let first: Option<Option<i64>> =
            self.store.value(sql::FIRST_WITHOUT_SUBTREES, vec![]).await?;
        Ok(first.flatten().and_then(|seq| u64::try_from(seq).ok()))
    }

    /// The tree of the first `size` entries, which all have their subtrees.
    async fn tree_before(&self, size: u64) -> Result<Tree> {
        let whole = 0..size;
        let parts = subtrees(whole.clone());
        let ends = parts.iter().map(|part| part.last()).collect();
        let mut kept = Kept::default();
        for row in endings(&self.store, &ends).await? {
            kept.add(row.seq, row.subtrees.as_deref())?;
        }
        let peaks = parts.iter().map(|part| kept.0.get(part).copied()).collect::<Option<_>>();
        peaks.and_then(|peaks| Tree::resume(size, peaks)).ok_or_else(altered)
    }
}

/// What is to be done about a log that proves nothing any more.
pub(crate) fn altered() -> Problem {
    Problem::conflict(
        "The audit log is not as it was written, so nothing is proved with it. `footbridge audit verify` names the entries.",
    )
}
