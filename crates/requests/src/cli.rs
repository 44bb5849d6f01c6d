//! `footbridge requests …`: at this machine's own state, or at a server with somebody's token.

mod acting;
mod deciding;
mod reading;
mod seen;
mod text;

use base::{Id, Result, Seat};
use clap::Subcommand;
use web::{Console, Verbs};

use self::{
    acting::{Asking, Changing},
    deciding::{Deciding, Reviewing},
};
use crate::{
    decision::Decision,
    request::{Request, State},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List requests, newest first
    List {
        /// Only what you asked or joined
        #[arg(long)]
        mine: bool,
        /// Only these
        #[arg(long)]
        state: Option<State>,
        /// Only older ones than this number
        #[arg(long)]
        before: Option<i64>,
    },
    /// Show one request: what is asked, what is known of it, and what was said
    Show {
        /// Its number
        id: Id<Request>,
    },
    /// Ask for a service or a site
    Ask(Asking),
    /// Join a request
    Join {
        /// Its number
        id: Id<Request>,
        /// Only be told of it, and not become part of the audience
        #[arg(long)]
        only_follow: bool,
    },
    /// Leave a request that you joined
    Leave {
        /// Its number
        id: Id<Request>,
    },
    /// Change what is proposed; what you do not name stays as it is
    Terms(Changing),
    /// Say something on a request
    Comment {
        /// Its number
        id: Id<Request>,
        /// What you say
        words: String,
    },
    /// Take back what you asked
    Withdraw {
        /// Its number
        id: Id<Request>,
    },
    /// List what waits for your seats, the longest wait first
    Queue,
    /// Say what your seat thinks of a request
    Review(Reviewing),
    /// Decide on a request on which the other seats agree
    Decide(Deciding),
    /// Say how long a yes takes
    TimeToYes,
    /// List decisions, newest first
    Decisions {
        /// Only those that hold now
        #[arg(long)]
        in_force: bool,
        /// Only older ones than this number
        #[arg(long)]
        before: Option<i64>,
    },
    /// Show one decision: what holds, who decided, and what they saw
    Decision {
        /// Its number
        id: Id<Decision>,
    },
    /// End a decision before its time
    End {
        /// Its number
        decision: Id<Decision>,
        /// Why, for the record and for those whom it was for
        #[arg(long)]
        reason: String,
    },
    /// List which seats must agree
    Rules,
    /// Say which seats must agree for a category; no seats take its own rule away
    Rule {
        /// A category of the catalogue, `unknown`, or `all` for every other one
        category: String,
        /// communications, it, security, legal: at least two of them
        seats: Vec<Seat>,
    },
}

impl Verbs for Verb {
    async fn run(self, console: &Console) -> Result<()> {
        match self {
            Self::List { mine, state, before } => reading::list(console, mine, state, before).await,
            Self::Show { id } => reading::show(console, id).await,
            Self::Queue => reading::queue(console).await,
            Self::TimeToYes => reading::time_to_yes(console).await,
            Self::Decisions { in_force, before } => {
                reading::decisions(console, in_force, before).await
            }
            Self::Decision { id } => reading::decision(console, id).await,
            Self::Rules => reading::rules(console).await,
            Self::Ask(asking) => acting::ask(console, asking).await,
            Self::Join { id, only_follow } => acting::join(console, id, only_follow).await,
            Self::Leave { id } => acting::leave(console, id).await,
            Self::Terms(changing) => acting::change(console, changing).await,
            Self::Comment { id, words } => acting::comment(console, id, words).await,
            Self::Withdraw { id } => acting::withdraw(console, id).await,
            Self::Review(reviewing) => deciding::review(console, reviewing).await,
            Self::Decide(deciding) => deciding::decide(console, deciding).await,
            Self::End { decision, reason } => deciding::end(console, decision, reason).await,
            Self::Rule { category, seats } => deciding::rule(console, category, seats).await,
        }
    }
}
