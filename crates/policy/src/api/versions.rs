//! What was published.

use base::{Problem, Result, Timestamp};
use serde::{Deserialize, Serialize};
use store::Query as _;
use web::{
    App,
    api::{Answered, Call, Limit, Many, One, Path, Query, ToSchema},
};

use crate::{
    Retired, Version,
    diff::{self, Change},
    sql, version,
};

/// A version of a policy.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PolicyVersion)]
pub(crate) struct Summary {
    /// The policy's short name.
    pub(crate) slug: String,
    /// From 1.
    pub(crate) number: i64,
    /// The name of the policy.
    pub(crate) title: String,
    /// The short name of the group that is asked to read it; null for everyone.
    pub(crate) audience: Option<String>,
    /// SHA-256 of the exact text in UTF-8, in hexadecimal.
    pub(crate) sha256: String,
    /// What is different from the version before.
    pub(crate) note: Option<String>,
    /// Whether people must read it although they have read the one before.
    pub(crate) must_be_read: bool,
    /// When its text was last changed.
    pub(crate) saved_at: Timestamp,
    /// By whom.
    pub(crate) saved_by: String,
    /// When it came into force; null for a draft.
    pub(crate) published_at: Option<Timestamp>,
    /// Who published it.
    pub(crate) published_by: Option<String>,
    /// How it went out of force, if it was retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) retired: Option<Retired>,
}

impl From<Version> for Summary {
    fn from(version: Version) -> Self {
        Self {
            must_be_read: version.must_be_read(),
            retired: version.retired(),
            slug: version.slug,
            number: version.number,
            title: version.title,
            audience: version.group_slug,
            sha256: version.sha256,
            note: version.note,
            saved_at: version.saved_at,
            saved_by: version.saved_by,
            published_at: version.published_at,
            published_by: version.published_by,
        }
    }
}

/// A version with its text.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PolicySheet)]
pub(crate) struct Sheet {
    /// What is known of it.
    #[serde(flatten)]
    pub(crate) version: Summary,
    /// Its exact text, in Markdown.
    pub(crate) text: String,
}

impl Sheet {
    pub(super) async fn of(app: &App, version: Version) -> Result<Self> {
        let text = version.text(&app.store).await?;
        Ok(Self { version: version.into(), text })
    }
}

/// Which policies to list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Wanted {
    /// Those that were retired, instead of those in force.
    retired: bool,
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: String,
}

pub(super) async fn list(call: Call, Query(wanted): Query<Wanted>) -> Answered<Many<Summary>> {
    let values =
        store::values![i64::from(wanted.retired), wanted.after.as_str(), wanted.limit.and_one()];
    let found: Vec<Version> = call.app.store.all(sql::AFTER, values).await?;
    let page = Many::page(found, wanted.limit, |version| version.slug.clone());
    Ok(page.map(Summary::from))
}

pub(super) async fn current(call: Call, Path(slug): Path<String>) -> Answered<One<Sheet>> {
    let version = version::current(&call.app.store, &slug).await?;
    Ok(One(Sheet::of(&call.app, version).await?))
}

/// Which versions to list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Part {
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: Option<i64>,
}

pub(super) async fn history(
    call: Call,
    Path(slug): Path<String>,
    Query(part): Query<Part>,
) -> Answered<Many<Summary>> {
    version::current(&call.app.store, &slug).await?;
    let before = part.after.unwrap_or(i64::MAX);
    let values = store::values![slug.as_str(), before, part.limit.and_one()];
    let found: Vec<Version> = call.app.store.all(sql::PUBLISHED_BEFORE, values).await?;
    let page = Many::page(found, part.limit, |version| version.number.to_string());
    Ok(page.map(Summary::from))
}

pub(super) async fn one(
    call: Call,
    Path((slug, number)): Path<(String, i64)>,
) -> Answered<One<Sheet>> {
    let version = published(&call.app, &slug, number).await?;
    Ok(One(Sheet::of(&call.app, version).await?))
}

async fn published(app: &App, slug: &str, number: i64) -> Result<Version> {
    let version = app.store.first(sql::PUBLISHED_VERSION, store::values![slug, number]).await?;
    let missing = || format!("There is no version {number} of `{slug}`.");
    version.ok_or_else(|| Problem::not_found(missing()))
}

/// What a version changed in the published one before it: the lines that changed, with a few
/// unchanged ones around.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PolicyChanges)]
pub(crate) struct Changes {
    /// The number of the version before; null for the first.
    pub(crate) since: Option<i64>,
    /// The lines, in order; none if the text is the same.
    pub(crate) lines: Vec<Line>,
}

/// A line of one text or of both.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PolicyLine)]
pub(crate) struct Line {
    /// What became of it.
    pub(crate) change: LineChange,
    /// The line; empty for `left_out`.
    pub(crate) text: String,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PolicyLineChange)]
pub(crate) enum LineChange {
    /// It stands in both.
    Same,
    /// It stood in the version before.
    Removed,
    /// It is new.
    Added,
    /// One or more lines that stand in both are left out here.
    LeftOut,
}

impl Line {
    fn of(line: Option<(Change, &str)>) -> Self {
        let (change, text) = match line {
            None => (LineChange::LeftOut, ""),
            Some((Change::Same, text)) => (LineChange::Same, text),
            Some((Change::Removed, text)) => (LineChange::Removed, text),
            Some((Change::Added, text)) => (LineChange::Added, text),
        };
        Self { change, text: text.to_owned() }
    }
}

impl Changes {
    /// What `version` changes in the newest published one before it.
    pub(super) async fn of(app: &App, version: &Version) -> Result<Self> {
        let values = store::values![version.slug.as_str(), version.number, 1_i64];
        let before: Option<Version> = app.store.first(sql::PUBLISHED_BEFORE, values).await?;
        let Some(before) = before else { return Ok(Self { since: None, lines: Vec::new() }) };
        let (old, new) = (before.text(&app.store).await?, version.text(&app.store).await?);
        let shown = if old == new { Vec::new() } else { diff::shortened(&diff::lines(&old, &new)) };
        let lines = shown.into_iter().map(Line::of).collect();
        Ok(Self { since: Some(before.number), lines })
    }
}

pub(super) async fn changes(
    call: Call,
    Path((slug, number)): Path<(String, i64)>,
) -> Answered<One<Changes>> {
    let version = published(&call.app, &slug, number).await?;
    Ok(One(Changes::of(&call.app, &version).await?))
}
