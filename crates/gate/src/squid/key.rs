//! The key that tokens are signed with: 32 random bytes. The program keeps it in the database, and
//! copies it to `DATA/keys/door.key` for the helper, which has none.

use std::path::{Path, PathBuf};

use base::{Problem, secret};
use hmac::{Hmac, Mac, digest::CtOutput};
use sha2::Sha256;
use web::App;

/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Bytes of a signature: HMAC-SHA256 (RFC 2104), cut to 128 bits.
pub(super) const SIGNATURE_BYTES: usize = 16;

fn path(data: &Path) -> PathBuf {
    data.join("keys/door.key")
}

async fn bytes_of_program(app: &App) -> Result<Vec<u8>, Problem> {
    store::key(&app.store, &app.settings.data, "door", make).await
}

fn make() -> Result<Vec<u8>, Problem> {
    secret::random::<KEY_BYTES>().map(Vec::from)
}

/// Signs tokens, and knows its own signatures.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// The key of the data directory. Whoever starts first makes it: helper or server.
    pub fn of(data: &Path) -> Result<Self, Problem> {
        let path = path(data);
        let bytes = secret::key_file(&path, make)?;
        Self::from_bytes(&bytes, &path)
    }

    /// The key of the program, which every node has.
    pub(crate) async fn of_program(app: &App) -> Result<Self, Problem> {
        Self::from_bytes(&bytes_of_program(app).await?, &path(&app.settings.data))
    }

    /// Gives the key of the program to the helper beside this node, which reads it anew with each
    /// edition.
    pub(crate) async fn bring(app: &App) -> Result<(), Problem> {
        let bytes = bytes_of_program(app).await?;
        secret::keep_key(&path(&app.settings.data), &bytes)
    }

    fn from_bytes(bytes: &[u8], path: &Path) -> Result<Self, Problem> {
        let key = Hmac::new_from_slice(bytes).ok().filter(|_| bytes.len() == KEY_BYTES);
        key.map(Self).ok_or_else(|| {
            Problem::conflict(format!(
                "The key `{}` has {} bytes instead of {KEY_BYTES}: remove it, and a new one is made",
                path.display(),
                bytes.len()
            ))
        })
    }

    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; SIGNATURE_BYTES] {
        let signature: CtOutput<Hmac<Sha256>> = self.0.clone().chain_update(bytes).finalize();
        let whole: [u8; 32] = signature.into_bytes().into();
        std::array::from_fn(|place| whole[place])
    }

    /// In the same time for every wrong signature.
    pub(super) fn signed(&self, bytes: &[u8], signature: &[u8]) -> bool {
        signature.len() == SIGNATURE_BYTES
            && self.0.clone().chain_update(bytes).verify_truncated_left(signature).is_ok()
    }
}
