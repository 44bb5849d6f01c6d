//! `footbridge gate …`

mod editions;
mod rules;
mod squid;
mod verdicts;
mod why;

use base::{Id, Result};
use clap::Subcommand;
use web::{Console, Verbs};

use crate::{Kind, rule};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Say how the gate stands
    Status,
    /// Put up a wall: closed unless a decision opens a door
    Wall(rules::RuleArgs),
    /// Refuse: closed whatever doors there are
    Refuse(rules::RuleArgs),
    /// Seal: closed until the seal is lifted
    Seal(rules::RuleArgs),
    /// List the walls, refusals and seals in force
    Rules {
        /// List those that are over instead
        #[arg(long)]
        over: bool,
    },
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
    /// Try a verdict by the edition in force
    Try(verdicts::TryArgs),
    /// List what was closed for you in the last hour; needs an access token
    Blocks,
    /// Explain the verdict for a person and a host, from the edition files alone
    Why(why::WhyArgs),
    /// Answer Squid on standard input and output
    Squid(squid::SquidArgs),
    /// Print the lines for squid.conf
    SquidConf(squid::ConfArgs),
    /// Have a real Squid check those lines
    Check(squid::CheckArgs),
}

impl Verbs for Verb {
    async fn run(self, console: &Console) -> Result<()> {
        match self {
            Self::Status => editions::status(console).await,
            Self::Wall(args) => rules::make(console, Kind::Wall, args).await,
            Self::Refuse(args) => rules::make(console, Kind::Refusal, args).await,
            Self::Seal(args) => rules::make(console, Kind::Seal, args).await,
            Self::Rules { over } => rules::list(console, over).await,
            Self::End { rule, reason } => rules::end(console, rule, reason).await,
            Self::Default { effect, reason } => {
                editions::set_default(console, &effect, reason).await
            }
            Self::Publish => editions::publish(console).await,
            Self::Editions => editions::list(console).await,
            Self::Try(args) => verdicts::try_it(console, &args).await,
            Self::Blocks => verdicts::blocks(console).await,
            Self::Why(args) => why::run(console, &args),
            Self::Squid(args) => squid::run(console, args),
            Self::SquidConf(args) => squid::print(console, &args),
            Self::Check(args) => squid::check(console, &args),
        }
    }
}
