//! The empty directory that a backup goes into.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use base::{Problem, Result, secret};
use store::{DATABASE_FILE, ServerLock};

use crate::archive::{CONFIGURATION, unwritten};

/// What an empty data directory may hold: none of it is state. A configuration that is there stays.
const NO_STATE: [&str; 4] = ["server.lock", "open.lock", "lost+found", CONFIGURATION];

/// An empty data directory, in which no server can start meanwhile, and a folder inside it, so on the
/// same disk, where everything is made ready. What is not settled is removed again.
#[derive(Debug)]
pub(crate) struct Place {
    directory: PathBuf,
    folder: PathBuf,
    /// What was not there before: the directory, the lock.
    made: Vec<PathBuf>,
    _lock: ServerLock,
}

impl Place {
    /// Takes `directory`, or says what is in it.
    pub(crate) fn take(directory: &Path) -> Result<Self> {
        let lock = directory.join("server.lock");
        let made = [lock, directory.to_owned()].into_iter().filter(|path| !path.exists()).collect();
        if let Some(name) = first_of_state(directory)? {
            return Err(not_empty(directory, &name));
        }
        let lock = ServerLock::take(directory)?;
        let folder = directory.join(format!("restoring-{}", &secret::token()?[..8]));
        let place = Self { directory: directory.to_owned(), folder, made, _lock: lock };
        let folder = DirBuilder::new().mode(0o700).create(&place.folder);
        folder.map_err(|error| unwritten(&place.folder, error))?;
        Ok(place)
    }

    /// Where the backup is made ready.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts everything in its place, the database last: a directory is a state once it is there.
    pub(crate) fn settle(mut self) -> Result<()> {
        let moved = self.move_all();
        moved.map_err(|error| unwritten(&self.directory, error))?;
        self.made.clear();
        Ok(())
    }

    fn move_all(&self) -> io::Result<()> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let is_lock = Path::new(&name).extension().is_some_and(|end| end == "lock");
            if !is_lock && !self.directory.join(&name).exists() {
                names.push(name);
            }
        }
        names.sort_unstable_by_key(|name| name == DATABASE_FILE);
        for name in names {
            fs::rename(self.folder.join(&name), self.directory.join(&name))?;
        }
        File::open(&self.directory)?.sync_all()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // As far as it goes: what cannot be removed is said by the next attempt.
        let _ = fs::remove_dir_all(&self.folder);
        for made in &self.made {
            let _ = fs::remove_file(made).or_else(|_| fs::remove_dir(made));
        }
    }
}

fn first_of_state(directory: &Path) -> Result<Option<String>> {
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries.map_err(|error| unwritten(directory, error))?,
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    Ok(names.filter(|name| !NO_STATE.contains(&name.as_str())).min())
}

fn not_empty(directory: &Path, name: &str) -> Problem {
    Problem::conflict(format!(
        "`{}` is not empty: it holds `{name}`. A backup is restored into an empty directory only; move what is there away, or name another with --data.",
        directory.display()
    ))
}
