//! `footbridge gate …`

mod rules;
mod squid;
mod why;

use base::{Id, Problem, Result};
use clap::{ArgMatches, FromArgMatches, Subcommand};
use futures::future::BoxFuture;
use web::{Caller, Console};

use crate::{Kind, default, editions, publish, rule};

/// How many editions are listed.
const EDITIONS_LISTED: usize = 20;

#[derive(Debug, Subcommand)]
enum Verb {
    /// Put up a wall: closed unless a decision opens a door
    Wall(rules::RuleArgs),
    /// Refuse: closed whatever doors there are
    Refuse(rules::RuleArgs),
    /// Seal: closed until the seal is lifted
    Seal(rules::RuleArgs),
    /// List the walls, refusals and seals in force
    Rules,
    /// End a rule
    End {
        /// Its number
        rule: Id<rule::Rule>,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Choose what holds where no rule says anything
    Default {
        /// allow or deny
        #[arg(value_parser = ["allow", "deny"])]
        effect: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Publish the next edition if it says something new
    Publish,
    /// List the newest editions
    Editions,
    /// Explain the verdict for a person and a host, from the edition files alone
    Why(why::WhyArgs),
    /// Answer Squid on standard input and output
    Squid(squid::SquidArgs),
    /// Print the lines for squid.conf
    SquidConf(squid::ConfArgs),
    /// Have a real Squid check those lines
    Check(squid::CheckArgs),
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
        match self {
            Self::Wall(args) => rules::make(console, Kind::Wall, args).await,
            Self::Refuse(args) => rules::make(console, Kind::Refusal, args).await,
            Self::Seal(args) => rules::make(console, Kind::Seal, args).await,
            Self::Rules => rules::list(console).await,
            Self::End { rule, reason } => end(console, rule, &reason).await,
            Self::Default { effect, reason } => set_default(console, &effect, &reason).await,
            Self::Publish => publish_now(console).await,
            Self::Editions => list_editions(console).await,
            Self::Why(args) => why::run(console, &args),
            Self::Squid(args) => squid::run(console, args),
            Self::SquidConf(args) => squid::print(console, &args),
            Self::Check(args) => squid::check(console, &args),
        }
    }
}

async fn end(console: &Console, id: Id<rule::Rule>, reason: &str) -> Result<()> {
    let app = console.app().await?;
    rule::end(&app, &Caller::operator(), id, reason).await?;
    let edition = publish(&app).await?;
    let ended = rule::rule(&app.store, id).await?;
    console.answer(&ended, &format!("rule/{id} is ended{}", in_force(edition.as_ref())))
}

async fn set_default(console: &Console, effect: &str, reason: &str) -> Result<()> {
    let app = console.app().await?;
    default::set(&app, &Caller::operator(), default::read(effect)?, reason).await?;
    let edition = publish(&app).await?;
    let now = default::current(&app.store).await?;
    console.answer(&now, &format!("the default is {effect}{}", in_force(edition.as_ref())))
}

async fn publish_now(console: &Console) -> Result<()> {
    let app = console.app().await?;
    let edition = publish(&app).await?;
    let text = match &edition {
        Some(edition) => format!("edition {}: {}", edition.number, edition.changes.join(" ")),
        None => "nothing new: the last edition stays in force".to_owned(),
    };
    console.answer(&edition, &text)
}

async fn list_editions(console: &Console) -> Result<()> {
    let app = console.app().await?;
    let newest = editions(&app.store, None, EDITIONS_LISTED).await?;
    let line = |edition: &crate::Edition| {
        let (number, at, why) = (edition.number, edition.published_at, edition.why());
        format!("{number:>6}  {at}  {why}\n        {}", edition.changes.join("\n        "))
    };
    let text = newest.iter().map(line).collect::<Vec<_>>().join("\n");
    console.answer(&newest, if text.is_empty() { "nothing is published yet" } else { &text })
}

/// The end of a sentence: with which edition it is in force.
fn in_force(edition: Option<&crate::Edition>) -> String {
    match edition {
        Some(edition) => format!("; in force with edition {}", edition.number),
        None => "; the edition in force says so already".to_owned(),
    }
}
