//! The shipped catalogue goes into the tables.

use std::collections::HashSet;

use base::{Pattern, Result, text::fold};
use serde::Serialize;
use store::{Query, values};
use web::{App, Caller};

use crate::{
    draft::CategoryDraft,
    keep::{self, Outcome},
    rights, shipped, sql,
    stock::Stock,
    text::Sheet,
};

/// What went into the audit log of it.
#[derive(Serialize)]
struct Record {
    sha256: String,
    #[serde(flatten)]
    outcome: Outcome,
    /// Services that stay as the organisation has them.
    kept: Vec<String>,
    /// Services that are no longer shipped, and the organisation's own from now on.
    retired: Vec<String>,
}

/// Brings the shipped catalogue into the tables if they hold another one. What the organisation did
/// itself stays: standings, facts that people added, own services with their domains. A service
/// that is no longer shipped stays too and becomes the organisation's own.
pub async fn sync(app: &App) -> Result<()> {
    let sha256 = shipped::sha256();
    if app.store.value::<String>(sql::SHIPPED, vec![]).await?.as_ref() == Some(&sha256) {
        return Ok(());
    }
    let mut act = app.begin(&Caller::program("catalog"), &rights::CHANGE).await?;
    if act.execute(sql::CLAIM_SHIPPED, values![sha256.clone(), sha256.clone()]).await? == 0 {
        act.leave_unchanged();
        return Ok(());
    }
    let stock = Stock::load(&*act).await?;
    let (sheets, kept) = beside_own(shipped::sheets()?, &stock);
    let retired = retired(&sheets, &stock);
    for slug in &retired {
        act.execute(sql::MAKE_OWN, values![stock.services[slug].id]).await?;
    }
    keep::write(&mut act, &stock, &sheets, false).await?;
    let record = Record { sha256, outcome: Outcome::of(&stock, &sheets), kept, retired };
    act.record(audit::Entry::new("catalog.sync", "catalog").after(record)).await.map(drop)
}

/// What is left to write where the organisation has claimed something itself.
fn beside_own(mut sheets: Vec<Sheet>, stock: &Stock) -> (Vec<Sheet>, Vec<String>) {
    let own = || stock.services.values().filter(|stored| stored.own);
    let slugs: HashSet<&str> = own().map(|stored| stored.draft.slug.as_str()).collect();
    let names: HashSet<String> = own().map(|stored| fold(&stored.draft.name)).collect();
    let domains: HashSet<&Pattern> = own().flat_map(|stored| &stored.draft.domains).collect();
    let mut kept = Vec::new();
    for sheet in &mut sheets {
        let category = stock.categories.get(&sheet.category.slug).filter(|known| known.own);
        if let Some(known) = category {
            sheet.category = CategoryDraft::from(known);
        }
        sheet.services.retain_mut(|draft| {
            let free = !slugs.contains(draft.slug.as_str()) && !names.contains(&fold(&draft.name));
            draft.domains.retain(|pattern| !domains.contains(pattern));
            if !free {
                kept.push(draft.slug.clone());
            }
            free
        });
    }
    (sheets, kept)
}

fn retired(sheets: &[Sheet], stock: &Stock) -> Vec<String> {
    let shipped: HashSet<&str> =
        sheets.iter().flat_map(|sheet| &sheet.services).map(|draft| draft.slug.as_str()).collect();
    let gone = stock.services.values().filter(|stored| !stored.own);
    let gone =
        gone.map(|stored| &stored.draft.slug).filter(|slug| !shipped.contains(slug.as_str()));
    gone.cloned().collect()
}
