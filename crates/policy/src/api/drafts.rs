//! Writing and publishing.

use base::Timestamp;
use serde::{Deserialize, Serialize};
use store::Query as _;
use web::api::{Answered, Call, Created, Done, Json, Limit, Many, One, Path, Query, ToSchema};

use super::versions::{Changes, Sheet, Summary};
use crate::{Draft, Version, publishing, sql, version, writing};

/// Which drafts to list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Part {
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: String,
}

pub(super) async fn list(call: Call, Query(part): Query<Part>) -> Answered<Many<Summary>> {
    let values = store::values![part.after.as_str(), part.limit.and_one()];
    let found: Vec<Version> = call.app.store.all(sql::DRAFTS_AFTER, values).await?;
    Ok(Many::page(found, part.limit, |draft| draft.slug.clone()).map(Summary::from))
}

pub(super) async fn show(call: Call, Path(slug): Path<String>) -> Answered<One<Sheet>> {
    let draft = version::draft(&call.app.store, &slug).await?;
    Ok(One(Sheet::of(&call.app, draft).await?))
}

pub(super) async fn changes(call: Call, Path(slug): Path<String>) -> Answered<One<Changes>> {
    let draft = version::draft(&call.app.store, &slug).await?;
    Ok(One(Changes::of(&call.app, &draft).await?))
}

/// A policy as somebody writes it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicyText)]
pub(crate) struct Written {
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) title: String,
    /// The short name of the group that is asked to read it; null or left out for everyone.
    #[serde(default)]
    pub(crate) audience: Option<String>,
    /// The text, in Markdown.
    #[schema(min_length = 1, max_length = 60000)]
    pub(crate) text: String,
    /// What is different from the version before.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(crate) note: String,
    /// Whether people must read it although they have read the one before. A first version must
    /// always be read.
    #[serde(default)]
    pub(crate) must_be_read: bool,
}

impl Written {
    fn draft(self, slug: &str) -> Draft {
        let Self { title, audience, text, note, must_be_read } = self;
        Draft { slug: slug.to_owned(), title, audience, text, note, must_be_read }
    }
}

/// The draft that is there is replaced; with `If-Match`, only the one that the caller read. A word
/// that no policy has begins a policy.
pub(super) async fn save(
    call: Call,
    Path(slug): Path<String>,
    Json(text): Json<Written>,
) -> Answered<One<Sheet>> {
    let newest = version::newest(&call.app.store, &slug).await?;
    let seen = newest.map(|newest| newest.saved_at);
    writing::save(&call.app, &call.caller, &text.draft(&slug), seen).await?;
    let draft = version::draft(&call.app.store, &slug).await?;
    Ok(One(Sheet::of(&call.app, draft).await?))
}

pub(super) async fn discard(call: Call, Path(slug): Path<String>) -> Answered<Done> {
    let draft = version::draft(&call.app.store, &slug).await?;
    writing::discard(&call.app, &call.caller, &slug, Some(draft.saved_at)).await?;
    Ok(Done)
}

/// The draft that is to be published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicyPublication)]
pub(super) struct Publication {
    /// When it was saved, as whoever publishes it read it: nobody publishes what they have not seen.
    saved_at: Timestamp,
}

pub(super) async fn publish(
    call: Call,
    Path(slug): Path<String>,
    Json(seen): Json<Publication>,
) -> Answered<Created<Sheet>> {
    let seen = Some(seen.saved_at);
    let number = publishing::publish_draft(&call.app, &call.caller, &slug, seen).await?;
    created(&call, &slug, number).await
}

/// Nothing changes if the version in force says the same.
pub(super) async fn publish_text(
    call: Call,
    Path(slug): Path<String>,
    Json(text): Json<Written>,
) -> Answered<Created<Sheet>> {
    let number = publishing::publish(&call.app, &call.caller, &text.draft(&slug)).await?;
    created(&call, &slug, number).await
}

async fn created(call: &Call, slug: &str, number: i64) -> Answered<Created<Sheet>> {
    let version = version::in_force(&call.app.store, slug).await?;
    let sheet = Sheet::of(&call.app, version).await?;
    Ok(Created::at(format!("/policies/{slug}/versions/{number}"), sheet))
}
