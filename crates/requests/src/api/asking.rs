//! Asking.

use base::Problem;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use web::api::{Answered, Call, Created, Json, ToSchema};

use super::{named::AudienceNames, sheet::Shown};
use crate::{
    audience::{AudienceDraft, NAMES_MAX},
    decision::DecisionId,
    target::Wanted,
};

/// What somebody asks: one of `service`, `host` and `name` says for what.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRequest {
    /// The short name of a service.
    #[serde(default)]
    pub(crate) service: String,
    /// A host or a link.
    #[serde(default)]
    pub(crate) host: String,
    /// A name or an address, as a person types it.
    #[serde(default)]
    pub(crate) name: String,
    /// What for. Whoever decides reads this first.
    #[schema(min_length = 1, max_length = 4000)]
    pub(crate) purpose: String,
    /// Who with; only whoever asks, if it is left out.
    #[serde(default)]
    pub(crate) audience: NewAudience,
    pub(crate) until: Until,
    /// The day, where `until` is `day`: its end is meant. A moment, such as 2026-12-18T14:00, is
    /// taken by the clock of the organisation.
    #[serde(default)]
    #[schema(example = "2026-12-18")]
    pub(crate) until_day: String,
    /// The token of the door at which they were stopped.
    #[serde(default)]
    pub(crate) door: String,
    /// What another program's block page told them.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(crate) told: String,
    /// The decision that this is to replace.
    #[serde(default)]
    pub(crate) replaces: Option<DecisionId>,
    /// Ask although it is allowed or asked already.
    #[serde(default)]
    pub(crate) anyway: bool,
}

/// Until when something is asked for.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, ValueEnum,
)]
#[serde(rename_all = "lowercase")]
#[schema(as = AskedUntil)]
pub(crate) enum Until {
    /// Until 18:00; asked later, until midnight.
    Today,
    /// For a week.
    Week,
    /// For a quarter.
    #[default]
    Quarter,
    /// With no end in sight: a year is proposed.
    Open,
    /// Until the end of a day.
    Day,
}

impl Until {
    const fn word(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "week",
            Self::Quarter => "quarter",
            Self::Open => "open",
            Self::Day => "day",
        }
    }
}

/// For whom; whoever asks is always part of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NewAudience {
    /// Everybody at work.
    pub(crate) everyone: bool,
    /// Logins.
    #[schema(max_items = 200)]
    pub(crate) people: Vec<String>,
    /// Short names of groups.
    #[schema(max_items = 200)]
    pub(crate) groups: Vec<String>,
}

const _: () = assert!(NAMES_MAX == 200, "the schema says so");

impl From<AudienceNames> for NewAudience {
    fn from(names: AudienceNames) -> Self {
        Self {
            everyone: names.everyone,
            people: names.people.into_iter().map(|person| person.login).collect(),
            groups: names.groups.into_iter().map(|group| group.slug).collect(),
        }
    }
}

impl From<NewAudience> for AudienceDraft {
    fn from(new: NewAudience) -> Self {
        Self::Listed { everyone: new.everyone, people: new.people, groups: new.groups }
    }
}

impl From<NewRequest> for crate::Draft {
    fn from(new: NewRequest) -> Self {
        Self {
            wanted: Wanted { service: new.service, host: new.host, name: new.name },
            purpose: new.purpose,
            audience: new.audience.into(),
            until: new.until.word().to_owned(),
            until_day: new.until_day,
            door: new.door,
            told: new.told,
            replaces: new.replaces,
            anyway: new.anyway,
        }
    }
}

pub(super) async fn create(call: Call, Json(new): Json<NewRequest>) -> Answered<Created<Shown>> {
    let named = if new.host.is_empty() { "name" } else { "host" };
    let asked = crate::ask(&call.app, &call.caller, &new.into()).await;
    let id = asked.map_err(|problem| pointed(problem, named))?;
    let shown = Shown::of(&call.app, &call.caller, id).await?;
    Ok(Created::at(format!("/requests/{id}"), shown))
}

/// What the readers of hosts say is wrong is wrong where the host was named.
fn pointed(problem: Problem, named: &str) -> Problem {
    match problem.field() {
        Some("host" | "domain" | "pattern") => problem.at(named),
        _ => problem,
    }
}
