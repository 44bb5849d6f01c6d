//! `footbridge policy …`

mod people;
mod publishing;

use base::Result;
use clap::Subcommand;
use web::{Console, Verbs, api::escaped};

use crate::api::{Changes, LineChange, Sheet, Summary};

/// The word for everyone, where a group could stand.
const EVERYONE: &str = "everyone";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Publish a text as the next version of a policy; says so if it is in force already
    Publish(publishing::Publication),
    /// List the policies in force
    List {
        /// List those that were retired instead
        #[arg(long)]
        retired: bool,
    },
    /// Print the text in force, byte for byte as it was hashed
    Show {
        /// The policy's word
        slug: String,
        /// An earlier version, by its number
        #[arg(long, value_name = "NUMBER")]
        version: Option<i64>,
    },
    /// List the versions of a policy
    Versions {
        /// The policy's word
        slug: String,
    },
    /// Show which lines a version changed
    Changes {
        /// The policy's word
        slug: String,
        /// The number of the version
        version: i64,
    },
    /// List who has acknowledged a policy, and who still has to
    Acknowledged {
        /// The policy's word
        slug: String,
    },
    /// List what you are asked to read and have not read; needs an access token
    ToRead,
    /// Say that you have read the text in force; needs an access token
    Acknowledge {
        /// The policy's word
        slug: String,
        /// The hash of the text that you have read: `footbridge policy show … | sha256sum`
        #[arg(long, value_name = "HASH")]
        sha256: String,
    },
    /// Put a policy out of force; what was published and acknowledged stays
    Retire {
        /// The policy's word
        slug: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

impl Verbs for Verb {
    async fn run(self, console: &Console) -> Result<()> {
        match self {
            Self::Publish(publication) => publishing::publish(console, publication).await,
            Self::List { retired } => list(console, retired).await,
            Self::Show { slug, version } => show(console, &slug, version).await,
            Self::Versions { slug } => versions(console, &slug).await,
            Self::Changes { slug, version } => changes(console, &slug, version).await,
            Self::Acknowledged { slug } => people::acknowledged(console, &slug).await,
            Self::ToRead => people::to_read(console).await,
            Self::Acknowledge { slug, sha256 } => people::acknowledge(console, &slug, sha256).await,
            Self::Retire { slug, reason } => people::retire(console, &slug, reason).await,
        }
    }
}

/// The address of a policy in the API.
fn at(slug: &str) -> String {
    format!("/policies/{}", escaped(slug))
}

async fn list(console: &Console, retired: bool) -> Result<()> {
    let path = format!("/policies?retired={retired}");
    let policies: Vec<Summary> = console.api().await?.all(&path).await?;
    let line = |policy: &Summary| {
        let audience = policy.audience.as_deref().unwrap_or(EVERYONE);
        let (slug, number, title) = (&policy.slug, policy.number, &policy.title);
        format!("{slug:24} version {number:<3} {title} (for: {audience})")
    };
    console.answer(&policies, &policies.iter().map(line).collect::<Vec<_>>().join("\n"))
}

async fn show(console: &Console, slug: &str, version: Option<i64>) -> Result<()> {
    let mut path = at(slug);
    path.extend(version.map(|number| format!("/versions/{number}")));
    let sheet: Sheet = console.api().await?.get(&path).await?;
    console.answer(&sheet, &sheet.text)
}

async fn versions(console: &Console, slug: &str) -> Result<()> {
    let path = format!("{}/versions", at(slug));
    let versions: Vec<Summary> = console.api().await?.all(&path).await?;
    let line = |version: &Summary| {
        let at = version.published_at.map(|at| at.to_string()).unwrap_or_default();
        let by = version.published_by.as_deref().unwrap_or_default();
        let note = version.note.as_deref().unwrap_or_default();
        format!("version {:<3}  {at}  {by}  {note}", version.number)
    };
    console.answer(&versions, &versions.iter().map(line).collect::<Vec<_>>().join("\n"))
}

async fn changes(console: &Console, slug: &str, version: i64) -> Result<()> {
    let path = format!("{}/versions/{version}/changes", at(slug));
    let changes: Changes = console.api().await?.get(&path).await?;
    let mark = |change| match change {
        LineChange::Same => "  ",
        LineChange::Removed => "- ",
        LineChange::Added => "+ ",
        LineChange::LeftOut => "…",
    };
    let mut lines = vec![match changes.since {
        Some(number) => format!("What changed since version {number}:"),
        None => "This is the first version.".to_owned(),
    }];
    lines.extend(changes.lines.iter().map(|line| format!("{}{}", mark(line.change), line.text)));
    console.answer(&changes, &lines.join("\n"))
}
