//! `footbridge policy …`

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use base::{Problem, Result, limits};
use clap::{ArgMatches, FromArgMatches, Subcommand};
use futures::future::BoxFuture;
use serde::Serialize;
use web::{App, Caller, Console};

use crate::{Draft, Reader, State, Version, publishing, readers, version};

/// The word for everyone, where a group could stand.
const EVERYONE: &str = "everyone";

#[derive(Debug, Subcommand)]
enum Verb {
    /// Publish a text as the next version of a policy; says so if it is in force already
    Publish {
        /// A text in Markdown; `-` reads standard input
        file: PathBuf,
        /// The policy's word in addresses: small letters, digits and hyphens
        #[arg(long)]
        slug: String,
        /// Its title; a later version keeps the last one if it is left out
        #[arg(long)]
        title: Option<String>,
        /// The group that is asked to read it, or `everyone`; a later version keeps the last one if
        /// it is left out
        #[arg(long, value_name = "GROUP")]
        audience: Option<String>,
        /// Ask those who have read the last version to read this one too
        #[arg(long)]
        must_be_read: bool,
        /// What is new in it
        #[arg(long, default_value = "")]
        note: String,
    },
    /// List the policies in force
    List,
    /// Print the text in force, byte for byte as it was hashed
    Show {
        /// The policy's word
        slug: String,
    },
    /// List who has acknowledged a policy, and who still has to
    Acknowledged {
        /// The policy's word
        slug: String,
    },
}

pub(crate) fn build(command: clap::Command) -> clap::Command {
    Verb::augment_subcommands(command).subcommand_required(true)
}

pub(crate) fn run<'a>(console: &'a Console, matches: &'a ArgMatches) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let verb = Verb::from_arg_matches(matches)
            .map_err(|error| Problem::invalid("command", error.to_string()))?;
        verb.run(console, &console.app().await?).await
    })
}

impl Verb {
    async fn run(self, console: &Console, app: &App) -> Result<()> {
        match self {
            Self::Publish { file, slug, title, audience, must_be_read, note } => {
                let text = read(&file)?;
                let draft = Draft { slug, text, note, must_be_read, ..Draft::default() };
                publish(console, app, draft, title, audience).await
            }
            Self::List => list(console, app).await,
            Self::Show { slug } => show(console, app, &slug).await,
            Self::Acknowledged { slug } => acknowledged(console, app, &slug).await,
        }
    }
}

async fn publish(
    console: &Console,
    app: &App,
    draft: Draft,
    title: Option<String>,
    audience: Option<String>,
) -> Result<()> {
    let last = version::newest(&app.store, &draft.slug).await?;
    let (last_title, last_audience) =
        last.map(|last| (last.title, last.group_slug)).unwrap_or_default();
    let title = title.unwrap_or(last_title);
    if title.is_empty() {
        return Err(Problem::invalid("title", "A first version needs a --title."));
    }
    let audience = audience.or(last_audience).filter(|group| group != EVERYONE);
    let draft = Draft { title, audience, ..draft };
    let number = publishing::publish(app, &Caller::operator(), &draft).await?;
    let version = version::in_force(&app.store, &draft.slug).await?;
    console.answer(&version, &format!("{}: version {number} is in force", version.title))
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

async fn list(console: &Console, app: &App) -> Result<()> {
    let policies = version::published(&app.store).await?;
    let line = |policy: &Version| {
        format!(
            "{:24} version {:<3} {} (for: {})",
            policy.slug,
            policy.number,
            policy.title,
            policy.audience()
        )
    };
    console.answer(&policies, &policies.iter().map(line).collect::<Vec<_>>().join("\n"))
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    version: Version,
    text: String,
}

async fn show(console: &Console, app: &App, slug: &str) -> Result<()> {
    let version = version::in_force(&app.store, slug).await?;
    let text = version.text(&app.store).await?;
    console.answer(&Shown { version, text: text.clone() }, &text)
}

#[derive(Serialize)]
struct Acknowledged<'a> {
    policy: &'a Version,
    people: &'a [Reader],
}

async fn acknowledged(console: &Console, app: &App, slug: &str) -> Result<()> {
    let policy = version::in_force(&app.store, slug).await?;
    let readers = readers::readers(&app.store, slug).await?;
    let (asked, done) = readers::counts(&readers);
    let (title, number) = (&policy.title, policy.number);
    let mut lines = vec![format!("{title}, version {number}: {done} of {asked} have read it")];
    lines.extend(readers.iter().map(|reader| format!("{:20} {}", reader.login, words(reader))));
    console.answer(&Acknowledged { policy: &policy, people: &readers }, &lines.join("\n"))
}

fn words(reader: &Reader) -> String {
    let read = reader.number.zip(reader.at).map(|(number, at)| format!("version {number}, {at}"));
    match (reader.state(), read) {
        (State::Acknowledged, Some(read)) => format!("read ({read})"),
        (State::Stale, Some(read)) => format!("must read again (read {read})"),
        _ => "has not read it".to_owned(),
    }
}
