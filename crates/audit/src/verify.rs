//! What an auditor runs: the whole log against its own signatures.

use std::fmt;

use base::{Result, Timestamp};
use serde::Serialize;
use store::{Query, values};

use crate::{
    act::Leaf,
    checkpoint::{Checkpoint, Trust},
    read::Row,
    sql,
    tree::{Tree, leaf_hash, write_hashes},
};

/// Entries read at a time.
const BATCH: i64 = 1_000;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The number of the entry.
    pub seq: u64,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}: {}", self.seq, self.what)
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many entries the log holds.
    pub entries: u64,
    /// What is wrong, in the order of the log; empty if the log holds.
    pub findings: Vec<Finding>,
}

/// Checks every entry of the log on `on` against the key of `trust` and, if one is given, against
/// a checkpoint that was kept elsewhere.
pub async fn verify(on: &impl Query, trust: &Trust, kept: Option<&str>) -> Result<Report> {
    let mut check = Check::new(trust, kept);
    let mut next = 0;
    loop {
        let rows: Vec<Row> = on.all(sql::ENTRIES_FROM, values![next, BATCH]).await?;
        let Some(last) = rows.last() else { break };
        next = last.seq + 1;
        for row in &rows {
            check.row(row);
        }
    }
    Ok(check.finish())
}

/// The checkpoint that was kept elsewhere.
enum Kept {
    Nothing,
    /// It is not signed by this log's key.
    Foreign,
    Signed(Checkpoint),
}

struct Check<'a> {
    trust: &'a Trust,
    kept: Kept,
    /// Grows with the signed leaf hashes; `None` after a gap, where no root can be computed.
    tree: Option<Tree>,
    next: u64,
    entries: u64,
    at: Timestamp,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    fn new(trust: &'a Trust, kept: Option<&str>) -> Self {
        Self {
            trust,
            kept: match kept {
                None => Kept::Nothing,
                Some(note) => trust.read(note).map_or(Kept::Foreign, Kept::Signed),
            },
            tree: Some(Tree::default()),
            next: 0,
            entries: 0,
            at: Timestamp::from_micros(i64::MIN),
            findings: Vec::new(),
        }
    }

    fn find(&mut self, seq: u64, what: impl Into<String>) {
        self.findings.push(Finding { seq, what: what.into() });
    }

    fn row(&mut self, row: &Row) {
        let seq = u64::try_from(row.seq).unwrap_or_default();
        for missing in self.next..seq {
            self.find(missing, "was removed");
            self.tree = None;
        }
        self.next = seq + 1;
        self.entries += 1;
        match self.trust.read(&row.checkpoint) {
            None => {
                self.find(seq, "was changed: its checkpoint is not signed by this log's key");
                self.tree = None;
            }
            Some(signed) => self.signed_row(seq, row, &signed),
        }
    }

    fn signed_row(&mut self, seq: u64, row: &Row, signed: &Checkpoint) {
        let written = signed.size.saturating_sub(1);
        if written != seq {
            self.find(seq, format!("was swapped: it was written as entry {written}"));
            self.tree = None;
            return;
        }
        if leaf_hash(row.leaf.as_bytes()) == signed.leaf {
            self.columns(seq, row);
        } else {
            self.find(seq, "was changed: its text is not the one that was signed");
        }
        self.root(seq, row.subtrees.as_deref(), signed);
    }

    /// The columns repeat the leaf, and time goes forward.
    fn columns(&mut self, seq: u64, row: &Row) {
        let Ok(leaf) = serde_json::from_str::<Leaf>(&row.leaf) else {
            return self.find(seq, "cannot be read");
        };
        let same = leaf.seq == seq
            && leaf.at == row.at
            && leaf.actor.to_string() == row.actor
            && leaf.actor.person() == row.person
            && leaf.act == row.act
            && leaf.object == row.object;
        if !same {
            self.find(seq, "was changed: what pages show of it differs from what was signed");
        }
        if leaf.at < self.at {
            self.find(
                seq,
                format!("was back-dated: it says {}, the one before {}", leaf.at, self.at),
            );
        }
        self.at = self.at.max(leaf.at);
    }

    fn root(&mut self, seq: u64, kept: Option<&str>, signed: &Checkpoint) {
        let Some(tree) = &mut self.tree else { return };
        let subtrees = write_hashes(&tree.append(signed.leaf));
        let root = tree.root();
        if kept.is_some_and(|kept| kept != subtrees) {
            self.find(seq, "was changed: the hashes from which proofs are made are not its own");
        }
        if root != signed.root {
            self.find(seq, "does not continue the entries before it: they were written anew");
            self.tree = None;
        }
        if let Kept::Signed(kept) = &self.kept
            && kept.size == signed.size
            && kept.root != root
        {
            self.find(
                seq,
                "is not the entry of the checkpoint that was kept: the log was written anew",
            );
        }
    }

    fn finish(mut self) -> Report {
        match std::mem::replace(&mut self.kept, Kept::Nothing) {
            Kept::Signed(kept) => {
                for missing in self.next..kept.size {
                    self.find(missing, "was removed from the end");
                }
            }
            Kept::Foreign => self.find(
                self.next,
                "cannot be compared: the checkpoint that was kept is not signed by this log's key",
            ),
            Kept::Nothing => {}
        }
        Report { entries: self.entries, findings: self.findings }
    }
}
