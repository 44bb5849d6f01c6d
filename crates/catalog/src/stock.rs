//! The catalogue as the tables hold it, read whole to be compared with what comes in.

use std::collections::{BTreeMap, HashMap};

use base::{Id, Pattern, Result};
use store::{Query, values};

use crate::{
    Category, Service, categories,
    draft::{CategoryDraft, Draft},
    fact::{self, Kept},
    known::Known,
    sql,
};

/// Everything that is kept.
#[derive(Debug, Default)]
pub(crate) struct Stock {
    pub(crate) categories: HashMap<String, Category>,
    pub(crate) services: BTreeMap<String, Stored>,
    /// The slug of the service that holds each pattern.
    pub(crate) holders: HashMap<Pattern, String>,
}

/// A service as it was described; facts that people added are not part of that.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) id: Id<Service>,
    pub(crate) own: bool,
    pub(crate) draft: Draft,
}

store::row! {
    struct ServiceRow {
        id: i64,
        slug: String,
        name: String,
        category: String,
        vendor: Option<String>,
        purpose: String,
        own: i64,
    }
}

store::row! {
    struct DomainRow {
        service_id: i64,
        pattern: String,
    }
}

impl From<ServiceRow> for Stored {
    fn from(row: ServiceRow) -> Self {
        let draft = Draft {
            slug: row.slug,
            name: row.name,
            category: row.category,
            vendor: row.vendor,
            purpose: row.purpose,
            domains: Vec::new(),
            facts: Vec::new(),
        };
        Self { id: Id::new(row.id), own: row.own != 0, draft }
    }
}

impl Stock {
    pub(crate) async fn load(on: &impl Query) -> Result<Self> {
        let rows: Vec<ServiceRow> = on.all(sql::ALL_SERVICES, vec![]).await?;
        let mut services: HashMap<i64, Stored> =
            rows.into_iter().map(|row| (row.id, Stored::from(row))).collect();
        let mut stock = Self::default();
        for row in on.all::<DomainRow>(sql::ALL_DOMAINS, vec![]).await? {
            let Some(stored) = services.get_mut(&row.service_id) else { continue };
            let pattern: Pattern = row.pattern.parse()?;
            stock.holders.insert(pattern.clone(), stored.draft.slug.clone());
            stored.draft.domains.push(pattern);
        }
        for row in on.all::<fact::Row>(sql::ALL_WRITTEN_FACTS, values![]).await? {
            let Some(stored) = services.get_mut(&row.service_id) else { continue };
            stored.draft.facts.push(Kept::try_from(row)?.fact);
        }
        for (_, mut stored) in services {
            stored.draft.domains.sort();
            stock.services.insert(stored.draft.slug.clone(), stored);
        }
        let categories = categories(on).await?;
        stock.categories = categories.into_iter().map(|c| (c.slug.clone(), c)).collect();
        Ok(stock)
    }

    /// What the tables claim.
    pub(crate) fn known(&self) -> Known {
        const PLACE: &str = "in the catalogue";
        let mut known = Known::default();
        for category in self.categories.values() {
            known.take_up_category(category.into(), category.own, PLACE);
        }
        for stored in self.services.values() {
            known.take_up(&stored.draft, stored.own, PLACE);
        }
        known
    }

    /// Whether the tables hold exactly this.
    pub(crate) fn holds(&self, draft: &Draft) -> bool {
        self.services.get(&draft.slug).is_some_and(|stored| stored.draft == *draft)
    }
}

impl From<&Category> for CategoryDraft {
    fn from(category: &Category) -> Self {
        Self {
            slug: category.slug.clone(),
            name: category.name.clone(),
            purpose: category.purpose.clone(),
        }
    }
}
