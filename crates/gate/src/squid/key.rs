//! The key that tokens are signed with: `DATA/keys/door.key`, 32 random bytes.

use std::path::Path;

use base::{Problem, secret};
use hmac::{Hmac, Mac, digest::CtOutput};
use sha2::Sha256;

/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Bytes of a signature: HMAC-SHA256 (RFC 2104), cut to 128 bits.
pub(super) const SIGNATURE_BYTES: usize = 16;

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
        let path = data.join("keys/door.key");
        let bytes = secret::key_file(&path, || secret::random::<KEY_BYTES>().map(Vec::from))?;
        Self::from_bytes(&bytes, &path)
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
