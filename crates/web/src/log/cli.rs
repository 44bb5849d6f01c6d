//! `footbridge audit …`

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use audit::{Filter, Recorded};
use base::{Problem, Result, limits};
use clap::Subcommand;
use serde_json::Value;

use crate::{
    Console, Verbs,
    api::Many,
    console::{answer, say},
};

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Check every entry of the log against its signatures; names whatever was changed, removed,
    /// swapped or back-dated
    Verify {
        /// A checkpoint that was kept elsewhere; by default the one in the data directory
        #[arg(long)]
        checkpoint: Option<PathBuf>,
    },
    /// Write the whole log, with proofs and how to check them, for somebody who does not trust us
    Export {
        /// A new or an empty folder
        #[arg(value_name = "DIR")]
        directory: PathBuf,
    },
    /// Prove one entry: that it is in the log, as it stands in the proof
    Proof {
        /// Its number
        #[arg(long, value_name = "N")]
        entry: u64,
    },
    /// Prove that the log only grew since an older checkpoint
    Consistency {
        /// How many entries the log had then: the second line of that checkpoint
        #[arg(long, value_name = "N")]
        older: u64,
        /// How many the later log had; by default as many as there are now
        #[arg(long, value_name = "N")]
        size: Option<u64>,
    },
    /// Print the public key by which others check the log
    Key,
    /// List entries, newest first
    List {
        /// Only this act (`requests.decide`) or capability (`requests`)
        #[arg(long, default_value = "")]
        act: String,
        /// Only this object, for example request/17
        #[arg(long, default_value = "")]
        object: String,
        /// Only acts of people with this in their name
        #[arg(long, default_value = "")]
        actor: String,
        /// At most so many
        #[arg(long, default_value_t = limits::PAGE_ROWS)]
        limit: usize,
    },
}

impl Verbs for Verb {
    async fn run(self, console: &Console) -> Result<()> {
        match self {
            Self::Verify { checkpoint } => verify(console, checkpoint).await,
            Self::Export { directory } => export(console, &directory).await,
            Self::Proof { entry } => prove(console, &format!("/audit/entries/{entry}/proof")).await,
            Self::Consistency { older, size } => {
                let size = size.map(|size| size.to_string()).unwrap_or_default();
                let query = crate::query(&[("older", &older.to_string()), ("size", &size)]);
                prove(console, &format!("/audit/consistency?{query}")).await
            }
            Self::Key => {
                let head: Value = console.api().await?.get("/audit/head").await?;
                console.answer(
                    &serde_json::json!({ "key": head["key"] }),
                    head["key"].as_str().unwrap_or_default(),
                )
            }
            Self::List { act, object, actor, limit } => {
                list(console, &Filter { act, object, actor }, limit).await
            }
        }
    }
}

async fn verify(console: &Console, checkpoint: Option<PathBuf>) -> Result<()> {
    let app = console.app().await?;
    let kept = match &checkpoint {
        Some(path) => Some(read(path)?),
        None => read(&console.settings.data.join("audit.checkpoint")).ok(),
    };
    let report = audit::verify(&app.store, &app.audit.trust(), kept.as_deref()).await?;
    let mut text: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    text.push(if report.findings.is_empty() {
        format!("{} entries: every one is as it was written.", report.entries)
    } else {
        format!("{} entries, {} findings.", report.entries, report.findings.len())
    });
    console.answer(&report, &text.join("\n"))?;
    if report.findings.is_empty() {
        return Ok(());
    }
    Err(Problem::conflict("The audit log is not as it was written; the findings name the entries."))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| {
        Problem::invalid("checkpoint", format!("`{}` cannot be read: {error}", path.display()))
    })
}

async fn export(console: &Console, directory: &Path) -> Result<()> {
    let app = console.app().await?;
    let is_seen = io::stderr().is_terminal();
    let tell = |done: u64, whole: u64| {
        if is_seen {
            let end = if done == whole { "\n" } else { "" };
            // A terminal that has gone away is no failure.
            let _ = write!(io::stderr(), "\rExporting entries: {done} of {whole}{end}");
        }
    };
    let exported = app.audit.export(directory, &app.settings.organisation, tell).await?;
    let place = directory.display();
    let text = format!(
        "{} entries are in {place}. {place}/VERIFY.txt says how to check them.",
        exported.entries
    );
    console.answer(&exported, &text)
}

/// A proof is JSON whether or not that was asked for: it is to be saved as a file.
async fn prove(console: &Console, path: &str) -> Result<()> {
    let proof: Value = console.api().await?.get(path).await?;
    answer(true, &proof, "")
}

async fn list(console: &Console, filter: &Filter, limit: usize) -> Result<()> {
    let api = console.api().await?;
    let (mut entries, mut after) = (Vec::<Recorded>::new(), String::new());
    while entries.len() < limit {
        let page = (limit - entries.len()).min(PAGE_MAX).to_string();
        let fields = [
            ("act", &*filter.act),
            ("object", &*filter.object),
            ("actor", &*filter.actor),
            ("limit", &*page),
            ("after", &*after),
        ];
        let found: Many<Recorded> =
            api.get(&format!("/audit/entries?{}", crate::query(&fields))).await?;
        entries.extend(found.items);
        match found.next {
            Some(next) => after = next,
            None => break,
        }
    }
    if console.json {
        return console.answer(&entries, "");
    }
    say(&entries.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// What the API lists at once, at most.
const PAGE_MAX: usize = 100;

fn line(entry: &Recorded) -> String {
    format!("{:>7}  {}  {}  {}  {}", entry.seq, entry.at, entry.who, entry.act, entry.object)
}
