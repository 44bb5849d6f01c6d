//! How the gate stands, and what holds where no rule says anything.

use base::Timestamp;
use serde::{Deserialize, Serialize};
use verdict::{OrganisationDefault, Rank};
use web::api::{Answered, Call, Json, One, ToSchema};

use crate::{
    default::{self, Default},
    memory::{Helper, Memory},
    published, rule,
};

/// How the gate stands.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GateOverview)]
pub(crate) struct Overview {
    /// The edition in force.
    pub(crate) edition: i64,
    /// Walls, refusals and seals that stand.
    pub(crate) rules: usize,
    /// Doors that decisions opened.
    pub(crate) doors: usize,
    /// What holds where no rule says anything.
    pub(crate) default: DefaultEffect,
    /// What helpers answered since this server started.
    pub(crate) answers: Answers,
    /// The helpers that are connected to this server.
    pub(crate) helpers: Vec<HelperSheet>,
    /// Why the newest changes are not in force, if they are not.
    pub(crate) trouble: Option<String>,
}

/// Answers by effect.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GateAnswers)]
pub(crate) struct Answers {
    pub(crate) allow: u64,
    pub(crate) coach: u64,
    pub(crate) deny: u64,
}

/// A helper that is connected.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GateHelper)]
pub(crate) struct HelperSheet {
    pub(crate) pid: u32,
    pub(crate) version: String,
    /// The edition from which it answers; null while it has none.
    pub(crate) edition: Option<i64>,
    /// Since when it is connected.
    pub(crate) since: Timestamp,
}

impl From<Helper> for HelperSheet {
    fn from(helper: Helper) -> Self {
        let Helper { pid, version, edition, since } = helper;
        Self { pid, version, edition, since }
    }
}

pub(super) async fn show(call: Call) -> Answered<One<Overview>> {
    let app = &call.app;
    let memory = app.memory::<Memory>();
    let in_force = published::in_force(app).await?;
    let rules = &in_force.book.rulebook().rules;
    let counters = memory.counters().clone();
    let [allow, coach, deny] = ["allow", "coach", "deny"].map(|effect| counters.answers(effect));
    Ok(One(Overview {
        edition: in_force.number,
        rules: rule::standing(&app.store, call.now).await?.len(),
        doors: rules.iter().filter(|rule| rule.rank == Rank::Door).count(),
        default: default::current(&app.store).await?.effect.into(),
        answers: Answers { allow, coach, deny },
        helpers: memory.helpers().into_iter().map(HelperSheet::from).collect(),
        trouble: memory.trouble(),
    }))
}

/// What holds where no rule says anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GateDefaultEffect)]
pub(crate) enum DefaultEffect {
    /// Everything is open unless a rule closes it.
    Allow,
    /// Everything is closed unless a decision opens it.
    Deny,
}

impl From<OrganisationDefault> for DefaultEffect {
    fn from(effect: OrganisationDefault) -> Self {
        match effect {
            OrganisationDefault::Allow => Self::Allow,
            OrganisationDefault::Deny => Self::Deny,
        }
    }
}

impl From<DefaultEffect> for OrganisationDefault {
    fn from(effect: DefaultEffect) -> Self {
        match effect {
            DefaultEffect::Allow => Self::Allow,
            DefaultEffect::Deny => Self::Deny,
        }
    }
}

/// The organisation's choice.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GateDefault)]
pub(crate) struct DefaultSheet {
    pub(crate) effect: DefaultEffect,
    /// Why; null if nobody has chosen and the program's own default holds.
    pub(crate) reason: Option<String>,
    pub(crate) chosen_by: Option<String>,
    pub(crate) chosen_at: Option<Timestamp>,
}

impl From<Default> for DefaultSheet {
    fn from(default: Default) -> Self {
        let effect = default.effect.into();
        let (reason, chosen_by, chosen_at) = match default.chosen {
            Some(chosen) => (Some(chosen.reason), Some(chosen.chosen_by), Some(chosen.chosen_at)),
            None => (None, None, None),
        };
        Self { effect, reason, chosen_by, chosen_at }
    }
}

pub(super) async fn default(call: Call) -> Answered<One<DefaultSheet>> {
    Ok(One(default::current(&call.app.store).await?.into()))
}

/// A choice.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGateDefault)]
pub(crate) struct NewDefault {
    pub(crate) effect: DefaultEffect,
    /// Why.
    #[schema(min_length = 1, max_length = 4000)]
    pub(crate) reason: String,
}

pub(super) async fn set_default(
    call: Call,
    Json(new): Json<NewDefault>,
) -> Answered<One<DefaultSheet>> {
    default::set(&call.app, &call.caller, new.effect.into(), &new.reason).await?;
    Ok(One(default::current(&call.app.store).await?.into()))
}
