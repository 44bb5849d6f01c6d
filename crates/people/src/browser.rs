//! Which browser it is, as the tables here know it.

use sha2::{Digest, Sha256};

/// The hash of a browser's token.
pub(crate) fn key(token: &str) -> String {
    format!("{:x}", Sha256::digest(token))
}
