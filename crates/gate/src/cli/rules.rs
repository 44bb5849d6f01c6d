//! Making rules at the command line, and listing them.

use base::{Id, Pattern, Result, Schedule};
use clap::Args;
use web::Console;

use super::editions::in_force;
use crate::{
    Kind, Rule,
    api::{NewRule, RuleEnd, RuleSheet, TargetName},
    moment,
};

/// A wall, refusal or seal. The zone of the schedule is the organisation's, or `--zone`.
#[derive(Debug, Args)]
pub(crate) struct RuleArgs {
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
    fn target(self) -> TargetName {
        match self {
            Self { category: Some(slug), .. } => TargetName::Category(slug),
            Self { service: Some(name), .. } => TargetName::Service(name),
            Self { host: Some(pattern), .. } => TargetName::Host(pattern),
            Self { .. } => TargetName::Everything,
        }
    }
}

impl RuleArgs {
    fn rule(self, kind: Kind, zone: &str) -> Result<NewRule> {
        let hours = self.mon_fri.map(|hours| format!("mon-fri {hours}")).or(self.schedule);
        let time = |text: Option<String>, field: &str| {
            text.map(|text| moment::read(&text, zone).map_err(|problem| problem.at(field)))
                .transpose()
        };
        Ok(NewRule {
            kind,
            target: self.target.target(),
            people: self.people,
            groups: self.groups,
            schedule: hours.map(|hours| Schedule::parse(&hours, zone)).transpose()?,
            from: time(self.from, "from")?,
            until: time(self.until, "until")?,
            reason: self.reason,
            alternative: self.alternative,
        })
    }
}

pub(super) async fn make(console: &Console, kind: Kind, args: RuleArgs) -> Result<()> {
    let new = args.rule(kind, &console.settings.zone)?;
    let api = console.api().await?;
    let made: RuleSheet = api.post("/gate/rules", &new).await?;
    let text = format!("rule/{}: {}{}", made.id, made.says, in_force(&api).await?);
    console.answer(&made, &text)
}

pub(super) async fn end(console: &Console, id: Id<Rule>, reason: String) -> Result<()> {
    let api = console.api().await?;
    let ended: RuleSheet = api.post(&format!("/gate/rules/{id}/end"), &RuleEnd { reason }).await?;
    console.answer(&ended, &format!("rule/{id} is ended{}", in_force(&api).await?))
}

pub(super) async fn list(console: &Console, over: bool) -> Result<()> {
    let path = format!("/gate/rules?over={over}");
    let rules: Vec<RuleSheet> = console.api().await?.all(&path).await?;
    let line = |rule: &RuleSheet| {
        let (key, says) = (format!("rule/{}", rule.id), &rule.says);
        format!("{key:<10}  {says}\n            {} ({})", rule.reason, rule.made_by)
    };
    let text = rules.iter().map(line).collect::<Vec<_>>().join("\n");
    let none = if over { "no rule is over" } else { "no wall, refusal or seal stands" };
    console.answer(&rules, if text.is_empty() { none } else { &text })
}
