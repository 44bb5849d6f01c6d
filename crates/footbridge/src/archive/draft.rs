//! A file that is there whole or not at all.

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use base::{Problem, Result, secret};

/// A file under another name beside its place, readable by its owner only. It is gone when this is
/// dropped, unless it was kept.
#[derive(Debug)]
pub(crate) struct Draft {
    place: PathBuf,
    path: PathBuf,
    file: File,
}

impl Draft {
    /// Begins a file that is to be at `place`. One that is there already is replaced only with
    /// `force`.
    pub(crate) fn begin(place: &Path, force: bool) -> Result<Self> {
        if !force && place.exists() {
            return Err(taken(place));
        }
        let name = place.file_name().ok_or_else(|| {
            Problem::invalid("file", format!("`{}` is not the name of a file.", place.display()))
        })?;
        let mut draft = name.to_owned();
        draft.push(format!(".draft-{}", &secret::token()?[..8]));
        let path = place.with_file_name(draft);
        let file = File::options().write(true).create_new(true).mode(0o600).open(&path);
        let file = file.map_err(|error| unwritten(place, error))?;
        Ok(Self { place: place.to_owned(), path, file })
    }

    /// To write with.
    pub(crate) fn writer(&self) -> Result<File> {
        self.file.try_clone().map_err(|error| unwritten(&self.place, error))
    }

    /// Puts it in its place, where it survives a loss of power.
    pub(crate) fn keep(self, force: bool) -> Result<()> {
        let synced = self.file.sync_all().and_then(|()| {
            if force {
                return fs::rename(&self.path, &self.place);
            }
            // Unlike a rename, a link fails where somebody was faster.
            fs::hard_link(&self.path, &self.place)
        });
        match synced.and_then(|()| sync_folder(&self.place)) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(taken(&self.place)),
            kept => kept.map_err(|error| unwritten(&self.place, error)),
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After a rename it is gone already.
        let _ = fs::remove_file(&self.path);
    }
}

fn sync_folder(place: &Path) -> io::Result<()> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn taken(place: &Path) -> Problem {
    Problem::conflict(format!(
        "`{}` is there already. Choose another name, or replace it with --force.",
        place.display()
    ))
}

/// What it means that a file could not be written.
pub(crate) fn unwritten(place: &Path, error: io::Error) -> Problem {
    let place = place.display();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Problem::conflict(format!(
                "There is no room for `{place}`: nothing of it was kept. Make room, or choose another disk."
            ))
        }
        ErrorKind::NotFound => Problem::not_found(format!(
            "The folder of `{place}` is not there. Make it first, or choose another."
        )),
        ErrorKind::PermissionDenied => Problem::forbidden(format!(
            "This user may not write `{place}`. Choose another place, or run this as its owner."
        )),
        _ => Problem::internal(
            format!("`{place}` could not be written; nothing of it was kept"),
            error,
        ),
    }
}
