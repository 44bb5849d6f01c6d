//! Which seats must agree.

use base::{Problem, Result, Seat};
use serde::{Deserialize, Serialize};
use web::{
    App,
    api::{Answered, Call, Done, Json, Many, One, Path, ToSchema},
};

use crate::rule::{ALL, Rules, is_category, set_rule};

/// The seats that must agree for a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ReviewRule {
    /// The short name of a category, `unknown` for sites that no service covers, or `all` for every
    /// category without a rule of its own.
    pub(crate) category: String,
    pub(crate) seats: Vec<Seat>,
    /// Whether the category has a rule of its own; else that of `all` holds.
    pub(crate) own: bool,
}

/// A rule as it is to be.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReviewRule)]
pub(crate) struct NewRule {
    /// Two different people decide, each for one seat.
    #[schema(min_items = 2, max_items = 4)]
    pub(crate) seats: Vec<Seat>,
}

impl ReviewRule {
    fn of(rules: &Rules, category: &str) -> Self {
        Self {
            category: category.to_owned(),
            seats: rules.seats(category).to_vec(),
            own: category == ALL || rules.own().contains_key(category),
        }
    }
}

/// The rule for all, then each that is a category's own.
pub(super) async fn list(call: Call) -> Answered<Many<ReviewRule>> {
    let rules = Rules::load(&call.app.store).await?;
    let categories = std::iter::once(ALL).chain(rules.own().keys().map(String::as_str));
    Ok(Many::all(categories.map(|category| ReviewRule::of(&rules, category)).collect()))
}

pub(super) async fn show(call: Call, Path(category): Path<String>) -> Answered<One<ReviewRule>> {
    require_category(&call.app, &category).await?;
    Ok(One(ReviewRule::of(&Rules::load(&call.app.store).await?, &category)))
}

pub(super) async fn set(
    call: Call,
    Path(category): Path<String>,
    Json(new): Json<NewRule>,
) -> Answered<One<ReviewRule>> {
    require_category(&call.app, &category).await?;
    if new.seats.is_empty() {
        return Err(Problem::invalid("seats", "Name at least two seats.").into());
    }
    set_rule(&call.app, &call.caller, &category, &new.seats).await?;
    show(call, Path(category)).await
}

pub(super) async fn remove(call: Call, Path(category): Path<String>) -> Answered<Done> {
    require_category(&call.app, &category).await?;
    if category == ALL {
        let sentence = "The rule for every other category cannot be taken away; set another one.";
        return Err(Problem::conflict(sentence).into());
    }
    set_rule(&call.app, &call.caller, &category, &[]).await?;
    Ok(Done)
}

/// What the path names is there or not; it is no field of what was sent.
async fn require_category(app: &App, category: &str) -> Result<()> {
    if is_category(app, category).await? {
        return Ok(());
    }
    Err(Problem::not_found(format!("There is no category `{category}`.")))
}
