//! `footbridge people …`

mod csv;
mod tokens;

use std::path::PathBuf;

use base::{Result, Seat};
use clap::Subcommand;
use web::{
    Console, Verbs,
    api::{Client, escaped},
};

use crate::api::{
    GroupDraft, GroupSheet, Has, Invitation, Mapped, Mapping, PersonDraft, PersonSheet, Switch,
};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
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
    List {
        /// Part of the name or of the login
        #[arg(default_value = "")]
        text: String,
    },
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
    /// Take away somebody's second factors: their phone is lost
    ResetSecondFactor {
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
    /// List somebody's access tokens
    Tokens {
        /// The login of the person; without it, your own
        login: Option<String>,
    },
    /// Make an access token for yourself; needs a server and a token that may
    MakeToken {
        /// Where it will be used
        name: String,
        /// What it may do: the name of a right, of a capability, or `all`
        #[arg(long = "scope", required = true)]
        scopes: Vec<String>,
        /// For how many days it is good
        #[arg(long, default_value_t = 90)]
        days: u16,
    },
    /// End an access token
    EndToken {
        /// Its number
        id: i64,
        /// The login of its person; without it, your own
        #[arg(long)]
        of: Option<String>,
    },
}

impl Verbs for Verb {
    async fn run(self, console: &Console) -> Result<()> {
        match self {
            Self::Import { file, apply } => csv::import(console, &file, apply).await,
            Self::Add { login, name, email, groups } => {
                let draft = PersonDraft { login, name, email, groups, aliases: Vec::new() };
                let person: PersonSheet = console.api().await?.post("/people", &draft).await?;
                console.answer(&person, &format!("added {}", person.login))
            }
            Self::List { text } => list(console, &text).await,
            Self::Invite { login } => {
                let path = format!("{}/links", of(&login));
                let made: Invitation = console.api().await?.post(&path, &()).await?;
                console.answer(&made, &made.link)
            }
            Self::SwitchOff { login } => switch(console, &login, false).await,
            Self::SwitchOn { login } => switch(console, &login, true).await,
            Self::ResetSecondFactor { login } => reset(console, &login).await,
            Self::AddGroup { slug, name, seat } => {
                let draft = GroupDraft { slug, name, seat };
                let group: GroupSheet = console.api().await?.post("/groups", &draft).await?;
                console.answer(&group, &format!("added {}", group.slug))
            }
            Self::MapAddress { net, who } => {
                let mapping = Mapping { net, who };
                let made: Mapped = console.api().await?.post("/addresses", &mapping).await?;
                console.answer(&made, &format!("{} stands for {}", made.net, mapping.who))
            }
            Self::Tokens { login } => tokens::list(console, login.as_deref()).await,
            Self::MakeToken { name, scopes, days } => {
                tokens::make(console, name, scopes, days).await
            }
            Self::EndToken { id, of } => tokens::end(console, of.as_deref(), id).await,
        }
    }
}

/// Where a person is.
fn of(login: &str) -> String {
    format!("/people/{}", escaped(login))
}

async fn list(console: &Console, text: &str) -> Result<()> {
    let path = format!("/people?{}", web::query(&[("text", text)]));
    let people: Vec<PersonSheet> = console.api().await?.all(&path).await?;
    let off = |person: &PersonSheet| if person.active { "" } else { " (switched off)" };
    let line = |person: &PersonSheet| format!("{:20} {}{}", person.login, person.name, off(person));
    let lines: Vec<String> = people.iter().map(line).collect();
    console.answer(&people, &lines.join("\n"))
}

async fn switch(console: &Console, login: &str, active: bool) -> Result<()> {
    let path = format!("{}/active", of(login));
    let person: PersonSheet = console.api().await?.put(&path, &Switch { active }).await?;
    let state = if active { "on" } else { "off" };
    console.answer(&person, &format!("{} is switched {state}", person.login))
}

async fn reset(console: &Console, login: &str) -> Result<()> {
    let (path, api): (String, Client) =
        (format!("{}/second-factor", of(login)), console.api().await?);
    api.delete(&path).await?;
    let has: Has = api.get(&path).await?;
    console.answer(&has, &format!("{login} has no second factor now"))
}
