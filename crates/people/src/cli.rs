//! `footbridge people …`

use std::{io::Read, path::PathBuf};

use base::{Problem, Result, Seat};
use clap::{ArgMatches, FromArgMatches, Subcommand};
use futures::future::BoxFuture;
use web::{Caller, Console};

use crate::{Draft, Import, address, group, import, link, person};

#[derive(Debug, Subcommand)]
enum Verb {
    /// Import people from a CSV file; says what would happen, and does it with --apply
    Import {
        /// Columns login,name,email,groups,aliases; `-` reads standard input
        file: PathBuf,
        /// Do it
        #[arg(long)]
        apply: bool,
    },
    /// Add one person
    Add {
        /// The login that the proxy knows them by
        login: String,
        /// Their name
        #[arg(long)]
        name: String,
        /// Their mail address
        #[arg(long, default_value = "")]
        email: String,
        /// A group they belong to; may be given several times
        #[arg(long = "group")]
        groups: Vec<String>,
    },
    /// List everybody
    List,
    /// Print a one-time link at which somebody chooses their password
    Invite {
        /// The login of the person
        login: String,
    },
    /// Switch somebody off: signed out everywhere, member of nothing in force
    SwitchOff {
        /// The login of the person
        login: String,
    },
    /// Switch somebody on again
    SwitchOn {
        /// The login of the person
        login: String,
    },
    /// Add a group
    AddGroup {
        /// Small letters, digits and hyphens
        slug: String,
        /// Its name
        #[arg(long)]
        name: String,
        /// The seat that it holds: communications, it, security or legal
        #[arg(long)]
        seat: Option<Seat>,
    },
    /// Say which person or group sits behind an address or range
    MapAddress {
        /// For example 10.1.2.3 or 10.1.0.0/16
        net: String,
        /// The login of a person, or the short name of a group
        who: String,
    },
}

pub(crate) fn build(command: clap::Command) -> clap::Command {
    Verb::augment_subcommands(command).subcommand_required(true)
}

pub(crate) fn run<'a>(console: &'a Console, matches: &'a ArgMatches) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let verb = Verb::from_arg_matches(matches)
            .map_err(|error| Problem::invalid("command", error.to_string()))?;
        verb.run(console).await
    })
}

impl Verb {
    async fn run(self, console: &Console) -> Result<()> {
        let caller = Caller::operator();
        match self {
            Self::Import { file, apply } => import_file(console, &caller, &file, apply).await,
            Self::Add { login, name, email, groups } => {
                let draft = Draft { login, name, email, groups, aliases: Vec::new() };
                let person = person::add(&console.app().await?, &caller, &draft).await?;
                console.answer(&person, &format!("added {}", person.login))
            }
            Self::List => list(console).await,
            Self::Invite { login } => {
                let link = link::invite(&console.app().await?, &caller, &login).await?;
                console.answer(&serde_json::json!({ "link": link }), &link)
            }
            Self::SwitchOff { login } => switch(console, &caller, &login, false).await,
            Self::SwitchOn { login } => switch(console, &caller, &login, true).await,
            Self::AddGroup { slug, name, seat } => {
                group::add_group(&console.app().await?, &caller, &slug, &name, seat).await?;
                console.answer(&serde_json::json!({ "group": slug }), &format!("added {slug}"))
            }
            Self::MapAddress { net, who } => {
                address::map_address(&console.app().await?, &caller, &net, &who).await?;
                let answer = serde_json::json!({ "net": net, "who": who });
                console.answer(&answer, &format!("{net} stands for {who}"))
            }
        }
    }
}

async fn import_file(
    console: &Console,
    caller: &Caller,
    path: &PathBuf,
    apply: bool,
) -> Result<()> {
    let file = Import::read(&read(path)?)?;
    let plan = import::import(&console.app().await?, caller, &file, apply).await?;
    let mut lines = vec![plan.sentence()];
    lines.extend(plan.groups.iter().map(|slug| format!("+ group {slug}")));
    lines.extend(plan.added.iter().map(|login| format!("+ {login}")));
    lines.extend(plan.changed.iter().map(|(login, what)| format!("~ {login}: {what}")));
    if !apply && !plan.is_empty() {
        lines.push("Nothing was changed. Add --apply to do it.".to_owned());
    }
    console.answer(&plan, &lines.join("\n"))
}

fn read(path: &PathBuf) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| {
        Problem::invalid("file", format!("`{}` cannot be read: {error}", path.display()))
    };
    let limit = base::limits::CSV_BYTES_MAX as u64 + 1;
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        std::fs::File::open(path)
            .and_then(|file| file.take(limit).read_to_end(&mut bytes))
            .map_err(failed)?;
    }
    Ok(bytes)
}

async fn list(console: &Console) -> Result<()> {
    let app = console.app().await?;
    let people = person::all(&app.store).await?;
    let lines: Vec<String> = people
        .iter()
        .map(|person| {
            format!(
                "{:20} {}{}",
                person.login,
                person.name,
                if person.is_active() { "" } else { " (switched off)" }
            )
        })
        .collect();
    console.answer(&people, &lines.join("\n"))
}

async fn switch(console: &Console, caller: &Caller, login: &str, on: bool) -> Result<()> {
    person::set_active(&console.app().await?, caller, login, on).await?;
    let state = if on { "on" } else { "off" };
    console.answer(
        &serde_json::json!({ "login": login, "switched": state }),
        &format!("{login} is switched {state}"),
    )
}
