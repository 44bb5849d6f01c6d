//! Random tokens.

use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use crate::{Problem, Result};

/// `N` bytes from the operating system's generator.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        Problem::internal("the operating system gave no random bytes", error.to_string())
    })?;
    Ok(bytes)
}

/// A token of 160 random bits in lower-case base 32 (RFC 4648 alphabet): safe in addresses, in
/// headers and when read aloud.
pub fn token() -> Result<String> {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    // One symbol a byte: 32 divides 256, so every symbol is equally likely.
    Ok(random::<32>()?.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
}

/// The bytes of the key file at `path`, which only its owner may read. If it is missing, it is made
/// from `make`; of several processes that start at once, one makes it and all read the same.
pub fn key_file(path: &Path, make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let failed =
        |error| Problem::internal(format!("the key `{}` could not be kept", path.display()), error);
    if !path.exists() {
        let draft = path.with_extension(format!("draft-{}", token()?));
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory).map_err(failed)?;
        }
        let mut file = fs::File::options()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&draft)
            .map_err(failed)?;
        file.write_all(&make()?).and_then(|()| file.sync_all()).map_err(failed)?;
        // A link fails where the name is taken: whoever was first made the key.
        let _ = fs::hard_link(&draft, path);
        fs::remove_file(&draft).map_err(failed)?;
    }
    fs::read(path).map_err(failed)
}
