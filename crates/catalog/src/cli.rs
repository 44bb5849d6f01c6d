//! `footbridge catalog …`

use std::path::PathBuf;

use base::{Host, Problem, Result};
use clap::{ArgMatches, FromArgMatches, Subcommand};
use futures::future::BoxFuture;
use serde::Serialize;
use web::{App, Caller, Console};

use crate::{
    Fact, Filter, Outcome, Service, Standing, check, domains, facts, files, import, list, plan,
    service, service_of, set_standing, sync,
};

#[derive(Debug, Subcommand)]
enum Verb {
    /// Say which service a host or a link belongs to
    Which {
        /// For example m.facebook.com
        host: String,
    },
    /// List services
    List {
        /// Part of the name, the short name or the vendor
        #[arg(default_value = "")]
        text: String,
        /// Those of one category
        #[arg(long, default_value = "")]
        category: String,
        /// Those of one standing
        #[arg(long)]
        standing: Option<Standing>,
    },
    /// Show what is known of a service
    Show {
        /// Its short name
        slug: String,
    },
    /// Check files without a database: every mistake with file, line and reason
    Check {
        /// Catalogue files; `-` reads standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Take your own files into the catalogue; says what would happen, and does it with --apply
    Import {
        /// Catalogue files; `-` reads standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Do it
        #[arg(long)]
        apply: bool,
    },
    /// Set where the organisation stands on a service
    Standing {
        /// The short name of the service
        slug: String,
        /// approved, conditional, trial, tolerated, refused or unreviewed
        standing: Standing,
        /// Why
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
        verb.run(console).await
    })
}

impl Verb {
    async fn run(self, console: &Console) -> Result<()> {
        match self {
            Self::Which { host } => which(console, &host).await,
            Self::List { text, category, standing } => {
                let standing = standing.map(Standing::word).unwrap_or_default().to_owned();
                list_services(console, &Filter { text, category, standing }).await
            }
            Self::Show { slug } => show(console, &slug).await,
            Self::Check { files } => {
                let found = check(&files::read_all(&files)?)?;
                let text = format!(
                    "Nothing is wrong. Files: {}, services: {}, domains: {}.",
                    found.files, found.services, found.domains
                );
                console.answer(&found, &text)
            }
            Self::Import { files, apply } => import_files(console, &files, apply).await,
            Self::Standing { slug, standing, reason } => {
                let app = open(console).await?;
                set_standing(&app, &Caller::operator(), &slug, standing, &reason).await?;
                let answer = serde_json::json!({ "service": slug, "standing": standing });
                console.answer(&answer, &format!("{slug} is {standing}"))
            }
        }
    }
}

/// The state, with the catalogue that this program ships.
async fn open(console: &Console) -> Result<App> {
    let app = console.app().await?;
    sync(&app).await?;
    Ok(app)
}

async fn which(console: &Console, host: &str) -> Result<()> {
    let host = Host::from_pasted(host)?;
    let app = open(console).await?;
    match service_of(&app.store, &host).await? {
        Some(service) => console.answer(&service, &line(&service)),
        None => Err(Problem::not_found(format!("No service in the catalogue covers {host}."))),
    }
}

async fn list_services(console: &Console, filter: &Filter) -> Result<()> {
    let services = list(&open(console).await?.store, filter, usize::MAX).await?;
    let lines: Vec<String> = services.iter().map(line).collect();
    console.answer(&services, &lines.join("\n"))
}

fn line(service: &Service) -> String {
    format!(
        "{:24} {:12} {:12} {}",
        service.slug,
        service.category,
        service.standing(),
        service.name
    )
}

/// Everything about one service.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    service: Service,
    domains: Vec<base::Pattern>,
    facts: Vec<Fact>,
}

async fn show(console: &Console, slug: &str) -> Result<()> {
    let app = open(console).await?;
    let service = service::required(&app.store, slug).await?;
    let domains = domains(&app.store, service.id).await?;
    let facts = facts(&app.store, service.id).await?.into_iter().map(|kept| kept.fact).collect();
    let shown = Shown { service, domains, facts };
    console.answer(&shown, &shown.text())
}

impl Shown {
    fn text(&self) -> String {
        let service = &self.service;
        let vendor = service.vendor.as_deref().unwrap_or("not known");
        let domains: Vec<String> = self.domains.iter().map(ToString::to_string).collect();
        let mut lines = vec![
            format!("{} ({})", service.name, service.category_name),
            service.purpose.clone(),
            format!("supplied by  {vendor}"),
            format!("domains      {}", domains.join(" ")),
            format!("standing     {}", standing_line(service)),
        ];
        let fact = |fact: &Fact| format!("{}  {} ({})", fact.date, fact.says, fact.source);
        lines.extend(self.facts.iter().map(fact));
        lines.join("\n")
    }
}

fn standing_line(service: &Service) -> String {
    let review = &service.review;
    let word = review.standing;
    match (&review.by, review.at, &review.reason) {
        (Some(by), Some(at), Some(reason)) => format!("{word}, by {by} at {at}: {reason}"),
        _ => word.to_string(),
    }
}

async fn import_files(console: &Console, files: &[PathBuf], apply: bool) -> Result<()> {
    let texts = files::read_all(files)?;
    let app = open(console).await?;
    let outcome = if apply {
        import(&app, &Caller::operator(), &texts).await?
    } else {
        plan(&app.store, &texts).await?
    };
    console.answer(&outcome, &told(&outcome, apply))
}

fn told(outcome: &Outcome, apply: bool) -> String {
    let mut lines = vec![format!(
        "{} new, {} changed, {} as they are",
        outcome.added.len(),
        outcome.changed.len(),
        outcome.unchanged
    )];
    lines.extend(outcome.categories.iter().map(|slug| format!("* category {slug}")));
    lines.extend(outcome.added.iter().map(|slug| format!("+ {slug}")));
    lines.extend(outcome.changed.iter().map(|slug| format!("~ {slug}")));
    if !apply && !outcome.is_nothing() {
        lines.push("Nothing was changed. Add --apply to do it.".to_owned());
    }
    lines.join("\n")
}
