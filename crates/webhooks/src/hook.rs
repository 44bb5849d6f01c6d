//! A webhook: who is told, of what.

use audit::Entry;
use base::{Id, Problem, Result, Timestamp, secret, text};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};
use store::{Query, values};
use web::{App, Caller, api::ToSchema};

use crate::{rights, sql};

/// Webhooks of one organisation.
const WEBHOOKS_MAX: i64 = 100;
/// Acts that one webhook names.
const ACTS_MAX: usize = 50;

/// An address that is told of acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Webhook {
    /// Its number.
    pub id: Id<Webhook>,
    /// What it is for.
    pub name: String,
    /// Where acts are sent.
    pub url: String,
    /// The acts and capabilities of which it is told; none means all.
    pub acts: Vec<String>,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Since when it is switched off, if it is.
    pub off_at: Option<Timestamp>,
    /// Why it is.
    pub off_because: Option<String>,
    /// Since when nothing was taken.
    pub failing_since: Option<Timestamp>,
    /// How many tries failed since.
    pub failures: i64,
    #[serde(skip)]
    pub(crate) secret: String,
    #[serde(skip)]
    pub(crate) next_seq: i64,
}

store::row! {
    struct Row {
        id: Id<Webhook>,
        name: String,
        url: String,
        acts: String,
        secret: String,
        created_by: String,
        created_at: Timestamp,
        next_seq: i64,
        off_at: Option<Timestamp>,
        off_because: Option<String>,
        failing_since: Option<Timestamp>,
        failures: i64,
    }
}

impl From<Row> for Webhook {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            url: row.url,
            acts: row.acts.split_whitespace().map(str::to_owned).collect(),
            created_by: row.created_by,
            created_at: row.created_at,
            off_at: row.off_at,
            off_because: row.off_because,
            failing_since: row.failing_since,
            failures: row.failures,
            secret: row.secret,
            next_seq: row.next_seq,
        }
    }
}

impl Webhook {
    /// Whether acts are sent to it.
    pub fn is_on(&self) -> bool {
        self.off_at.is_none()
    }

    /// Whether it is told of `act`.
    pub fn wants(&self, act: &str) -> bool {
        let capability = act.split('.').next().unwrap_or_default();
        self.acts.is_empty() || self.acts.iter().any(|wanted| wanted == act || wanted == capability)
    }

    /// Its page.
    pub fn href(&self) -> String {
        format!("/webhooks/{}", self.id)
    }

    fn object(&self) -> String {
        object(self.id)
    }
}

pub(crate) fn object(id: Id<Webhook>) -> String {
    format!("webhook/{id}")
}

/// All of them, oldest first.
pub async fn webhooks(on: &impl Query) -> Result<Vec<Webhook>> {
    Ok(on.all::<Row>(sql::WEBHOOKS, values![]).await?.into_iter().map(Webhook::from).collect())
}

/// Those that are on and have not looked at everything before entry `size`.
pub(crate) async fn behind(on: &impl Query, size: i64) -> Result<Vec<Webhook>> {
    Ok(on.all::<Row>(sql::BEHIND, values![size]).await?.into_iter().map(Webhook::from).collect())
}

/// The one with this number, if it was not ended.
pub(crate) async fn find(on: &impl Query, id: Id<Webhook>) -> Result<Option<Webhook>> {
    Ok(on.first::<Row>(sql::WEBHOOK, values![id]).await?.map(Webhook::from))
}

/// The one with this number.
pub async fn webhook(on: &impl Query, id: Id<Webhook>) -> Result<Webhook> {
    let found = find(on, id).await?;
    found.ok_or_else(|| Problem::not_found(format!("There is no webhook {id}.")))
}

/// A webhook as it is to be.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookDraft)]
pub struct Draft {
    /// What it is for.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Where acts are sent: a public address, or one that `reach_networks` allows.
    #[schema(min_length = 8, max_length = 1000, format = "uri")]
    pub url: String,
    /// Acts (`requests.decide`) or capabilities (`gate`); none means all.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub acts: Vec<String>,
}

