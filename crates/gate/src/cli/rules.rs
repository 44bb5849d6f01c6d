//! Making rules at the command line, and listing them.

use base::{Pattern, Result, Schedule};
use clap::Args;
use verdict::Target;
use web::{App, Caller, Console};

use crate::{Draft, Kind, Names, draft, moment, publish, rule, said_of};

/// A wall, refusal or seal. The zone of the schedule is the organisation's, or `--zone`.
#[derive(Debug, Args)]
pub(super) struct RuleArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// Hours from Monday to Friday, such as 09:00-17:00
    #[arg(long, value_name = "HOURS")]
    mon_fri: Option<String>,
    /// Days and hours, such as "mon-fri 09:00-17:00; sat 10:00-14:00"
    #[arg(long, value_name = "HOURS", conflicts_with = "mon_fri")]
    schedule: Option<String>,
    /// The first time at which it holds, such as "2026-12-01 09:00"
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// The first time at which it holds no more
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// The login of a person whom it is about; may be given several times. Everyone, if nobody is named
    #[arg(long = "person", value_name = "LOGIN")]
    people: Vec<String>,
    /// The short name of a group that it is about; may be given several times
    #[arg(long = "group", value_name = "GROUP")]
    groups: Vec<String>,
    /// Why, in words for everybody who meets it
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// What to use instead
    #[arg(long, value_name = "TEXT", default_value = "")]
    alternative: String,
}

/// What a rule is about.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct TargetArgs {
    /// Every service of a category, by its short name
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
    /// One service, by its short name
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// A host and all below it, such as example.com; =example.com for that name alone
    #[arg(long, value_name = "HOST")]
    host: Option<Pattern>,
    /// Everything
    #[arg(long)]
    everything: bool,
}

impl TargetArgs {
    async fn target(self, app: &App) -> Result<Target> {
        match self {
            Self { category: Some(slug), .. } => Ok(Target::Category(slug)),
            Self { service: Some(name), .. } => draft::service(&app.store, &name).await,
            Self { host: Some(pattern), .. } => Ok(Target::Host(pattern)),
            Self { .. } => Ok(Target::Everything),
        }
    }
}

impl RuleArgs {
    async fn draft(self, app: &App) -> Result<Draft> {
        let zone = &app.settings.zone;
        let hours = self.mon_fri.map(|hours| format!("mon-fri {hours}")).or(self.schedule);
        let time = |text: Option<String>, field: &str| {
            text.map(|text| moment::read(&text, zone).map_err(|problem| problem.at(field)))
                .transpose()
        };
        Ok(Draft {
            target: self.target.target(app).await?,
            audience: draft::audience(&app.store, &self.people, &self.groups).await?,
            schedule: hours.map(|hours| Schedule::parse(&hours, zone)).transpose()?,
            from: time(self.from, "from")?,
            until: time(self.until, "until")?,
            reason: self.reason,
            alternative: self.alternative,
        })
    }
}

pub(super) async fn make(console: &Console, kind: Kind, args: RuleArgs) -> Result<()> {
    let app = console.app().await?;
    // Before the server first ran, the services that are shipped are not there yet.
    catalog::sync(&app).await?;
    let draft = args.draft(&app).await?;
    let id = rule::make(&app, &Caller::operator(), kind, draft).await?;
    let edition = publish(&app).await?;
    let made = rule::rule(&app.store, id).await?;
    let names = Names::load(&app.store, &app.settings.zone, said_of(&made.audience)).await?;
    let words = names.rule(&made.clone().in_rulebook());
    let text = format!("rule/{id}: {words}{}", super::in_force(edition.as_ref()));
    console.answer(&made, &text)
}

pub(super) async fn list(console: &Console) -> Result<()> {
    let app = console.app().await?;
    let rules = rule::standing(&app.store, app.now()).await?;
    let people = rules.iter().flat_map(|rule| said_of(&rule.audience));
    let names = Names::load(&app.store, &app.settings.zone, people).await?;
    let line = |rule: &rule::Rule| {
        let (key, by, reason) = (rule.key(), &rule.made_by, &rule.reason);
        format!(
            "{key:<10}  {}\n            {reason} ({by})",
            names.rule(&rule.clone().in_rulebook())
        )
    };
    let text = rules.iter().map(line).collect::<Vec<_>>().join("\n");
    console.answer(&rules, if text.is_empty() { "no wall, refusal or seal stands" } else { &text })
}
