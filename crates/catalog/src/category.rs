//! A category: what services are for.

use base::{Id, Result};
use serde::{Deserialize, Serialize};
use store::Query;
use web::api::ToSchema;

use crate::sql;

/// A group of services that walls and rules of review name together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Category {
    /// Its number.
    pub id: Id<Category>,
    /// Its short name, in addresses, commands and rules.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What its services are for.
    pub purpose: String,
    /// Whether the organisation added it; else it was shipped.
    pub own: bool,
}

store::row! {
    struct Row {
        id: i64,
        slug: String,
        name: String,
        purpose: String,
        own: i64,
    }
}

/// Every category, by name.
pub async fn categories(on: &impl Query) -> Result<Vec<Category>> {
    let rows = on.all::<Row>(sql::CATEGORIES, vec![]).await?;
    let category = |row: Row| Category {
        id: Id::new(row.id),
        slug: row.slug,
        name: row.name,
        purpose: row.purpose,
        own: row.own != 0,
    };
    Ok(rows.into_iter().map(category).collect())
}

store::row! {
    /// How many services a category has.
    pub(crate) struct Count {
        pub(crate) id: i64,
        pub(crate) services: i64,
    }
}

/// How many services each category has; one without any is not told.
pub(crate) async fn counts(on: &impl Query) -> Result<Vec<Count>> {
    on.all(sql::SERVICES_PER_CATEGORY, vec![]).await
}
