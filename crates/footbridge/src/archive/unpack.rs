//! Reading an archive, believing nothing.

use std::{
    fs::{DirBuilder, File},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use base::{Problem, Result, text::hex};
use sha2::{Digest, Sha256};
use tar::{Archive, Entry};
use zstd::Decoder;

use super::{FORMAT, MANIFEST, MANIFEST_BYTES_MAX, Manifest, Member, draft::unwritten, is_state};

/// Bytes read at a time.
const CHUNK: usize = 1 << 17;

/// Writes the members of the archive `name` into the folder `into`, and gives its manifest once every
/// member is what that says. Whatever goes wrong, the folder is for its owner to remove.
pub(crate) fn unpack(name: &str, from: impl Read, into: &Path) -> Result<Manifest> {
    let broken = |error| broken(name, error);
    let mut archive = Archive::new(Decoder::new(from).map_err(broken)?);
    let mut members = Vec::new();
    let mut manifest = None;
    for entry in archive.entries().map_err(broken)? {
        let entry = entry.map_err(broken)?;
        let path = entry.path().map_err(broken)?.to_string_lossy().into_owned();
        if manifest.is_some() || !entry.header().entry_type().is_file() {
            return Err(broken(strange(&path)));
        }
        match path.as_str() {
            MANIFEST => manifest = Some(read_manifest(name, entry)?),
            path if is_state(path) => members.push(write(name, entry, path, into)?),
            path => return Err(broken(strange(path))),
        }
    }
    // What follows the archive inside its compression is read too: it may be cut off there.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(broken)?;
    let manifest = manifest.ok_or_else(|| broken(io::ErrorKind::UnexpectedEof.into()))?;
    compare(name, &manifest, &members)?;
    Ok(manifest)
}

fn read_manifest(name: &str, entry: impl Read) -> Result<Manifest> {
    let mut json = Vec::new();
    entry.take(MANIFEST_BYTES_MAX).read_to_end(&mut json).map_err(|error| broken(name, error))?;
    let read: Result<Manifest, _> = serde_json::from_slice(&json);
    let manifest = read.map_err(|error| broken(name, error.into()))?;
    if manifest.format > FORMAT {
        return Err(Problem::conflict(format!(
            "`{name}` was made by Footbridge {}, in a form that this program ({}) does not know. Restore it with {} or a newer one.",
            manifest.program,
            env!("CARGO_PKG_VERSION"),
            manifest.program
        )));
    }
    Ok(manifest)
}

fn write<R: Read>(name: &str, mut entry: Entry<'_, R>, path: &str, into: &Path) -> Result<Member> {
    let place = into.join(path);
    let folder = place.parent().unwrap_or(into);
    let made = DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .and_then(|()| File::options().write(true).create_new(true).mode(0o600).open(&place));
    let mut file = made.map_err(|error| unwritten(&place, error))?;
    let (mut sha256, mut bytes, mut chunk) = (Sha256::new(), 0, vec![0; CHUNK]);
    loop {
        let count = entry.read(&mut chunk).map_err(|error| broken(name, error))?;
        if count == 0 {
            break;
        }
        sha256.update(&chunk[..count]);
        bytes += count as u64;
        file.write_all(&chunk[..count]).map_err(|error| unwritten(&place, error))?;
    }
    file.sync_all().map_err(|error| unwritten(&place, error))?;
    Ok(Member { name: path.to_owned(), bytes, sha256: hex(&sha256.finalize()) })
}

fn compare(name: &str, manifest: &Manifest, members: &[Member]) -> Result<()> {
    let differs = |said: &&Member| !members.contains(said);
    if let Some(said) = manifest.members.iter().find(differs) {
        return Err(broken(
            name,
            io::Error::other(format!("{} is not what was packed", said.name)),
        ));
    }
    if manifest.members.len() != members.len() {
        return Err(broken(name, strange("a file that is not in its manifest")));
    }
    Ok(())
}

fn strange(what: &str) -> io::Error {
    io::Error::other(format!("it holds {what}"))
}

fn broken(name: &str, error: io::Error) -> Problem {
    Problem::invalid(
        "file",
        format!(
            "`{name}` is not a whole backup of Footbridge ({error}): nothing was restored. Take another copy of it, or an earlier backup."
        ),
    )
}
