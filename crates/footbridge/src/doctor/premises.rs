//! What is looked at.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    time::Duration,
};

use base::{Problem, Result, Timestamp};
use clap::ArgMatches;
use store::{Location, Store};
use web::Settings;

use crate::configuration::Given;

/// How long the database may take to open: as long as the store itself waits.
const OPEN_TIME_MAX: Duration = Duration::from_secs(12);

/// The place where the program works, as it was configured.
pub(super) struct Premises {
    pub(super) given: Given,
    pub(super) settings: Settings,
    /// The database, if it could be opened. One that is not there yet is not made.
    pub(super) store: Result<Option<Store>>,
    /// Whether a server runs on the data directory.
    pub(super) is_served: bool,
    /// The instant at which everything is looked at.
    pub(super) now: Timestamp,
    pub(super) squid: PathBuf,
    pub(super) squid_conf: PathBuf,
}

impl Premises {
    /// Reads the configuration, and opens the database without bringing it up to date.
    pub(super) async fn enter(matches: &ArgMatches) -> Result<Self> {
        let given = Given::read(matches)?;
        let settings = given.configuration.settings()?;
        let path = |name: &str| matches.get_one::<PathBuf>(name).cloned().unwrap_or_default();
        Ok(Self {
            store: open(&settings.location).await,
            is_served: is_locked(&settings.data.join("server.lock")),
            now: base::Clock::system().now(),
            squid: path("squid"),
            squid_conf: path("squid-conf"),
            given,
            settings,
        })
    }

    /// The database, where it can be asked.
    pub(super) fn store(&self) -> Option<&Store> {
        self.store.as_ref().ok().and_then(Option::as_ref)
    }

    pub(super) fn data(&self) -> &Path {
        &self.settings.data
    }
}

async fn open(location: &Location) -> Result<Option<Store>> {
    if let Location::Directory(directory) = location
        && !directory.join(store::DATABASE_FILE).exists()
    {
        return Ok(None);
    }
    match tokio::time::timeout(OPEN_TIME_MAX, Store::open(location)).await {
        Ok(opened) => opened.map(Some),
        Err(elapsed) => Err(Problem::internal("the database did not answer", elapsed)),
    }
}

/// The file is not made: where there is none, no server ever ran.
fn is_locked(lock: &Path) -> bool {
    let file = File::open(lock);
    file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}
