//! `footbridge audit …`

use std::{fs, path::PathBuf};

use base::{Problem, Result, limits};
use clap::{ArgMatches, FromArgMatches, Subcommand};
use futures::future::BoxFuture;

use crate::{Console, console::say};

#[derive(Debug, Subcommand)]
enum Verb {
    /// Check every entry of the log against its signatures; names whatever was changed, removed,
    /// swapped or back-dated
    Verify {
        /// A checkpoint that was kept elsewhere; by default the one in the data directory
        #[arg(long)]
        checkpoint: Option<PathBuf>,
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

pub(super) fn build(command: clap::Command) -> clap::Command {
    Verb::augment_subcommands(command).subcommand_required(true)
}

pub(super) fn run<'a>(console: &'a Console, matches: &'a ArgMatches) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let verb = Verb::from_arg_matches(matches)
            .map_err(|error| Problem::invalid("command", error.to_string()))?;
        match verb {
            Verb::Verify { checkpoint } => verify(console, checkpoint).await,
            Verb::Key => {
                let key = console.app().await?.audit.trust().to_text();
                console.answer(&serde_json::json!({ "key": key }), &key)
            }
            Verb::List { act, object, actor, limit } => {
                list(console, &audit::Filter { act, object, actor }, limit).await
            }
        }
    })
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

fn read(path: &PathBuf) -> Result<String> {
    fs::read_to_string(path).map_err(|error| {
        Problem::invalid("checkpoint", format!("`{}` cannot be read: {error}", path.display()))
    })
}

async fn list(console: &Console, filter: &audit::Filter, limit: usize) -> Result<()> {
    let app = console.app().await?;
    let entries = audit::entries(&app.store, filter, None, limit).await?;
    if !console.json {
        let lines: Vec<String> = entries
            .iter()
            .map(|entry| {
                format!(
                    "{:>7}  {}  {}  {}  {}",
                    entry.seq, entry.at, entry.who, entry.act, entry.object
                )
            })
            .collect();
        return say(&lines.join("\n"));
    }
    console.answer(&entries, "")
}
