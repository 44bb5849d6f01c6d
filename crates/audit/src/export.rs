//! The whole log for somebody who does not trust us: leaves, checkpoints, proofs, and how to check
//! them.

mod folder;

use std::path::Path;

use base::{Problem, Result, text::hex};
use serde::Serialize;
use store::{Query, values};

use crate::{
    act::{Audit, signed},
    checkpoint::Checkpoint,
    kept::{Kept, altered},
    path::inclusion,
    read::Row,
    sql,
    tree::{Tree, leaf_hash},
};
use folder::{File, Folder};

/// The program by which a stranger checks an export or a [`Proof`](crate::Proof): Python, without
/// anything else.
pub const CHECKER: &str = include_str!("export/check.py");
const PYMERKLE: &str = include_str!("export/check_with_pymerkle.py");
const VERIFY: &str = include_str!("export/VERIFY.txt");

/// Entries held in memory at a time. A power of two: the entries of a batch then share the upper
/// part of their paths.
const BATCH: i64 = 1 << 10;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// How many entries.
    pub entries: u64,
    /// The checkpoint over all of them.
    pub checkpoint: String,
}

impl Audit {
    /// Writes the log as it is now into `directory`, which must be new or empty and appears whole or
    /// not at all. `tell` hears how many entries are written, of how many. `organisation` is whose
    /// log the instructions say it is.
    ///
    /// A log that was altered is not exported: it would prove nothing.
    pub async fn export(
        &self,
        directory: &Path,
        organisation: &str,
        mut tell: impl FnMut(u64, u64),
    ) -> Result<Exported> {
        let mut folder = Folder::draft(directory)?;
        let newest = self.newest_row().await?.ok_or_else(|| {
            Problem::conflict("The audit log has no entry yet, so there is nothing to export.")
        })?;
        let log = self.trust().read(&newest.checkpoint).ok_or_else(altered)?;
        self.fill_in().await?;
        let mut writing = Writing::begin(self, &folder, &log)?;
        while writing.tree.size() < log.size {
            writing.batch().await?;
            tell(writing.tree.size(), log.size);
        }
        writing.end(&mut folder)?;
        self.describe(&mut folder, &newest, &log, organisation)?;
        folder.finish()?;
        Ok(Exported { entries: log.size, checkpoint: newest.checkpoint })
    }

    /// The small files: the newest checkpoint, the key, and how to check.
    fn describe(
        &self,
        folder: &mut Folder,
        newest: &Row,
        log: &Checkpoint,
        organisation: &str,
    ) -> Result<()> {
        let trust = self.trust();
        let last = log.size - 1;
        let verify = VERIFY
            .replace("{name}", trust.name())
            .replace("{size}", &log.size.to_string())
            .replace("{last}", &last.to_string())
            .replace("{entry}", &(last / 2).to_string())
            .replace("{at}", &newest.at.to_string())
            .replace("{key}", &trust.to_text())
            .replace("{organisation}", organisation);
        folder.keep("checkpoint.txt", &newest.checkpoint)?;
        folder.keep("key.txt", &format!("{}\n", trust.to_text()))?;
        folder.keep("key.pem", &trust.to_pem())?;
        folder.keep("check.py", CHECKER)?;
        folder.keep("check_with_pymerkle.py", PYMERKLE)?;
        folder.keep("VERIFY.txt", &verify)
    }
}

/// The long files, one line or one note for each entry.
struct Writing<'a> {
    audit: &'a Audit,
    log: &'a Checkpoint,
    /// What was written so far.
    tree: Tree,
    leaves: File,
    checkpoints: File,
    proofs: File,
}

impl<'a> Writing<'a> {
    fn begin(audit: &'a Audit, folder: &Folder, log: &'a Checkpoint) -> Result<Self> {
        Ok(Self {
            audit,
            log,
            tree: Tree::default(),
            leaves: folder.file("leaves.jsonl")?,
            checkpoints: folder.file("checkpoints.txt")?,
            proofs: folder.file("proofs.jsonl")?,
        })
    }

    async fn batch(&mut self) -> Result<()> {
        let first = self.tree.size();
        let from = values![signed(first), BATCH];
        let mut rows: Vec<Row> = self.audit.store.all(sql::ENTRIES_FROM, from).await?;
        // What was written meanwhile belongs to the next export.
        rows.retain(|row| row.seq < signed(self.log.size));
        if rows.is_empty() {
            return Err(altered());
        }
        let mut kept = Kept::default();
        for row in &rows {
            kept.add(row.seq, row.subtrees.as_deref())?;
        }
        kept.read(self.audit, &inclusion(first, self.log.size)).await?;
        rows.iter().try_for_each(|row| self.entry(row, &kept))
    }

    fn entry(&mut self, row: &Row, kept: &Kept) -> Result<()> {
        let seq = self.tree.size();
        if row.seq != signed(seq) {
            return Err(altered());
        }
        self.tree.append(leaf_hash(row.leaf.as_bytes()));
        let path = kept.over(&inclusion(seq, self.log.size))?;
        let path: Vec<String> = path.iter().map(|hash| format!("\"{}\"", hex(hash))).collect();
        self.leaves.write(&format!("{}\n", row.leaf))?;
        self.checkpoints.write(&row.checkpoint)?;
        self.proofs.write(&format!("{{\"entry\":{seq},\"path\":[{}]}}\n", path.join(",")))
    }

    fn end(self, folder: &mut Folder) -> Result<()> {
        if self.tree.root() != self.log.root {
            return Err(altered());
        }
        [self.leaves, self.checkpoints, self.proofs]
            .into_iter()
            .try_for_each(|file| folder.take(file))
    }
}
