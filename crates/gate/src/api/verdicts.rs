//! May somebody, why, and what they can do.

use base::{Host, Result, Timestamp};
use serde::{Deserialize, Serialize};
use verdict::{Effect, Rule};
use web::{
    App,
    api::{Answered, Call, One, Query, ToSchema},
};

use crate::{Names, names::rank_word, published, said_of, told, told::Told, trying};

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VerdictEffect {
    /// It is open.
    Allow,
    /// It opens once something is read.
    Coach,
    /// It is closed.
    Deny,
}

impl VerdictEffect {
    /// The word in answers.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Coach => "coach",
            Self::Deny => "deny",
        }
    }
}

impl From<Effect> for VerdictEffect {
    fn from(effect: Effect) -> Self {
        match effect {
            Effect::Allow => Self::Allow,
            Effect::Coach => Self::Coach,
            Effect::Deny => Self::Deny,
        }
    }
}

/// A verdict with its reasons.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Verdict)]
pub(crate) struct VerdictSheet {
    pub(crate) host: Host,
    /// As of when.
    pub(crate) at: Timestamp,
    /// The edition that answers.
    pub(crate) edition: i64,
    pub(crate) effect: VerdictEffect,
    /// The service that the host belongs to.
    pub(crate) service: Option<VerdictService>,
    /// Every rule that decided; none if the default did.
    pub(crate) rules: Vec<VerdictRule>,
    /// The policies whose acknowledgement opens it now.
    pub(crate) to_read: Vec<VerdictPolicy>,
    /// A door that is closed at this hour and needs something of them.
    pub(crate) later: Option<VerdictDoor>,
    /// What the deciders say to use instead: short names of services, or their words.
    pub(crate) instead: Vec<String>,
    /// When time alone lets them through.
    pub(crate) opens_at: Option<Timestamp>,
    /// When time alone changes the answer.
    pub(crate) holds_until: Option<Timestamp>,
    /// Whether a request could open it.
    pub(crate) can_ask: bool,
}

/// A service.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct VerdictService {
    pub(crate) slug: String,
    pub(crate) name: String,
}

/// A policy.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct VerdictPolicy {
    pub(crate) slug: String,
    pub(crate) title: String,
}

/// A door that opens at its hour, once these policies are acknowledged.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct VerdictDoor {
    pub(crate) opens_at: Timestamp,
    pub(crate) to_read: Vec<VerdictPolicy>,
}

/// A rule that decided.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct VerdictRule {
    /// What it is called on the record: `rule/3`, `decision/12`.
    pub(crate) id: String,
    /// `seal`, `refusal`, `door` or `wall`.
    pub(crate) rank: String,
    /// All of it in words.
    pub(crate) says: String,
    /// Why.
    pub(crate) reason: String,
    pub(crate) decided_by: Vec<String>,
    pub(crate) decided_at: Timestamp,
    /// The request that led to it.
    pub(crate) request: Option<i64>,
}

impl VerdictRule {
    fn of(names: &Names, rule: &Rule) -> Self {
        let because = &rule.because;
        Self {
            id: rule.id.clone(),
            rank: rank_word(rule.rank).to_owned(),
            says: names.rule(rule),
            reason: because.reason.clone(),
            decided_by: because.decided_by.clone(),
            decided_at: because.decided_at,
            request: because.request,
        }
    }
}

fn policies(policies: &[(String, String)]) -> Vec<VerdictPolicy> {
    let policy = |(slug, title): &(String, String)| VerdictPolicy {
        slug: slug.clone(),
        title: title.clone(),
    };
    policies.iter().map(policy).collect()
}

impl VerdictSheet {
    pub(super) fn told(names: &Names, told: Told) -> Self {
        let service = told.service.map(|(slug, name)| VerdictService { slug, name });
        let instead = told.instead.into_iter().map(|(slug, words)| slug.unwrap_or(words));
        Self {
            rules: told.rules.iter().map(|rule| VerdictRule::of(names, rule)).collect(),
            to_read: policies(&told.to_read),
            later: told
                .later
                .map(|(opens_at, read)| VerdictDoor { opens_at, to_read: policies(&read) }),
            instead: instead.collect(),
            host: told.host,
            at: told.at,
            edition: told.edition,
            effect: told.effect.into(),
            service,
            opens_at: told.opens_at,
            holds_until: told.holds_until,
            can_ask: told.can_ask,
        }
    }

    async fn of(app: &App, told: Told) -> Result<Self> {
        Ok(Self::told(&names(app, &[&told]).await?, told))
    }
}

pub(super) async fn names(app: &App, told: &[&Told]) -> Result<Names> {
    let rules = told.iter().flat_map(|told| &told.rules);
    let people = rules.flat_map(|rule| said_of(&rule.audience));
    Names::load(&app.store, &app.settings.zone, people).await
}

/// Who would go where, when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// A login, or an address in the network; nobody known, if it is left out.
    #[serde(default)]
    person: String,
    /// A host, or the address of a page.
    #[schema(min_length = 1)]
    host: String,
    /// Now, if it is left out.
    at: Option<Timestamp>,
}

pub(super) async fn try_it(
    call: Call,
    Query(asked): Query<Question>,
) -> Answered<One<VerdictSheet>> {
    let at = asked.at.unwrap_or(call.now);
    let told = trying::judge(&call.app, &asked.person, &asked.host, at).await?;
    Ok(One(VerdictSheet::of(&call.app, told).await?))
}

/// Where you would go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Destination {
    /// A host, or the address of a page.
    #[schema(min_length = 1)]
    host: String,
}

pub(super) async fn mine(call: Call, Query(to): Query<Destination>) -> Answered<One<VerdictSheet>> {
    let person = call.caller.require_person()?;
    let host = Host::from_pasted(&to.host)?;
    let edition = published::in_force(&call.app).await?;
    let told = Told::of(&edition, told::who(&edition.book, person), &host, call.now);
    let told = told.with_default(&call.app.store).await?;
    Ok(One(VerdictSheet::of(&call.app, told).await?))
}
