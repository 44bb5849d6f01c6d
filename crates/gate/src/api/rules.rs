//! Walls, refusals and seals.

use base::{Id, Pattern, Result, Schedule, Timestamp};
use serde::{Deserialize, Serialize};
use verdict::Target;
use web::{
    App,
    api::{Answered, Call, Created, Json, Limit, Many, One, Path, Query, ToSchema},
};

use super::named::{GateAudience, Named};
use crate::{Draft, Ended, Kind, Names, Rule, draft, memory::Memory, rule, said_of};

/// What a rule is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GateTarget)]
pub(crate) enum TargetName {
    /// Every destination.
    Everything,
    /// Every service of the category of this short name.
    Category(String),
    /// The service of this short name.
    Service(String),
    /// A host and all below it.
    Host(Pattern),
}

impl From<Target> for TargetName {
    fn from(target: Target) -> Self {
        match target {
            Target::Everything => Self::Everything,
            Target::Category(slug) => Self::Category(slug),
            Target::Service(slug) => Self::Service(slug),
            Target::Host(pattern) => Self::Host(pattern),
        }
    }
}

impl TargetName {
    async fn target(self, app: &App) -> Result<Target> {
        match self {
            Self::Everything => Ok(Target::Everything),
            Self::Category(slug) => Ok(Target::Category(slug)),
            Self::Service(name) => draft::service(&app.store, &name).await,
            Self::Host(pattern) => Ok(Target::Host(pattern)),
        }
    }
}

/// A wall, a refusal or a seal.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GateRule)]
pub(crate) struct RuleSheet {
    #[schema(value_type = i64, minimum = 1)]
    pub(crate) id: Id<Rule>,
    pub(crate) kind: Kind,
    /// All of it in words.
    pub(crate) says: String,
    pub(crate) target: TargetName,
    pub(crate) audience: GateAudience,
    /// The hours in which it holds; always, if null.
    pub(crate) schedule: Option<Schedule>,
    /// The first instant at which it holds.
    pub(crate) from: Option<Timestamp>,
    /// The first instant at which it holds no more.
    pub(crate) until: Option<Timestamp>,
    /// Why.
    pub(crate) reason: String,
    /// What to use instead.
    pub(crate) alternative: Option<String>,
    pub(crate) made_by: String,
    pub(crate) made_at: Timestamp,
    /// How it ended, if somebody ended it.
    pub(crate) ended: Option<Ended>,
    /// Whether it is over: ended by somebody, or by its date.
    pub(crate) over: bool,
    /// How often it decided since this server started.
    pub(crate) met: u64,
}

impl RuleSheet {
    async fn all(app: &App, rules: Vec<Rule>) -> Result<Vec<Self>> {
        let whom = Named::of(&app.store, rules.iter().map(|rule| &rule.audience)).await?;
        let people = rules.iter().flat_map(|rule| said_of(&rule.audience));
        let names = Names::load(&app.store, &app.settings.zone, people).await?;
        let sheet = |rule| Self::told(app, rule, &whom, &names);
        Ok(rules.into_iter().map(sheet).collect())
    }

    fn told(app: &App, rule: Rule, whom: &Named, names: &Names) -> Self {
        Self {
            says: names.rule(&rule.clone().in_rulebook()),
            over: rule.is_over(app.now()),
            met: app.memory::<Memory>().counters().of_rule(&rule.key()),
            audience: whom.audience(&rule.audience),
            id: rule.id,
            kind: rule.kind,
            target: rule.target.into(),
            schedule: rule.schedule,
            from: rule.from,
            until: rule.until,
            reason: rule.reason,
            alternative: rule.alternative,
            made_by: rule.made_by,
            made_at: rule.made_at,
            ended: rule.ended,
        }
    }

    async fn of(app: &App, id: Id<Rule>) -> Result<Self> {
        let rule = rule::rule(&app.store, id).await?;
        let whom = Named::of(&app.store, [&rule.audience]).await?;
        let names = Names::load(&app.store, &app.settings.zone, said_of(&rule.audience)).await?;
        Ok(Self::told(app, rule, &whom, &names))
    }
}

/// Which rules to list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Wanted {
    /// Those that are over, instead of those that hold or may hold later.
    over: bool,
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: Option<i64>,
}

pub(super) async fn list(call: Call, Query(wanted): Query<Wanted>) -> Answered<Many<RuleSheet>> {
    let over = (wanted.over, call.now);
    let found = rule::before(&call.app.store, wanted.after, over, wanted.limit.and_one()).await?;
    let page = Many::page(found, wanted.limit, |rule| rule.id.to_string());
    let items = RuleSheet::all(&call.app, page.items).await?;
    Ok(Many { items, next: page.next })
}

pub(super) async fn show(call: Call, Path(id): Path<Id<Rule>>) -> Answered<One<RuleSheet>> {
    Ok(One(RuleSheet::of(&call.app, id).await?))
}

/// A rule as it is to be. It cannot be changed later, only ended.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGateRule)]
pub(crate) struct NewRule {
    pub(crate) kind: Kind,
    pub(crate) target: TargetName,
    /// The logins of the people whom it is about. Everyone, if no person and no group is named.
    #[serde(default)]
    pub(crate) people: Vec<String>,
    /// The short names of the groups that it is about.
    #[serde(default)]
    pub(crate) groups: Vec<String>,
    /// The hours in which it holds; always, if null or left out.
    #[serde(default)]
    pub(crate) schedule: Option<Schedule>,
    /// The first instant at which it holds.
    #[serde(default)]
    pub(crate) from: Option<Timestamp>,
    /// The first instant at which it holds no more.
    #[serde(default)]
    pub(crate) until: Option<Timestamp>,
    /// Why, in plain words: everybody who meets the rule reads it.
    #[schema(min_length = 1, max_length = 4000)]
    pub(crate) reason: String,
    /// What to use instead.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(crate) alternative: String,
}

impl NewRule {
    async fn draft(self, app: &App) -> Result<Draft> {
        Ok(Draft {
            target: self.target.target(app).await?,
            audience: draft::audience(&app.store, &self.people, &self.groups).await?,
            schedule: self.schedule,
            from: self.from,
            until: self.until,
            reason: self.reason,
            alternative: self.alternative,
        })
    }
}

pub(super) async fn make(call: Call, Json(new): Json<NewRule>) -> Answered<Created<RuleSheet>> {
    let kind = new.kind;
    call.caller.require(kind.making())?;
    let draft = new.draft(&call.app).await?;
    let id = rule::make(&call.app, &call.caller, kind, draft).await?;
    let made = RuleSheet::of(&call.app, id).await?;
    Ok(Created::at(format!("/gate/rules/{id}"), made))
}

/// Why a rule ends.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GateRuleEnd)]
pub(crate) struct RuleEnd {
    #[schema(min_length = 1, max_length = 4000)]
    pub(crate) reason: String,
}

pub(super) async fn end(
    call: Call,
    Path(id): Path<Id<Rule>>,
    Json(end): Json<RuleEnd>,
) -> Answered<One<RuleSheet>> {
    rule::end(&call.app, &call.caller, id, &end.reason).await?;
    Ok(One(RuleSheet::of(&call.app, id).await?))
}