impl Draft {
    fn check(&self, app: &App) -> Result<Self> {
        let name = text::line("name", &self.name)?;
        let url = app.settings.reach.check(&self.url)?;
        if self.acts.len() > ACTS_MAX {
            return Err(Problem::invalid("acts", format!("Name no more than {ACTS_MAX} acts.")));
        }
        let mut acts =
            self.acts.iter().map(|act| check_act(app, act)).collect::<Result<Vec<_>>>()?;
        acts.sort();
        acts.dedup();
        Ok(Self { name, url, acts })
    }
}

/// An act is a capability, or begins with one.
fn check_act(app: &App, act: &str) -> Result<String> {
    let act = act.trim();
    let capability = act.split('.').next().unwrap_or_default();
    let known = app.capabilities.iter().any(|own| own.name == capability);
    let plain = act.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '-'));
    if known && plain && act.len() <= 100 {
        return Ok(act.to_owned());
    }
    Err(Problem::invalid(
        "acts",
        format!(
            "`{act}` is no act: write them as the audit log shows them, such as requests.decide, or a whole part, such as gate."
        ),
    ))
}

/// A new webhook with its secret, which is shown once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Made {
    /// The webhook.
    pub webhook: Webhook,
    /// By which the receiver knows that it comes from here. It is not shown again.
    pub secret: String,
}

/// Makes a webhook; it is told of acts from now on.
pub async fn create(app: &App, caller: &Caller, draft: &Draft) -> Result<Made> {
    let draft = draft.check(app)?;
    let act = app.begin(caller, &rights::KEEP).await?;
    if act.value::<i64>(sql::COUNT, values![]).await?.unwrap_or(0) >= WEBHOOKS_MAX {
        return Err(Problem::conflict(format!(
            "There are {WEBHOOKS_MAX} webhooks already. End one that nobody needs."
        )));
    }
    let secret = format!("whsec_{}", BASE64.encode(secret::random::<32>()?));
    let values = values![
        draft.name.as_str(),
        draft.url.as_str(),
        draft.acts.join(" "),
        secret.as_str(),
        act.actor().to_string(),
        act.at(),
        newest(&act).await?,
    ];
    let id: Id<Webhook> = act.insert(sql::CREATE, values).await?;
    let webhook = webhook(&act, id).await?;
    act.record(Entry::new("webhooks.create", object(id)).after(&draft)).await?;
    Ok(Made { webhook, secret })
}

/// The number that the next entry of the log will have: what happened before concerns nobody who
/// asks only now. An act's own entry is no news to whoever caused it.
async fn newest(on: &impl Query) -> Result<i64> {
    Ok(audit::size(on).await? + 1)
}

/// Ends a webhook, with what is known of its deliveries.
pub async fn end(app: &App, caller: &Caller, id: Id<Webhook>) -> Result<()> {
    let act = app.begin(caller, &rights::KEEP).await?;
    let webhook = webhook(&act, id).await?;
    act.execute(sql::END_DELIVERIES, values![id]).await?;
    act.execute(sql::END, values![id]).await?;
    act.record(Entry::new("webhooks.end", webhook.object()).before(&webhook)).await.map(drop)
}

/// Switches a webhook on or off. What happened while it was off is not sent later.
pub async fn switch(app: &App, caller: &Caller, id: Id<Webhook>, on: bool) -> Result<()> {
    let act = app.begin(caller, &rights::KEEP).await?;
    let webhook = webhook(&act, id).await?;
    if webhook.is_on() == on {
        act.leave_unchanged();
        return Ok(());
    }
    if on {
        act.execute(sql::SWITCH_ON, values![newest(&act).await?, id]).await?;
    } else {
        let because = format!("Switched off by {}.", act.actor());
        act.execute(sql::SWITCH_OFF, values![act.at(), because, id]).await?;
    }
    let state = serde_json::json!({ "on": on });
    act.record(Entry::new("webhooks.switch", webhook.object()).after(state)).await.map(drop)
}
