//! Publishing a text from a file.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use base::{Problem, Result, limits, problem::Kind};
use clap::Args;
use web::{Console, api::Client};

use super::{EVERYONE, at};
use crate::api::{Sheet, Summary, Written};

/// What is to be published.
#[derive(Debug, Args)]
pub(crate) struct Publication {
    /// A text in Markdown; `-` reads standard input
    file: PathBuf,
    /// The policy's word in addresses: small letters, digits and hyphens
    #[arg(long)]
    slug: String,
    /// Its title; a later version keeps the last one if it is left out
    #[arg(long)]
    title: Option<String>,
    /// The group that is asked to read it, or `everyone`; a later version keeps the last one if it
    /// is left out
    #[arg(long, value_name = "GROUP")]
    audience: Option<String>,
    /// Ask those who have read the last version to read this one too
    #[arg(long)]
    must_be_read: bool,
    /// What is new in it
    #[arg(long, default_value = "")]
    note: String,
}

impl Publication {
    /// With the title and the audience of `last` where none is given.
    fn text(self, last: Option<Summary>) -> Result<Written> {
        let (last_title, last_audience) =
            last.map(|last| (Some(last.title), last.audience)).unwrap_or_default();
        let missing = || Problem::invalid("title", "A first version needs a --title.");
        let title = self.title.or(last_title).ok_or_else(missing)?;
        let audience = self.audience.or(last_audience).filter(|group| group != EVERYONE);
        let text = read(&self.file)?;
        Ok(Written { title, audience, text, note: self.note, must_be_read: self.must_be_read })
    }
}

pub(super) async fn publish(console: &Console, publication: Publication) -> Result<()> {
    let api = console.api().await?;
    let path = at(&publication.slug);
    let text = publication.text(last(&api, &path).await?)?;
    let made: Sheet = api.post(&format!("{path}/versions"), &text).await?;
    let version = made.version;
    let (title, number) = (&version.title, version.number);
    console.answer(&version, &format!("{title}: version {number} is in force"))
}

async fn last(api: &Client, path: &str) -> Result<Option<Summary>> {
    match api.get::<Sheet>(path).await {
        Ok(sheet) => Ok(Some(sheet.version)),
        Err(problem) if problem.kind() == Kind::NotFound => Ok(None),
        Err(problem) => Err(problem),
    }
}

fn read(path: &Path) -> Result<String> {
    let unreadable = |error: io::Error| {
        Problem::invalid("file", format!("`{}` cannot be read: {error}", path.display()))
    };
    // No character has more than 4 bytes; what is longer is refused by its characters.
    let most = (limits::DOCUMENT_CHARS_MAX * 4 + 1) as u64;
    let mut text = String::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_string(&mut text).map_err(unreadable)?;
    } else {
        let file = File::open(path).map_err(unreadable)?;
        file.take(most).read_to_string(&mut text).map_err(unreadable)?;
    }
    if text.trim().is_empty() {
        return Err(Problem::invalid("file", format!("`{}` is empty.", path.display())));
    }
    Ok(text)
}
