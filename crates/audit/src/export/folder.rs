//! A folder that appears whole or not at all, with the sums of its files.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder},
    io::{self, BufWriter, Write},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use base::{Problem, Result, secret, text::hex};
use sha2::{Digest, Sha256};

const SUMS: &str = "SHA256SUMS";

/// The folder while it is written: beside its place, under another name.
pub(super) struct Folder {
    draft: PathBuf,
    place: PathBuf,
    sums: BTreeMap<&'static str, String>,
    finished: bool,
}

impl Folder {
    /// Begins the folder that will be at `place`, which must not be there, or be empty.
    pub(super) fn draft(place: &Path) -> Result<Self> {
        let place = free(place)?;
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.ok_or_else(|| refused(&place, "names no folder"))?;
        let token = secret::token()?;
        let draft = place.with_file_name(format!(".{name}.draft-{}", &token[..8]));
        // The log says who did what: at first it is for whoever exported it.
        DirBuilder::new().mode(0o700).create(&draft).map_err(|error| {
            refused(&place, &format!("cannot be made where you want it: {error}"))
        })?;
        Ok(Self { draft, place, sums: BTreeMap::new(), finished: false })
    }

    /// A file in it that is written piece by piece.
    pub(super) fn file(&self, name: &'static str) -> Result<File> {
        let path = self.draft.join(name);
        let file = fs::File::create_new(&path).map_err(|error| unwritten(&path, error))?;
        Ok(File { name, path, out: BufWriter::new(file), sum: Sha256::new() })
    }

    /// A file in it that is written at once.
    pub(super) fn keep(&mut self, name: &'static str, text: &str) -> Result<()> {
        let mut file = self.file(name)?;
        file.write(text)?;
        self.take(file)
    }

    /// Ends a file: it is on the disk, and its sum is known.
    pub(super) fn take(&mut self, file: File) -> Result<()> {
        let File { name, path, out, sum } = file;
        let saved = out.into_inner().map_err(io::IntoInnerError::into_error);
        saved.and_then(|file| file.sync_all()).map_err(|error| unwritten(&path, error))?;
        self.sums.insert(name, hex(&sum.finalize()));
        Ok(())
    }

    /// Writes the sums; then the folder is where it belongs.
    pub(super) fn finish(mut self) -> Result<()> {
        let sums: Vec<String> =
            self.sums.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect();
        self.keep(SUMS, &sums.concat())?;
        // Takes the place of an empty folder too.
        fs::rename(&self.draft, &self.place).map_err(|error| {
            refused(&self.place, &format!("cannot be put where you want it: {error}"))
        })?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.finished {
            // What could not be finished is of no use; that it could not be removed, either, changes
            // nothing about what went wrong before.
            let _ = fs::remove_dir_all(&self.draft);
        }
    }
}

/// A file of the folder, summed while it is written.
pub(super) struct File {
    name: &'static str,
    path: PathBuf,
    out: BufWriter<fs::File>,
    sum: Sha256,
}

impl File {
    pub(super) fn write(&mut self, text: &str) -> Result<()> {
        self.sum.update(text);
        self.out.write_all(text.as_bytes()).map_err(|error| unwritten(&self.path, error))
    }
}

/// The place as it is known to the system, if nothing is there that would be lost.
fn free(place: &Path) -> Result<PathBuf> {
    match fs::read_dir(place) {
        Ok(mut inside) => match inside.next() {
            None => fs::canonicalize(place).map_err(|error| refused(place, &error.to_string())),
            Some(_) => Err(refused(
                place,
                "is not empty; name a new folder, so that nothing is mixed or lost",
            )),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(place.to_owned()),
        Err(error) => Err(refused(place, &format!("cannot be used: {error}"))),
    }
}

fn refused(place: &Path, why: &str) -> Problem {
    Problem::invalid("directory", format!("`{}` {why}.", place.display()))
}

fn unwritten(path: &Path, error: io::Error) -> Problem {
    Problem::internal(format!("`{}` could not be written", path.display()), error)
}
