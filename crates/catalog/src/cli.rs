//! `footbridge catalog …`

use std::path::PathBuf;

use base::Result;
use clap::Subcommand;
use web::{Caller, Console, Verbs, api::escaped};

use crate::{
    Fact, Filter, Outcome, Service, Standing,
    api::{Sheet, Stand},
    check, files, import, plan,
};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
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

impl Verbs for Verb {
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
                let new = Stand { standing, reason };
                let path = format!("/services/{}/standing", escaped(&slug));
                let _: Sheet = console.api().await?.put(&path, &new).await?;
                let answer = serde_json::json!({ "service": slug, "standing": standing });
                console.answer(&answer, &format!("{slug} is {standing}"))
            }
        }
    }
}

async fn which(console: &Console, host: &str) -> Result<()> {
    let path = format!("/service-of/{}", escaped(host));
    let service: Service = console.api().await?.get(&path).await?;
    console.answer(&service, &line(&service))
}

async fn list_services(console: &Console, filter: &Filter) -> Result<()> {
    let fields =
        [("text", &*filter.text), ("category", &*filter.category), ("standing", &*filter.standing)];
    let path = format!("/services?{}", web::query(&fields));
    let services: Vec<Service> = console.api().await?.all(&path).await?;
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

async fn show(console: &Console, slug: &str) -> Result<()> {
    let path = format!("/services/{}", escaped(slug));
    let sheet: Sheet = console.api().await?.get(&path).await?;
    console.answer(&sheet, &sheet.text())
}

impl Sheet {
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
        lines.extend(self.facts.iter().map(|kept| fact(&kept.fact)));
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
    let app = console.app().await?;
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
