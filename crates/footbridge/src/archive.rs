//! The archive of a backup: `tar` under `zstd`, so that common tools read it. The last member says
//! of all the others what they must be.

mod draft;
mod pack;
mod unpack;

use std::{collections::BTreeMap, path::Path};

use base::{Result, Timestamp};
use serde::{Deserialize, Serialize};
use store::{DATABASE_FILE, Frozen, Query, values};

pub(crate) use draft::{Draft, unwritten};
pub(crate) use pack::Pack;
pub(crate) use unpack::unpack;

/// The last member.
const MANIFEST: &str = "MANIFEST.json";
/// The largest manifest that is read, in bytes.
const MANIFEST_BYTES_MAX: u64 = 1 << 20;
/// The form of the archive that is written; a greater one is of a newer program.
const FORMAT: u32 = 1;
/// The newest checkpoint of the audit log, kept beside the database.
pub(crate) const CHECKPOINT: &str = "audit.checkpoint";
/// The configuration, where it is in the data directory.
pub(crate) const CONFIGURATION: &str = "footbridge.toml";
/// The folder of the keys that are kept as files.
pub(crate) const KEYS: &str = "keys";

/// What a backup holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The form of the archive.
    format: u32,
    /// The version of the program that made it.
    pub(crate) program: String,
    /// When: the database is of this instant.
    pub(crate) made_at: Timestamp,
    /// The newest step of each slice's tables.
    steps: BTreeMap<String, String>,
    /// Where the audit log stood.
    pub(crate) audit: audit::Head,
    /// Everything before this.
    members: Vec<Member>,
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Member {
    name: String,
    bytes: u64,
    /// In lower-case hexadecimal.
    sha256: String,
}

store::row! {
    struct Newest {
        slice: String,
        name: String,
    }
}

impl Manifest {
    /// What the database says of itself; the members come when they are packed.
    pub(crate) async fn of(frozen: &Frozen, made_at: Timestamp) -> Result<Self> {
        let steps: Vec<Newest> = frozen.all(NEWEST_STEPS, values![]).await?;
        Ok(Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_at,
            steps: steps.into_iter().map(|step| (step.slice, step.name)).collect(),
            audit: audit::head(frozen).await?,
            members: Vec::new(),
        })
    }
}

const NEWEST_STEPS: &str =
    "SELECT slice, MAX(name) AS name FROM migration GROUP BY slice ORDER BY slice";

/// Whether a backup may hold a file of this name: nothing else is ever put in place.
fn is_state(name: &str) -> bool {
    let plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    };
    [DATABASE_FILE, CHECKPOINT, CONFIGURATION].contains(&name)
        || Path::new(name).strip_prefix(KEYS).is_ok_and(|key| key.to_str().is_some_and(plain))
}

#[cfg(test)]
mod tests {
    use super::is_state;

    #[test]
    fn only_the_names_of_state_are_taken_out_of_an_archive() {
        for name in ["footbridge.sqlite", "audit.checkpoint", "footbridge.toml", "keys/audit.key"] {
            assert!(is_state(name), "{name}");
        }
        for name in [
            "",
            "keys",
            "keys/",
            "keys/..",
            "keys/.profile",
            "keys/a/b",
            "../footbridge.sqlite",
            "/etc/passwd",
            "keys/../../x",
            "editions/000001.edition",
            "server.lock",
        ] {
            assert!(!is_state(name), "{name}");
        }
    }
}
