//! Where the state is.

use std::path::{Path, PathBuf};

use base::{Problem, Result};

/// Which database engine answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one: a file, one server.
    Sqlite,
    /// The one for several nodes.
    Postgres,
}

/// Where the state is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// `footbridge.sqlite` in this directory.
    Directory(PathBuf),
    /// A `postgres://` address.
    Postgres(String),
}

impl Location {
    /// From what was configured: the address of a database if one was given, else the directory.
    pub fn new(data: &Path, database: Option<&str>) -> Result<Self> {
        match database {
            None => Ok(Self::Directory(data.to_owned())),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Self::Postgres(url.to_owned()))
            }
            Some(_) => Err(Problem::invalid(
                "database",
                "The database must be given as postgres://user:password@host/name; leave it out to use the embedded one.",
            )),
        }
    }

    /// The engine that serves this location.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Directory(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}
