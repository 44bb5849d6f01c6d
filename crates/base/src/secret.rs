//! Random tokens, and keys in files.

use std::{
    fs::{self, DirBuilder, File, Permissions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

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
///
/// Where another user has to read it too (the helper, if Squid runs as somebody else), the folder
/// belongs to a group of both and lets it read; then so does the key.
pub fn key_file(path: &Path, make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    if let Some(bytes) = kept_key(path)? {
        return Ok(bytes);
    }
    let word = token()?;
    let written = draft_key(path, &make()?, &word).and_then(|draft| first(&draft, path));
    written.and_then(|()| fs::read(path)).map_err(|error| not_kept(path, error))
}

/// The bytes of the key file at `path`, if there is one.
pub fn kept_key(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some).map_err(|error| not_kept(path, error)),
    }
}

/// Sees that the key file at `path` has these bytes, whatever it had before. Whoever may read it is
/// as with [`key_file`].
pub fn keep_key(path: &Path, bytes: &[u8]) -> Result<()> {
    if kept_key(path)?.as_deref() == Some(bytes) {
        return Ok(());
    }
    let word = token()?;
    let written = draft_key(path, bytes, &word).and_then(|draft| fs::rename(draft, path));
    written.map_err(|error| not_kept(path, error))
}

fn not_kept(path: &Path, error: io::Error) -> Problem {
    Problem::internal(format!("the key `{}` could not be kept", path.display()), error)
}

/// Written whole under another name first, so that nobody reads half a key.
fn draft_key(path: &Path, bytes: &[u8], word: &str) -> io::Result<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let draft = path.with_extension(format!("draft-{word}"));
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(&draft)?;
    let for_group = fs::metadata(folder)?.permissions().mode() & 0o040;
    file.set_permissions(Permissions::from_mode(0o600 | for_group))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(draft)
}

/// A link fails where the name is taken: whoever was first made the key.
fn first(draft: &Path, path: &Path) -> io::Result<()> {
    let linked = fs::hard_link(draft, path);
    fs::remove_file(draft)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
