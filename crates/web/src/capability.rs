//! What a slice offers: one plain value. Adding a capability is one folder and one line in the
//! binary's list.

use std::fmt;

use base::{Host, Problem, Result, Timestamp};
use clap::{ArgMatches, Subcommand};
use futures::future::BoxFuture;
use maud::Markup;
use serde::{Deserialize, Serialize};
use store::Migrations;
use utoipa::ToSchema;

use crate::{Api, App, Caller, Console, Routes, metrics::Figure, operation::Ready, rights::Right};

/// A capability's surfaces. Every field but the name may be left out.
#[derive(Clone, Copy)]
pub struct Capability {
    /// The word in commands, in acts of the audit log and in names of tables.
    pub name: &'static str,
    /// Own tables.
    pub migrations: Option<Migrations>,
    /// Who may do what.
    pub rights: &'static [&'static Right],
    /// Pages.
    pub routes: Option<fn() -> Routes>,
    /// What programs can do, under `/api/v1`.
    pub api: Option<fn() -> Api>,
    /// Ways in, in the order of the navigation.
    pub nav: &'static [NavLink],
    /// Work for later.
    pub jobs: &'static [jobs::Job<App>],
    /// `footbridge <name> <verb>`.
    pub command: Option<Command>,
    /// What waits for this person.
    pub today: Option<TodayFn>,
    /// What it knows of a service or host on which a decision is to be made.
    pub evidence: Option<EvidenceFn>,
    /// Its part of the front page.
    pub panel: Option<PanelFn>,
    /// What it answers to the one box.
    pub answer: Option<AnswerFn>,
    /// Whether this person has no need to ask: a sentence that says why they may already.
    pub already: Option<AlreadyFn>,
    /// Who a signed-in person is. Exactly one capability knows.
    pub identify: Option<IdentifyFn>,
    /// Whose access token this is, with what it may. Exactly one capability knows.
    pub authenticate: Option<AuthenticateFn>,
    /// Brings in what the program ships, before anybody works with the state.
    pub stock: Option<StockFn>,
    /// What must be ready before people are sent here.
    pub ready: Option<Ready>,
    /// Numbers for `/metrics`.
    pub figures: Option<FiguresFn>,
    /// Runs beside the server until it stops.
    pub run: Option<fn(App) -> BoxFuture<'static, ()>>,
}

/// See [`Capability::today`].
pub type TodayFn = for<'a> fn(&'a App, &'a Caller) -> BoxFuture<'a, Result<Vec<Waiting>>>;
/// See [`Capability::evidence`].
pub type EvidenceFn = for<'a> fn(&'a App, &'a Subject) -> BoxFuture<'a, Result<Vec<Evidence>>>;
/// See [`Capability::panel`].
pub type PanelFn = for<'a> fn(&'a App, &'a Caller) -> BoxFuture<'a, Result<Markup>>;
/// See [`Capability::answer`].
pub type AnswerFn =
    for<'a> fn(&'a App, &'a Caller, &'a str) -> BoxFuture<'a, Result<Option<Answer>>>;
/// See [`Capability::already`].
pub type AlreadyFn =
    for<'a> fn(&'a App, &'a Caller, &'a Subject) -> BoxFuture<'a, Result<Option<String>>>;
/// See [`Capability::figures`].
pub type FiguresFn = for<'a> fn(&'a App) -> BoxFuture<'a, Result<Vec<Figure>>>;
/// See [`Capability::identify`].
pub type IdentifyFn = for<'a> fn(&'a App, i64) -> BoxFuture<'a, Result<Option<Caller>>>;
/// See [`Capability::stock`].
pub type StockFn = for<'a> fn(&'a App) -> BoxFuture<'a, Result<()>>;
/// See [`Capability::authenticate`].
pub type AuthenticateFn = for<'a> fn(&'a App, &'a str) -> BoxFuture<'a, Result<Option<Caller>>>;

impl Capability {
    /// A capability that offers nothing yet.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            migrations: None,
            rights: &[],
            routes: None,
            api: None,
            nav: &[],
            jobs: &[],
            command: None,
            today: None,
            evidence: None,
            panel: None,
            answer: None,
            already: None,
            identify: None,
            authenticate: None,
            stock: None,
            ready: None,
            figures: None,
            run: None,
        }
    }
}

