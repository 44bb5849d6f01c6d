//! Editions: published rulebooks as files that a helper reads without asking anybody.
//!
//! `DATA/editions/000012.edition` has two lines: a head as JSON, which names the SHA-256 of the
//! second line, and the rulebook as JSON. It is never changed. `DATA/editions/current` holds the
//! number of the edition in force; both are replaced whole, so a reader sees the old or the new.

mod file;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use base::{Problem, Timestamp};
use serde::{Deserialize, Serialize};
use verdict::{Compiled, Rulebook};

/// The largest edition that is written or read, in bytes.
pub const EDITION_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// The largest head, in bytes: what changed is told in sentences, not in full.
pub const HEAD_BYTES_MAX: usize = 256 * 1024;

/// What is known of an edition without its rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its number: 1, 2, 3.
    pub edition: i64,
    /// Since when it is in force.
    pub published_at: Timestamp,
    /// SHA-256 of the rulebook's line without its line feed, in lower-case hexadecimal.
    pub sha256: String,
    /// The act that led to it, such as `decision/12`.
    pub cause: String,
    /// What is different from the edition before, a sentence each.
    pub changes: Vec<String>,
}

/// What the publisher says of a new edition.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its number, greater than that of every other.
    pub edition: i64,
    /// Since when it is in force.
    pub published_at: Timestamp,
    /// The act that led to it.
    pub cause: String,
    /// What is different, a sentence each.
    pub changes: Vec<String>,
}

/// A published rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// What is known of it.
    pub head: Head,
    /// What it says.
    pub rulebook: Rulebook,
}

/// A consistent rulebook as an edition holds it.
#[derive(Clone, Debug)]
pub struct Body {
    json: String,
    sha256: String,
}

impl Body {
    /// The rulebook that was found consistent, written down.
    pub fn of(book: &Compiled) -> Result<Self, Problem> {
        Self::new(book.rulebook())
    }

    fn new(rulebook: &Rulebook) -> Result<Self, Problem> {
        serde_json::to_string(rulebook)
            .map(Self::from)
            .map_err(|error| Problem::internal("the rulebook could not be written as JSON", error))
    }

    /// SHA-256 of the rulebook as JSON, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The rulebook as JSON.
    pub(crate) fn json(&self) -> &str {
        &self.json
    }
}

/// As another node wrote it down.
impl From<String> for Body {
    fn from(json: String) -> Self {
        let sha256 = file::sha256(json.as_bytes());
        Self { json, sha256 }
    }
}

/// All editions of one data directory.
#[derive(Clone, Debug)]
pub struct Editions {
    folder: PathBuf,
}

impl Editions {
    /// The editions in the data directory `data`; nothing is read yet.
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join("editions") }
    }

    /// Writes an edition to disk and puts it in force. Once this returns, it survives a power cut.
    ///
    /// A rulebook that contradicts itself is refused, and so is a number that was used for other
    /// contents. Publishing the same contents again puts them in force again.
    pub fn publish(&self, draft: Draft, rulebook: &Rulebook) -> Result<Head, Problem> {
        rulebook.clone().compile()?;
        self.put_in_force(draft, &Body::new(rulebook)?)
    }

    /// The same with a rulebook that was compiled and written down already.
    pub fn put_in_force(&self, draft: Draft, body: &Body) -> Result<Head, Problem> {
        let head = self.keep(draft, body)?;
        file::replace(&self.folder, "current", format!("{}\n", head.edition).as_bytes())?;
        Ok(head)
    }

    /// Writes an edition to disk and leaves in force what is.
    pub(crate) fn keep(&self, draft: Draft, body: &Body) -> Result<Head, Problem> {
        let Draft { edition, published_at, cause, changes } = draft;
        let head = Head { edition, published_at, sha256: body.sha256.clone(), cause, changes };
        fs::create_dir_all(&self.folder)
            .map_err(|error| self.trouble("could not be made", error))?;
        match self.holds(edition, &head.sha256) {
            Some(true) => Ok(head),
            Some(false) => Err(taken(edition)),
            None => {
                let text = file::encode(&head, &body.json)?;
                file::replace(&self.folder, &name(edition), text.as_bytes())?;
                Ok(head)
            }
        }
    }

    /// Whether the file of an edition says that it holds the rules with this hash; none if there is
    /// no such file, or one without a head.
    pub(crate) fn holds(&self, edition: i64, sha256: &str) -> Option<bool> {
        self.head(edition).ok().map(|head| head.sha256 == sha256)
    }

    /// The number of the edition in force; none if nothing was ever published here.
    pub fn current(&self) -> Result<Option<i64>, Problem> {
        match fs::read_to_string(self.folder.join("current")) {
            Ok(text) => text.trim().parse().map(Some).map_err(|_| {
                Problem::conflict(format!(
                    "`{}` does not name an edition: publish again, or write the number of an edition into it",
                    self.folder.join("current").display()
                ))
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.trouble("could not be read", error)),
        }
    }

    /// Reads an edition and verifies that its rules are those that were published.
    pub fn read(&self, edition: i64) -> Result<Edition, Problem> {
        file::read(&self.path(edition), edition)
    }

    /// Reads the head of an edition alone; its rules are not verified.
    pub fn head(&self, edition: i64) -> Result<Head, Problem> {
        file::read_head(&self.path(edition), edition)
    }

    /// The numbers of all editions that are kept, the newest first.
    pub fn numbers(&self) -> Result<Vec<i64>, Problem> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.trouble("could not be listed", error)),
        };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut numbers: Vec<i64> =
            names.filter_map(|name| name.strip_suffix(".edition")?.parse().ok()).collect();
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        Ok(numbers)
    }

    /// The edition that was in force at `at`, if it is kept: the last one published until then.
    pub fn at(&self, at: Timestamp) -> Result<Option<Head>, Problem> {
        for number in self.numbers()? {
            let head = self.head(number)?;
            if head.published_at <= at {
                return Ok(Some(head));
            }
        }
        Ok(None)
    }

    /// Removes all but the newest `keep` editions, never the one in force. Returns how many went.
    pub fn prune(&self, keep: usize) -> Result<usize, Problem> {
        let current = self.current()?;
        let old = self.numbers()?.into_iter().skip(keep).filter(|number| Some(*number) != current);
        old.map(|number| {
            fs::remove_file(self.path(number))
                .map_err(|error| self.trouble("could not be pruned", error))
        })
        .try_fold(0, |count, removed| removed.map(|()| count + 1))
    }

    fn path(&self, edition: i64) -> PathBuf {
        self.folder.join(name(edition))
    }

    fn trouble(&self, what: &str, error: io::Error) -> Problem {
        Problem::internal(format!("the editions in `{}` {what}", self.folder.display()), error)
    }
}

fn name(edition: i64) -> String {
    format!("{edition:06}.edition")
}

fn taken(edition: i64) -> Problem {
    Problem::conflict(format!(
        "Edition {edition} was published with other rules: use the next number"
    ))
}
