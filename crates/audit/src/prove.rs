//! Proofs for somebody who does not trust us: of one entry, and that the log only grew.

use base::{Problem, Result, text::hex};
use serde::{Serialize, Serializer, ser::SerializeSeq};
use store::{Query, values};

use crate::{
    act::{Audit, signed},
    kept::{Kept, altered},
    path::{consistency, inclusion, proves_consistency, proves_inclusion},
    read::Row,
    sql,
    tree::{Hash, leaf_hash},
};

/// That one entry is in the log: what `check.py` of an export takes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = AuditProof))]
pub struct Proof {
    /// How it is checked, step by step.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub how_to_check: &'static [&'static str],
    /// The number of the entry.
    pub entry: u64,
    /// The entry, byte for byte as it was hashed.
    pub leaf: String,
    /// Its neighbours on the way up to the root, in hex.
    #[serde(serialize_with = "in_hex")]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub path: Vec<Hash>,
    /// The newest signed checkpoint: how many entries the log has, and its root.
    pub checkpoint: String,
    /// The public key of the log, `name+hash+key`.
    pub key: String,
}

/// That the log of one checkpoint is the beginning of the log of a later one.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = AuditConsistency))]
pub struct Consistency {
    /// How it is checked.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub how_to_check: &'static [&'static str],
    /// The older checkpoint.
    pub older_checkpoint: String,
    /// The hashes of the proof, in hex.
    #[serde(serialize_with = "in_hex")]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub path: Vec<Hash>,
    /// The later checkpoint.
    pub checkpoint: String,
    /// The public key of the log, `name+hash+key`.
    pub key: String,
}

const CHECK_ENTRY: &[&str] = &[
    "Compare `key` with the key of this log that you have from somebody you trust.",
    "`checkpoint` is a C2SP signed note: its first four lines are signed with Ed25519 by that key. The second line is the number of entries, the third the root of the log in base64.",
    "Hash the UTF-8 bytes of `leaf` after a byte 0 with SHA-256. With each hash of `path` from first to last, hash a byte 1, the left and the right neighbour: RFC 9162, section 2.1.3.2, says which is which, from `entry` and the number of entries.",
    "What comes out is the root, or `leaf` is not what was written.",
    "`python3 check.py FILE` does all of this; `footbridge audit export` writes check.py, and the pages of Footbridge have it at /audit/check.py. It is short, and needs nothing but Python.",
    "This proves that the entry was written so, not that what it says still holds: a decision may have been ended since, by an entry of its own.",
];

const CHECK_CONSISTENCY: &[&str] = &[
    "Compare `key` with the key of this log that you have from somebody you trust, and `older_checkpoint` with the one that you kept.",
    "Both checkpoints are C2SP signed notes: the first four lines are signed with Ed25519 by that key. The second line is the number of entries, the third the root of the log in base64.",
    "Check `path` by RFC 9162, section 2.1.4.2, with the two numbers of entries and the two roots.",
    "`python3 check.py FILE` does all of this; `footbridge audit export` writes check.py, and the pages of Footbridge have it at /audit/check.py. It is short, and needs nothing but Python.",
];

impl Audit {
    /// The proof that entry `seq` is in the log as it is now; `None` if there is no such entry.
    /// It was checked before it is given: a log that was altered proves nothing.
    pub async fn prove(&self, seq: u64) -> Result<Option<Proof>> {
        let Some(row) = self.row(seq).await? else { return Ok(None) };
        let newest = self.newest_row().await?.ok_or_else(altered)?;
        let trust = self.trust();
        let log = trust.read(&newest.checkpoint).filter(|log| seq < log.size);
        let log = log.ok_or_else(altered)?;
        let siblings = inclusion(seq, log.size);
        let path = Kept::of(self, &siblings).await?.over(&siblings)?;
        if !proves_inclusion(&leaf_hash(row.leaf.as_bytes()), seq, log.size, &path, &log.root) {
            return Err(altered());
        }
        Ok(Some(Proof {
            how_to_check: CHECK_ENTRY,
            entry: seq,
            leaf: row.leaf,
            path,
            checkpoint: newest.checkpoint,
            key: trust.to_text(),
        }))
    }

    /// The proof that the log of the first `size` entries, now or when it had `size`, continues the
    /// one of the first `older`. Without `size`, the log as it is now.
    pub async fn prove_consistency(&self, older: u64, size: Option<u64>) -> Result<Consistency> {
        let later = match size {
            Some(size) => self.checkpoint(size).await?,
            None => self.newest_row().await?.map(|row| row.checkpoint),
        };
        let earlier = self.checkpoint(older).await?;
        let (Some(earlier), Some(later)) = (earlier, later) else {
            return Err(Problem::not_found(
                "The log had never so many entries. A checkpoint says in its second line how many it covers, at least one.",
            ));
        };
        let trust = self.trust();
        let was = trust.read(&earlier).filter(|was| was.size == older).ok_or_else(altered)?;
        let is = trust.read(&later).ok_or_else(altered)?;
        if was.size > is.size {
            return Err(Problem::invalid("older", "The older log has fewer entries, not more."));
        }
        let siblings = consistency(was.size, is.size);
        let path = Kept::of(self, &siblings).await?.over(&siblings)?;
        if !proves_consistency(was.size, &was.root, is.size, &is.root, &path) {
            return Err(altered());
        }
        Ok(Consistency {
            how_to_check: CHECK_CONSISTENCY,
            older_checkpoint: earlier,
            path,
            checkpoint: later,
            key: trust.to_text(),
        })
    }

    /// The checkpoint that was signed when the log had `size` entries.
    async fn checkpoint(&self, size: u64) -> Result<Option<String>> {
        let Some(last) = size.checked_sub(1) else { return Ok(None) };
        Ok(self.row(last).await?.map(|row| row.checkpoint))
    }

    async fn row(&self, seq: u64) -> Result<Option<Row>> {
        self.store.first(sql::ENTRY, values![signed(seq)]).await
    }

    pub(crate) async fn newest_row(&self) -> Result<Option<Row>> {
        self.store.first(sql::NEWEST, vec![]).await
    }
}

fn in_hex<S: Serializer>(hashes: &[Hash], to: S) -> Result<S::Ok, S::Error> {
    let mut list = to.serialize_seq(Some(hashes.len()))?;
    for hash in hashes {
        list.serialize_element(&hex(hash))?;
    }
    list.end()
}
