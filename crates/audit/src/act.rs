//! The way to write: an act is begun by somebody and ends by being recorded.

use std::{
    fs,
    ops::{Deref, DerefMut},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use base::{Actor, Clock, Problem, Result, Timestamp, text::fold};
use serde::{Deserialize, Serialize};
use store::{ConnectionTrait, Query, Store, Transaction, values};

use crate::{
    TOPIC,
    checkpoint::{Signer, Trust},
    sql,
    tree::{Tree, leaf_hash, read_hashes, write_hashes},
};

/// What is recorded of an act: the rest (who, when, where in the log) the log knows itself.
#[derive(Clone, Debug)]
pub struct Entry {
    act: &'static str,
    object: String,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
    grounds: Option<String>,
}

impl Entry {
    /// `act` was done to `object`: for example `requests.ask` to `request/17`.
    pub fn new(act: &'static str, object: impl Into<String>) -> Self {
        Self { act, object: object.into(), before: None, after: None, grounds: None }
    }

    /// How it was.
    #[must_use]
    pub fn before(self, value: impl Serialize) -> Self {
        Self { before: serde_json::to_value(value).ok(), ..self }
    }

    /// How it is now.
    #[must_use]
    pub fn after(self, value: impl Serialize) -> Self {
        Self { after: serde_json::to_value(value).ok(), ..self }
    }

    /// Why, in the words of whoever did it.
    #[must_use]
    pub fn grounds(self, grounds: impl Into<String>) -> Self {
        Self { grounds: Some(grounds.into()), ..self }
    }
}

/// An entry as it is hashed: a JSON object with these fields in this order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Leaf {
    pub(crate) seq: u64,
    pub(crate) at: Timestamp,
    pub(crate) actor: Actor,
    pub(crate) act: String,
    pub(crate) object: String,
    pub(crate) before: Option<serde_json::Value>,
    pub(crate) after: Option<serde_json::Value>,
    pub(crate) grounds: Option<String>,
}

/// The log, ready for acts. Clones share it.
#[derive(Clone)]
pub struct Audit {
    pub(crate) store: Store,
    clock: Clock,
    signer: Arc<Signer>,
    newest: Arc<Newest>,
}

impl Audit {
    /// The log in `store`, whose newest checkpoint is kept in `directory` too.
    pub async fn open(store: Store, clock: Clock, directory: &Path) -> Result<Self> {
        let signer = Arc::new(Signer::of(&store, directory).await?);
        let newest = Newest { path: directory.join("audit.checkpoint"), size: Mutex::new(0) };
        Ok(Self { store, clock, signer, newest: Arc::new(newest) })
    }

    /// The key by which others check the log.
    pub fn trust(&self) -> Trust {
        self.signer.trust()
    }

    /// `actor` begins to change something.
    pub async fn begin(&self, actor: Actor) -> Result<Act> {
        let tx = self.store.begin().await?;
        Ok(Act { tx, actor, at: self.clock.now(), audit: self.clone() })
    }
}

/// A change under way: a transaction, and who makes it. Dropped unrecorded, it never was.
pub struct Act {
    tx: Transaction,
    actor: Actor,
    at: Timestamp,
    audit: Audit,
}

store::row! {
    struct TreeRow {
        size: i64,
        at: Timestamp,
        peaks: String,
    }
}

impl Act {
    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// When: one instant for the whole act.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Ends the act: its one entry joins the log in the same transaction, then all is in force and
    /// watchers wake. Gives the number of the entry.
    pub async fn record(mut self, entry: Entry) -> Result<u64> {
        let row: TreeRow = self
            .tx
            .first(sql::tree_for_update(self.tx.engine()), vec![])
            .await?
            .ok_or_else(|| damaged("its row is missing"))?;
        let mut tree = resume(&row)?;
        // The machine's clock may have been set back; the log's time never goes back.
        let at = self.at.max(row.at);
        let leaf = Leaf {
            seq: tree.size(),
            at,
            actor: self.actor.clone(),
            act: entry.act.to_owned(),
            object: entry.object,
            before: entry.before,
            after: entry.after,
            grounds: entry.grounds,
        };
        let checkpoint = self.append(&mut tree, &leaf).await?;
        self.tx.touch(TOPIC);
        self.tx.commit().await?;
        self.audit.newest.keep(tree.size(), &checkpoint);
        Ok(leaf.seq)
    }

    /// Ends an act that found nothing to change: nothing is written, nothing recorded.
    pub fn leave_unchanged(self) {
        drop(self);
    }

    async fn append(&self, tree: &mut Tree, leaf: &Leaf) -> Result<String> {
        let text = serde_json::to_string(leaf)
            .map_err(|error| Problem::internal("an audit entry could not be written", error))?;
        let hash = leaf_hash(text.as_bytes());
        let subtrees = tree.append(hash);
        let checkpoint = self.audit.signer.sign(tree, &hash);
        let seq = signed(leaf.seq);
        let values = values![
            seq,
            leaf.at,
            leaf.actor.to_string(),
            fold(&leaf.actor.to_string()),
            leaf.actor.person(),
            leaf.act.as_str(),
            leaf.object.as_str(),
            text,
            checkpoint.as_str(),
            write_hashes(&subtrees),
        ];
        self.tx.execute(sql::APPEND, values).await?;
        for topic in self.tx.touched() {
            self.tx.execute(sql::TOUCH, values![topic.0, seq]).await?;
        }
        let peaks = write_hashes(tree.peaks());
        self.tx.execute(sql::GROW_TREE, values![seq + 1, leaf.at, peaks]).await?;
        Ok(checkpoint)
    }
}

impl Query for Act {
    fn connection(&self) -> &impl ConnectionTrait {
        self.tx.connection()
    }
}

impl Deref for Act {
    type Target = Transaction;

    fn deref(&self) -> &Transaction {
        &self.tx
    }
}

impl DerefMut for Act {
    fn deref_mut(&mut self) -> &mut Transaction {
        &mut self.tx
    }
}

/// The newest checkpoint, kept outside the database.
struct Newest {
    path: PathBuf,
    size: Mutex<u64>,
}

impl Newest {
    /// After the commit, so the file is never ahead of the log. A failure loses no entry: the next
    /// act writes it again.
    fn keep(&self, size: u64, checkpoint: &str) {
        let mut kept = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        if size <= *kept {
            return;
        }
        let draft = self.path.with_extension("checkpoint-draft");
        let written = fs::write(&draft, checkpoint).and_then(|()| fs::rename(&draft, &self.path));
        match written {
            Ok(()) => *kept = size,
            Err(error) => tracing::warn!(%error, "the newest checkpoint could not be kept"),
        }
    }
}

fn resume(row: &TreeRow) -> Result<Tree> {
    read_hashes(&row.peaks)
        .and_then(|peaks| Tree::resume(u64::try_from(row.size).ok()?, peaks))
        .ok_or_else(|| damaged("its peaks do not fit its size"))
}

fn damaged(how: &str) -> Problem {
    Problem::internal(
        "the audit log cannot be continued; run `footbridge audit verify` and restore the last backup",
        how.to_owned(),
    )
}

/// A place in the log as the database's integer.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
