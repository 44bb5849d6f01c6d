//! What whoever asks does.

use base::{Id, Result, Schedule, Timestamp};
use clap::Args;
use serde_json::json;
use web::Console;

use super::{seen::Seen, text};
use crate::{
    api::{NewAudience, NewComment, NewJoin, NewRequest, NewTerms, Shown, TermsShown, Until},
    decision::Decision,
    request::Request,
    until,
};

#[derive(Debug, Args)]
pub(crate) struct Asking {
    /// Its name, its short name in the catalogue, or its address
    name: String,
    /// What for, in a sentence or two
    #[arg(long = "for", value_name = "PURPOSE")]
    purpose: String,
    /// Until when
    #[arg(long, default_value = "quarter")]
    until: Until,
    /// Until the end of this day, such as 2026-12-18
    #[arg(long, value_name = "DAY", conflicts_with = "until")]
    until_day: Option<String>,
    #[command(flatten)]
    whom: Whom,
    /// The number of the decision that this is to replace
    #[arg(long)]
    replaces: Option<Id<Decision>>,
    /// Ask although it is allowed or asked already
    #[arg(long)]
    anyway: bool,
}

/// For whom, besides whoever asks.
#[derive(Debug, Args)]
pub(super) struct Whom {
    /// For everybody at work
    #[arg(long, conflicts_with_all = ["people", "groups"])]
    everyone: bool,
    /// Logins, with commas between
    #[arg(long, value_name = "LOGIN", value_delimiter = ',')]
    people: Vec<String>,
    /// Short names of groups, with commas between
    #[arg(long, value_name = "GROUP", value_delimiter = ',')]
    groups: Vec<String>,
}

impl Whom {
    fn is_said(&self) -> bool {
        self.everyone || !self.people.is_empty() || !self.groups.is_empty()
    }
}

impl From<Whom> for NewAudience {
    fn from(whom: Whom) -> Self {
        Self { everyone: whom.everyone, people: whom.people, groups: whom.groups }
    }
}

pub(super) async fn ask(console: &Console, asking: Asking) -> Result<()> {
    let until = if asking.until_day.is_some() { Until::Day } else { asking.until };
    let new = NewRequest {
        name: asking.name,
        purpose: asking.purpose,
        audience: asking.whom.into(),
        until,
        until_day: asking.until_day.unwrap_or_default(),
        replaces: asking.replaces,
        anyway: asking.anyway,
        ..NewRequest::default()
    };
    let shown: Shown = console.api().await?.post("/requests", &new).await?;
    console.answer(&shown, &text::shown(console, &shown))
}

pub(super) async fn join(console: &Console, id: Id<Request>, only_follow: bool) -> Result<()> {
    let path = format!("/requests/{id}/joins");
    let shown: Shown = console.api().await?.post(&path, &NewJoin { only_follow }).await?;
    console.answer(&shown, &format!("joined request {id}"))
}

pub(super) async fn leave(console: &Console, id: Id<Request>) -> Result<()> {
    console.api().await?.delete(&format!("/requests/{id}/joins")).await?;
    console.answer(&json!({ "request": id, "left": true }), &format!("left request {id}"))
}

pub(super) async fn comment(console: &Console, id: Id<Request>, words: String) -> Result<()> {
    let path = format!("/requests/{id}/comments");
    let shown: Shown = console.api().await?.post(&path, &NewComment { words }).await?;
    console.answer(&shown, &format!("said on request {id}"))
}

pub(super) async fn withdraw(console: &Console, id: Id<Request>) -> Result<()> {
    let path = format!("/requests/{id}/withdrawal");
    let shown: Shown = console.api().await?.post(&path, &json!({})).await?;
    console.answer(&shown, &format!("withdrew request {id}"))
}

#[derive(Debug, Args)]
pub(crate) struct Changing {
    /// The number of the request
    id: Id<Request>,
    /// What you saw: the word after `seen:` that `show` gives
    #[arg(long)]
    seen: Seen,
    #[command(flatten)]
    whom: Whom,
    /// Days and hours, such as `mon-fri 09:00-17:00`; `always` for any time
    #[arg(long)]
    hours: Option<String>,
    /// The time zone of the hours; the organisation's, if you leave it out
    #[arg(long, requires = "hours")]
    zone: Option<String>,
    /// From this day or moment; `decision` for the moment of the decision
    #[arg(long)]
    starts: Option<String>,
    /// Until the end of this day, or until this moment; `never` for no end
    #[arg(long)]
    ends: Option<String>,
    /// Short names of policies that must be acknowledged, with commas between; `none` for none
    #[arg(long, value_name = "POLICY", value_delimiter = ',')]
    conditions: Vec<String>,
}

pub(super) async fn change(console: &Console, changing: Changing) -> Result<()> {
    let api = console.api().await?;
    let path = format!("/requests/{}/terms", changing.id);
    let now: TermsShown = api.get(&path).await?;
    let new = changing.applied_to(now, &console.settings.zone)?;
    let changed: TermsShown = api.put(&path, &new).await?;
    console.answer(&changed, &changed.terms.says)
}

impl Changing {
    /// What stands, with what is named in its place.
    fn applied_to(self, now: TermsShown, zone: &str) -> Result<NewTerms> {
        let kept = now.terms;
        let conditions = match &self.conditions[..] {
            [] => kept.conditions,
            [none] if none == "none" => Vec::new(),
            named => named.to_vec(),
        };
        let moment = |said: Option<&str>, none: &str, kept, read: Read| match said {
            None => Ok(kept),
            Some(word) if word == none => Ok(None),
            Some(text) => read(text, zone).map(Some),
        };
        Ok(NewTerms {
            revision: self.seen.revision,
            schedule: self.schedule(kept.schedule, zone)?,
            starts: moment(self.starts.as_deref(), "decision", kept.starts, |text, zone| {
                until::start_of("starts", text, zone)
            })?,
            ends: moment(self.ends.as_deref(), "never", kept.ends, |text, zone| {
                until::end_of("ends", text, zone)
            })?,
            conditions,
            audience: if self.whom.is_said() { self.whom.into() } else { kept.audience.into() },
        })
    }

    fn schedule(&self, kept: Option<Schedule>, zone: &str) -> Result<Option<Schedule>> {
        match self.hours.as_deref() {
            None => Ok(kept),
            Some("always") => Ok(None),
            Some(hours) => {
                let zone = self.zone.as_deref().unwrap_or(zone);
                Schedule::parse(hours, zone).map(Some)
            }
        }
    }
}

/// How a day is read in a zone.
type Read = fn(&str, &str) -> Result<Timestamp>;
