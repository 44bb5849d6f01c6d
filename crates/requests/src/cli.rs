//! `footbridge requests …`

use base::{Id, Problem, Result, Seat, limits};
use clap::{ArgMatches, FromArgMatches, Subcommand};
use futures::future::BoxFuture;
use web::{App, Caller, Console};

use crate::{
    case, decision,
    decision::Decision,
    end::end,
    request::{self, Listing, Request, State},
    rule::set_rule,
    today,
    words::{self, Phrase},
};

#[derive(Debug, Subcommand)]
enum Verb {
    /// List requests, newest first
    List {
        /// Only these: open, decided or withdrawn
        #[arg(long)]
        state: Option<String>,
        /// Only older ones than this number
        #[arg(long)]
        before: Option<i64>,
    },
    /// Show one request: what is asked, and what the seats say
    Show {
        /// Its number
        id: Id<Request>,
    },
    /// List decisions, newest first
    Decisions {
        /// Only those that hold now
        #[arg(long)]
        in_force: bool,
        /// Only older ones than this number
        #[arg(long)]
        before: Option<i64>,
    },
    /// Say which seats must agree for a category; no seats take its own rule away
    Rule {
        /// A category of the catalogue, `unknown`, or `all` for every other one
        category: String,
        /// communications, it, security, legal: at least two of them
        seats: Vec<Seat>,
    },
    /// End a decision before its time
    End {
        /// Its number
        decision: Id<Decision>,
        /// Why, for the record and for those whom it was for
        #[arg(long)]
        reason: String,
    },
}

pub(crate) fn build(command: clap::Command) -> clap::Command {
    Verb::augment_subcommands(command).subcommand_required(true)
}

pub(crate) fn run<'a>(console: &'a Console, matches: &'a ArgMatches) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let verb = Verb::from_arg_matches(matches)
            .map_err(|error| Problem::invalid("command", error.to_string()))?;
        let app = console.app().await?;
        match verb {
            Verb::List { state, before } => list(console, &app, state.as_deref(), before).await,
            Verb::Show { id } => show(console, &app, id).await,
            Verb::Decisions { in_force, before } => {
                decisions(console, &app, in_force, before).await
            }
            Verb::Rule { category, seats } => {
                set_rule(&app, &Caller::operator(), &category, &seats).await?;
                let answer = serde_json::json!({ "category": category, "seats": seats });
                console.answer(&answer, &format!("set the rule for {category}"))
            }
            Verb::End { decision, reason } => {
                end(&app, &Caller::operator(), decision, &reason).await?;
                let answer = serde_json::json!({ "decision": decision, "ended": true });
                console.answer(&answer, &format!("ended decision {decision}"))
            }
        }
    })
}

fn page_rows() -> i64 {
    i64::try_from(limits::PAGE_ROWS).unwrap_or(i64::MAX)
}

async fn list(
    console: &Console,
    app: &App,
    state: Option<&str>,
    before: Option<i64>,
) -> Result<()> {
    let state = match state {
        None => None,
        Some(word) => Some(State::named(word).ok_or_else(|| {
            Problem::invalid(
                "state",
                format!("`{word}` is not a state: use open, decided or withdrawn"),
            )
        })?),
    };
    let listing = Listing { of: None, state, before };
    let requests = request::list(&app.store, listing, page_rows()).await?;
    let askers: Vec<i64> = requests.iter().map(|request| request.asker).collect();
    let phrase = Phrase::about(app, &askers).await?;
    let lines = requests.iter().map(|request| line(request, &phrase));
    console.answer(&requests, &listed(lines, "No requests."))
}

/// One under the other, or that there are none.
fn listed(lines: impl Iterator<Item = String>, none: &str) -> String {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { none.to_owned() } else { lines.join("\n") }
}

fn line(request: &Request, phrase: &Phrase) -> String {
    let state = if request.is_open() {
        State::Open
    } else if request.is_decided() {
        State::Decided
    } else {
        State::Withdrawn
    };
    format!(
        "{:>5}  {:<9}  {}  {} for {}",
        request.id.get(),
        state.word(),
        words::iso_day(request.asked_at, &phrase.zone),
        request.target.name,
        phrase.names.person(request.asker),
    )
}

async fn show(console: &Console, app: &App, id: Id<Request>) -> Result<()> {
    let case = case::required(&app.store, id).await?;
    let decided = decision::decision_of(&app.store, id).await?;
    let phrase = Phrase::about(app, &case.people()).await?;
    let request = &case.request;
    let decision = decided.as_ref().map(|found| decision_line(found, &phrase).trim().to_owned());
    let text = format!(
        "{}\nfor:      {}\nproposed: {}\nreviews:  {}\ndecision: {}",
        line(request, &phrase),
        request.purpose,
        phrase.sentence(crate::Effect::Allow, &request.target.name, &request.terms),
        today::standing(&case),
        decision.unwrap_or_else(|| "none yet".to_owned()),
    );
    console.answer(&serde_json::json!({ "case": case, "decision": decided }), &text)
}

async fn decisions(
    console: &Console,
    app: &App,
    in_force: bool,
    before: Option<i64>,
) -> Result<()> {
    let found = if in_force {
        decision::in_force(&app.store, app.now()).await?
    } else {
        decision::decisions(&app.store, before.unwrap_or(i64::MAX), page_rows()).await?
    };
    let people: Vec<i64> =
        found.iter().flat_map(|decision| decision.terms.audience.people.clone()).collect();
    let phrase = Phrase::about(app, &people).await?;
    let lines = found.iter().map(|decision| decision_line(decision, &phrase));
    console.answer(&found, &listed(lines, "No decisions."))
}

fn decision_line(decision: &Decision, phrase: &Phrase) -> String {
    let says = phrase.sentence(decision.effect, &decision.target.name, &decision.terms);
    match &decision.ending {
        None => format!("{:>5}  {says}", decision.id.get()),
        Some(ending) => format!(
            "{:>5}  {says} Ended {} by {}: {}",
            decision.id.get(),
            words::moment(ending.at, &phrase.zone),
            ending.by,
            ending.reason
        ),
    }
}
