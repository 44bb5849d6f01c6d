//! Editions.

use base::{Problem, Result};
use serde::{Deserialize, Serialize};
use web::{
    App,
    api::{Answered, Call, Limit, Many, One, Path, Query, ToSchema},
};

use crate::{Edition, edition_row};

/// Which editions to list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Part {
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: Option<i64>,
}

pub(super) async fn list(call: Call, Query(part): Query<Part>) -> Answered<Many<Edition>> {
    let found = crate::editions(&call.app.store, part.after, part.limit.get() + 1).await?;
    Ok(Many::page(found, part.limit, |edition| edition.number.to_string()))
}

pub(super) async fn show(call: Call, Path(number): Path<i64>) -> Answered<One<Edition>> {
    Ok(One(edition_row(&call.app.store, number).await?))
}

/// What came of publishing.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = GatePublication)]
pub(crate) struct Publication {
    /// Whether there was something new to say. A server publishes by itself within a second.
    pub(crate) new: bool,
    /// The edition in force.
    pub(crate) edition: Edition,
}

pub(super) async fn publish(call: Call) -> Answered<One<Publication>> {
    Ok(One(match crate::publish(&call.app).await? {
        Some(edition) => Publication { new: true, edition },
        None => Publication { new: false, edition: newest(&call.app).await? },
    }))
}

async fn newest(app: &App) -> Result<Edition> {
    let newest = crate::editions(&app.store, None, 1).await?.into_iter().next();
    newest.ok_or_else(|| Problem::not_found("Nothing is published yet."))
}