impl fmt::Debug for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Capability").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A way in, named for what people do there.
#[derive(Clone, Copy)]
pub struct NavLink {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub label: &'static str,
    /// Shown to whoever holds this right.
    pub right: &'static Right,
    /// Smaller comes first.
    pub order: u8,
    under: &'static [&'static str],
    pub(crate) count: Option<CountFn>,
}

/// See [`NavLink::count`].
pub type CountFn = for<'a> fn(&'a App, &'a Caller) -> BoxFuture<'a, Result<usize>>;

impl NavLink {
    /// A way to `href` for whoever holds `right`; a smaller `order` comes first.
    pub const fn new(
        href: &'static str,
        label: &'static str,
        right: &'static Right,
        order: u8,
    ) -> Self {
        Self { href, label, right, order, under: &[], count: None }
    }

    /// Other paths that belong under it: there it is marked as the current one too.
    #[must_use]
    pub const fn under(self, under: &'static [&'static str]) -> Self {
        Self { under, ..self }
    }

    /// How many things wait there for this person. Asked for every page, so a cheap query.
    #[must_use]
    pub const fn count(self, count: CountFn) -> Self {
        Self { count: Some(count), ..self }
    }

    /// Whether the page at `path`, with or without a query, belongs under it.
    pub(crate) fn leads_to(&self, path: &str) -> bool {
        let path = path.split('?').next().unwrap_or_default();
        let is_below = |root: &str| {
            path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        is_below(self.href) || self.under.iter().any(|root| is_below(root))
    }
}

impl fmt::Debug for NavLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NavLink").field("href", &self.href).finish_non_exhaustive()
    }
}

/// A sub-command of the binary.
#[derive(Clone, Copy)]
pub struct Command {
    /// One line of help.
    pub about: &'static str,
    /// Adds its verbs and options.
    pub build: fn(clap::Command) -> clap::Command,
    /// Does what was asked.
    pub run: for<'a> fn(&'a Console, &'a ArgMatches) -> BoxFuture<'a, Result<()>>,
}

/// The verbs of a capability's command, as clap reads them.
pub trait Verbs: Subcommand + Send {
    /// Does what was asked.
    fn run(self, console: &Console) -> impl Future<Output = Result<()>> + Send;
}

impl Command {
    /// `footbridge <capability> <verb>` for the verbs `V`.
    pub const fn of<V: Verbs>(about: &'static str) -> Self {
        Self {
            about,
            build: |command| V::augment_subcommands(command).subcommand_required(true),
            run: |console, matches| {
                Box::pin(async move {
                    let verb = V::from_arg_matches(matches)
                        .map_err(|error| Problem::invalid("command", error.to_string()))?;
                    verb.run(console).await
                })
            },
        }
    }
}

/// Something that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What they would do: “Review: LinkedIn for Noor Haddad”.
    pub title: String,
    /// Where.
    pub href: String,
    /// Since when.
    pub since: Timestamp,
    /// One more line, if it helps.
    pub note: Option<String>,
}

/// What a decision is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The host, where one was named.
    pub host: Option<Host>,
    /// The slug of the service, where it is known.
    pub service: Option<String>,
    /// The slug of the category.
    pub category: Option<String>,
    /// The number of the request, where there is one.
    pub request: Option<i64>,
    /// The person who asks.
    pub person: Option<i64>,
}

/// What one capability knows about a [`Subject`]: shown to the deciders, and frozen with the
/// decision as they saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// For example “What we know of LinkedIn”.
    pub title: String,
    /// The page where there is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// The statements.
    pub lines: Vec<Statement>,
}

/// One thing known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Statement {
    /// What is said.
    pub says: String,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Of which day it is, as `2026-11-22`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

impl Statement {
    /// A statement that our own records make.
    pub fn own(says: impl Into<String>) -> Self {
        Self { says: says.into(), source: None, date: None }
    }
}

/// What the one box answers.
#[derive(Debug)]
pub enum Answer {
    /// Go there.
    Page(String),
    /// Show this.
    Shown(Markup),
}
