//! One file, written whole and read with suspicion.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
};

use base::Problem;
use sha2::{Digest, Sha256};

use super::{EDITION_BYTES_MAX, Edition, HEAD_BYTES_MAX, Head};

/// SHA-256 in lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// Head and rulebook as the two lines of the file.
pub(super) fn encode(head: &Head, body: &str) -> Result<String, Problem> {
    let line = serde_json::to_string(head).map_err(|error| {
        Problem::internal("the head of the edition could not be written as JSON", error)
    })?;
    if line.len() > HEAD_BYTES_MAX {
        return Err(Problem::too_large(format!(
            "What changed in edition {} takes {} bytes; {HEAD_BYTES_MAX} fit.",
            head.edition,
            line.len()
        )));
    }
    if (line.len() + body.len()) as u64 + 2 > EDITION_BYTES_MAX {
        return Err(Problem::too_large(format!(
            "The rulebook takes {} bytes; {EDITION_BYTES_MAX} fit.",
            body.len()
        )));
    }
    Ok(format!("{line}\n{body}\n"))
}

/// Replaces a file whole: a reader sees the old one or the new one, also after a power cut.
pub(super) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Problem> {
    let temporary = folder.join(format!(".{name}.{}", std::process::id()));
    let write = || {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, folder.join(name))?;
        File::open(folder)?.sync_all()
    };
    write().map_err(|error: io::Error| {
        // Whatever was left behind is replaced by the next attempt; the first trouble is the one to tell.
        let _ = fs::remove_file(&temporary);
        Problem::internal(format!("`{}` could not be written", folder.join(name).display()), error)
    })
}

/// Reads both lines and verifies the second against the first.
pub(super) fn read(path: &Path, edition: i64) -> Result<Edition, Problem> {
    let mut reader = open(path, edition)?;
    let head = head_line(&mut reader, path, edition)?;
    let mut body = Vec::new();
    reader
        .take(EDITION_BYTES_MAX)
        .read_to_end(&mut body)
        .map_err(|error| unreadable(path, error))?;
    if body.pop() != Some(b'\n') || sha256(&body) != head.sha256 {
        return Err(damaged(path, "its rules are not those that were published"));
    }
    let rulebook = serde_json::from_slice(&body).map_err(|error| {
        damaged(path, &format!("this version of the program cannot read its rules ({error})"))
    })?;
    Ok(Edition { head, rulebook })
}

/// Reads the first line alone.
pub(super) fn read_head(path: &Path, edition: i64) -> Result<Head, Problem> {
    head_line(&mut open(path, edition)?, path, edition)
}

fn open(path: &Path, edition: i64) -> Result<BufReader<File>, Problem> {
    match File::open(path) {
        Ok(file) => Ok(BufReader::new(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Problem::not_found(format!(
            "Edition {edition} is not kept in `{}`",
            path.display()
        ))),
        Err(error) => Err(unreadable(path, error)),
    }
}

fn head_line(reader: &mut impl BufRead, path: &Path, edition: i64) -> Result<Head, Problem> {
    let mut line = Vec::new();
    let mut limited = reader.take(HEAD_BYTES_MAX as u64 + 1);
    limited.read_until(b'\n', &mut line).map_err(|error| unreadable(path, error))?;
    let head: Head = serde_json::from_slice(&line)
        .map_err(|_| damaged(path, "its first line is not the head of an edition"))?;
    if head.edition == edition {
        return Ok(head);
    }
    Err(damaged(path, &format!("it says that it is edition {}", head.edition)))
}

fn damaged(path: &Path, how: &str) -> Problem {
    Problem::conflict(format!(
        "`{}` is damaged: {how}. Publish again to replace it.",
        path.display()
    ))
}

fn unreadable(path: &Path, error: io::Error) -> Problem {
    Problem::internal(format!("`{}` could not be read", path.display()), error)
}
