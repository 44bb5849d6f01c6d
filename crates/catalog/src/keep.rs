//! Writing checked descriptions into the tables: only what differs is touched.

use std::collections::HashMap;

use audit::Act;
use base::{Id, Result, text::fold};
use serde::Serialize;
use store::{search, values};

use crate::{
    Category, Service, TOPIC,
    draft::{CategoryDraft, Draft},
    service, sql,
    stock::Stock,
    text::Sheet,
};

/// What a catalogue that came in does to the one that is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Slugs of services that are new.
    pub added: Vec<String>,
    /// Slugs of services that are described otherwise than before.
    pub changed: Vec<String>,
    /// How many services are as they were.
    pub unchanged: usize,
    /// Slugs of categories that are new or described otherwise.
    pub categories: Vec<String>,
}

impl Outcome {
    /// What `sheets` would do to `stock`.
    pub(crate) fn of(stock: &Stock, sheets: &[Sheet]) -> Self {
        let mut outcome = Self::default();
        for sheet in sheets {
            if category_differs(stock, &sheet.category) {
                outcome.categories.push(sheet.category.slug.clone());
            }
            for draft in &sheet.services {
                match stock.services.get(&draft.slug) {
                    None => outcome.added.push(draft.slug.clone()),
                    Some(_) if stock.holds(draft) => outcome.unchanged += 1,
                    Some(_) => outcome.changed.push(draft.slug.clone()),
                }
            }
        }
        outcome
    }

    /// Whether everything is as it was.
    pub fn is_nothing(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.categories.is_empty()
    }
}

fn category_differs(stock: &Stock, draft: &CategoryDraft) -> bool {
    stock.categories.get(&draft.slug).is_none_or(|known| CategoryDraft::from(known) != *draft)
}

/// Writes `sheets`; `own` are the organisation's.
pub(crate) async fn write(act: &mut Act, stock: &Stock, sheets: &[Sheet], own: bool) -> Result<()> {
    let mut ids = HashMap::new();
    for sheet in sheets {
        let id = write_category(act, stock, &sheet.category, own).await?;
        ids.insert(sheet.category.slug.as_str(), id);
    }
    let drafts = sheets.iter().flat_map(|sheet| &sheet.services);
    let drafts: Vec<&Draft> = drafts.filter(|draft| !stock.holds(draft)).collect();
    // Domains may go from one service to another: all are given up before any is taken.
    for draft in &drafts {
        give_up_domains(act, stock, draft).await?;
    }
    for draft in drafts {
        let category = ids[draft.category.as_str()];
        write_service(act, stock, draft, category, own).await?;
    }
    act.touch(TOPIC);
    Ok(())
}

async fn write_category(
    act: &Act,
    stock: &Stock,
    draft: &CategoryDraft,
    own: bool,
) -> Result<Id<Category>> {
    let (name, folded) = (draft.name.as_str(), fold(&draft.name));
    let (slug, purpose) = (draft.slug.as_str(), draft.purpose.as_str());
    let Some(known) = stock.categories.get(&draft.slug) else {
        return act
            .insert(sql::ADD_CATEGORY, values![slug, name, folded, purpose, i64::from(own)])
            .await;
    };
    if category_differs(stock, draft) {
        act.execute(sql::CHANGE_CATEGORY, values![name, folded, purpose, known.id]).await?;
    }
    Ok(known.id)
}

async fn give_up_domains(act: &Act, stock: &Stock, draft: &Draft) -> Result<()> {
    let before = stock.services.get(&draft.slug).map_or(&[][..], |stored| &stored.draft.domains);
    let lost = before.iter().filter(|pattern| !draft.domains.contains(pattern));
    let gained = draft.domains.iter().filter(|pattern| !before.contains(pattern));
    for pattern in lost.chain(gained.filter(|pattern| stock.holders.contains_key(*pattern))) {
        act.execute(sql::REMOVE_DOMAIN, values![pattern.to_string()]).await?;
    }
    Ok(())
}

async fn write_service(
    act: &Act,
    stock: &Stock,
    draft: &Draft,
    category: Id<Category>,
    own: bool,
) -> Result<()> {
    let stored = stock.services.get(&draft.slug);
    let id = match stored {
        None => add_row(act, draft, category, own).await?,
        Some(stored) => change_row(act, draft, category, stored.id).await?,
    };
    let before = stored.map_or(&[][..], |stored| &stored.draft.domains);
    for pattern in draft.domains.iter().filter(|pattern| !before.contains(pattern)) {
        act.execute(sql::ADD_DOMAIN, values![pattern.to_string(), id]).await?;
    }
    if stored.is_none_or(|stored| stored.draft.facts != draft.facts) {
        write_facts(act, draft, id).await?;
    }
    index(act, draft).await
}

async fn add_row(
    act: &Act,
    draft: &Draft,
    category: Id<Category>,
    own: bool,
) -> Result<Id<Service>> {
    let values = values![
        draft.slug.as_str(),
        draft.name.as_str(),
        fold(&draft.name),
        category,
        draft.vendor.clone(),
        draft.purpose.as_str(),
        found_by(draft),
        i64::from(own),
    ];
    act.insert(sql::ADD_SERVICE, values).await
}

async fn change_row(
    act: &Act,
    draft: &Draft,
    category: Id<Category>,
    id: Id<Service>,
) -> Result<Id<Service>> {
    let values = values![
        draft.name.as_str(),
        fold(&draft.name),
        category,
        draft.vendor.clone(),
        draft.purpose.as_str(),
        found_by(draft),
        id,
    ];
    act.execute(sql::CHANGE_SERVICE, values).await?;
    Ok(id)
}

fn found_by(draft: &Draft) -> String {
    fold(&format!("{} {} {}", draft.name, draft.slug, draft.vendor.as_deref().unwrap_or_default()))
}

async fn write_facts(act: &Act, draft: &Draft, id: Id<Service>) -> Result<()> {
    act.execute(sql::REMOVE_WRITTEN_FACTS, values![id]).await?;
    for fact in &draft.facts {
        let (says, source) = (fact.says.as_str(), fact.source.as_str());
        let nobody = (None::<String>, None::<base::Timestamp>);
        let values = values![id, says, source, fact.date.to_string(), nobody.0, nobody.1];
        act.execute(sql::ADD_FACT, values).await?;
    }
    Ok(())
}

async fn index(act: &Act, draft: &Draft) -> Result<()> {
    let domains = draft.domains.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let vendor = draft.vendor.as_deref().unwrap_or_default();
    let document = search::Document {
        kind: "service",
        key: &draft.slug,
        title: &draft.name,
        text: &format!("{} {vendor} {} {domains}", draft.slug, draft.purpose),
        href: &service::href(&draft.slug),
    };
    search::index(act, &document).await
}
