//! Walls, refusals and seals: made, ended, never edited.

use audit::Entry;
use base::{Id, Problem, Result, Schedule, Timestamp, text};
use serde::{Deserialize, Serialize};
use store::{Query, values};
use verdict::{Audience, Because, Target};
use web::{App, Caller, api::ToSchema};

use crate::{Draft, Kind, TOPIC, rights, sql, stored};

/// A rule that was made at the gate.
#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    /// Its number.
    pub id: Id<Rule>,
    /// What it does.
    pub kind: Kind,
    /// What it is about.
    pub target: Target,
    /// Whom it is about.
    pub audience: Audience,
    /// The hours in which it holds; always, if there are none.
    pub schedule: Option<Schedule>,
    /// The first instant at which it holds.
    pub from: Option<Timestamp>,
    /// The first instant at which it holds no more.
    pub until: Option<Timestamp>,
    /// Why.
    pub reason: String,
    /// What to use instead.
    pub alternative: Option<String>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// Who ended it, when and why, if somebody did.
    pub ended: Option<Ended>,
}

/// How a rule ended.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GateRuleEnded)]
pub struct Ended {
    /// Who ended it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

impl Rule {
    /// What it is called on the record and in the rulebook: `rule/3`.
    pub fn key(&self) -> String {
        key(self.id)
    }

    /// Whether it is over: ended by somebody, or by its date.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.ended.is_some() || self.until.is_some_and(|until| until <= now)
    }

    /// As the rulebook has it.
    pub(crate) fn in_rulebook(self) -> verdict::Rule {
        verdict::Rule {
            id: self.key(),
            rank: self.kind.rank(),
            target: self.target,
            audience: self.audience,
            schedule: self.schedule,
            from: self.from,
            until: self.until,
            conditions: Vec::new(),
            because: Because {
                reason: self.reason,
                decided_by: vec![self.made_by],
                decided_at: self.made_at,
                request: None,
                alternative: self.alternative,
            },
        }
    }
}

fn key(id: Id<Rule>) -> String {
    format!("rule/{id}")
}

/// Makes a rule. It is in force with the next edition.
pub async fn make(app: &App, caller: &Caller, kind: Kind, draft: Draft) -> Result<Id<Rule>> {
    let mut act = app.begin(caller, kind.making()).await?;
    let draft = draft.checked(&*act, act.at()).await?;
    let (target_kind, target) = stored::target_words(&draft.target);
    let values = values![
        kind.word(),
        target_kind,
        target,
        stored::audience_json(&draft.audience),
        stored::schedule_json(draft.schedule.as_ref()),
        draft.from,
        draft.until,
        draft.reason.as_str(),
        Some(draft.alternative.as_str()).filter(|text| !text.is_empty()),
        act.actor().to_string(),
        act.at(),
    ];
    let id = act.insert(sql::MAKE, values).await?;
    act.touch(TOPIC);
    let made = rule(&*act, id).await?;
    act.record(Entry::new(kind.making().name, key(id)).after(&made).grounds(draft.reason)).await?;
    Ok(id)
}

/// Ends a rule now. What it did is undone with the next edition; its record stays.
pub async fn end(app: &App, caller: &Caller, id: Id<Rule>, reason: &str) -> Result<()> {
    let before = rule(&app.store, id).await?;
    let mut act = app.begin(caller, before.kind.ending()).await?;
    let reason = text::paragraph("reason", reason)?;
    if let Some(ended) = rule(&*act, id).await?.ended {
        return Err(Problem::conflict(format!("{} ended this rule already.", ended.by)));
    }
    let values = values![id, act.actor().to_string(), act.at(), reason.as_str()];
    act.execute(sql::END, values).await?;
    act.touch(TOPIC);
    let after = rule(&*act, id).await?;
    let entry = Entry::new(rights::END.name, key(id)).before(&before).after(&after);
    act.record(entry.grounds(reason)).await.map(drop)
}

/// The rule with this number.
pub async fn rule(on: &impl Query, id: Id<Rule>) -> Result<Rule> {
    let row: Option<Row> = on.first(sql::RULE, values![id]).await?;
    row.ok_or_else(|| Problem::not_found(format!("There is no rule {id}.")))?.try_into()
}

/// Every rule that holds at `now` or may hold later, newest first.
pub async fn standing(on: &impl Query, now: Timestamp) -> Result<Vec<Rule>> {
    let rows: Vec<Row> = on.all(sql::STANDING, values![now]).await?;
    rows.into_iter().map(Rule::try_from).collect()
}

/// Rules that are over at `now`, the last ended first; at most `limit`.
pub async fn over(on: &impl Query, now: Timestamp, limit: usize) -> Result<Vec<Rule>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows: Vec<Row> = on.all(sql::OVER, values![now, limit]).await?;
    rows.into_iter().map(Rule::try_from).collect()
}

/// Rules with numbers under `before`, newest first: those that are over at `now`, or the others.
pub(crate) async fn before(
    on: &impl Query,
    before: Option<i64>,
    (over, now): (bool, Timestamp),
    limit: i64,
) -> Result<Vec<Rule>> {
    let values = values![before.unwrap_or(i64::MAX), now, i64::from(over), limit];
    let rows: Vec<Row> = on.all(sql::RULES_BEFORE, values).await?;
    rows.into_iter().map(Rule::try_from).collect()
}

store::row! {
    struct Row {
        id: Id<Rule>,
        kind: String,
        target_kind: String,
        target: String,
        audience: String,
        schedule: Option<String>,
        starts: Option<Timestamp>,
        ends: Option<Timestamp>,
        reason: String,
        alternative: Option<String>,
        made_by: String,
        made_at: Timestamp,
        ended_by: Option<String>,
        ended_at: Option<Timestamp>,
        end_reason: Option<String>,
    }
}

impl TryFrom<Row> for Rule {
    type Error = Problem;

    fn try_from(row: Row) -> Result<Self> {
        let ended = match (row.ended_by, row.ended_at, row.end_reason) {
            (Some(by), Some(at), Some(reason)) => Some(Ended { by, at, reason }),
            _ => None,
        };
        Ok(Self {
            id: row.id,
            kind: row.kind.parse()?,
            target: stored::target(&row.target_kind, &row.target)?,
            audience: stored::audience(&row.audience)?,
            schedule: stored::schedule(row.schedule.as_deref())?,
            from: row.starts,
            until: row.ends,
            reason: row.reason,
            alternative: row.alternative,
            made_by: row.made_by,
            made_at: row.made_at,
            ended,
        })
    }
}
