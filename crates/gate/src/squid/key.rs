//! The key that tokens are signed with: `DATA/keys/door.key`, 32 random bytes.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

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
        let folder = data.join("keys");
        let path = folder.join("door.key");
        let trouble = |error| {
            Problem::internal(format!("the key `{}` could not be read", path.display()), error)
        };
        match fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make(&folder, &path)?;
                Self::from_bytes(&fs::read(&path).map_err(trouble)?, &path)
            }
            bytes => Self::from_bytes(&bytes.map_err(trouble)?, &path),
        }
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

/// Written whole under another name first, so that nobody reads half a key; the first one wins.
fn make(folder: &Path, path: &Path) -> Result<(), Problem> {
    let bytes: [u8; KEY_BYTES] = secret::random()?;
    let temporary = folder.join(format!(".door.key.{}", secret::token()?));
    let write = || -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
        // Where Squid runs as somebody else, the folder belongs to a group of both, and so does the key.
        let for_group = fs::metadata(folder)?.permissions().mode() & 0o040;
        file.set_permissions(Permissions::from_mode(0o600 | for_group))?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        match fs::hard_link(&temporary, path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            _ => File::open(folder)?.sync_all()?,
        }
        Ok(())
    };
    let result = write();
    // Nobody knows its name; if it stays, it is one more random file.
    let _ = fs::remove_file(&temporary);
    result.map_err(|error| {
        Problem::internal(format!("the key `{}` could not be made", path.display()), error)
    })
}
