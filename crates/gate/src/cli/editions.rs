//! How the gate stands, its default, and its editions.

use base::Result;
use web::{
    Console,
    api::{Client, Many},
};

use crate::{
    Edition,
    api::{DefaultEffect, DefaultSheet, NewDefault, Overview, Publication},
};

/// How many editions are listed.
const EDITIONS_LISTED: usize = 20;

pub(super) async fn status(console: &Console) -> Result<()> {
    let now: Overview = console.api().await?.get("/gate").await?;
    let mut lines = vec![
        format!("edition {} is in force", now.edition),
        format!("{} rules stand, {} doors are open by decision", now.rules, now.doors),
        format!("where no rule says anything: {}", word(now.default)),
        format!("{} helpers are connected", now.helpers.len()),
    ];
    lines.extend(
        now.trouble.iter().map(|why| format!("the newest changes are not in force: {why}")),
    );
    console.answer(&now, &lines.join("\n"))
}

const fn word(effect: DefaultEffect) -> &'static str {
    match effect {
        DefaultEffect::Allow => "allow",
        DefaultEffect::Deny => "deny",
    }
}

pub(super) async fn set_default(console: &Console, effect: &str, reason: String) -> Result<()> {
    let api = console.api().await?;
    let effect = crate::default::read(effect)?.into();
    let set: DefaultSheet = api.put("/gate/default", &NewDefault { effect, reason }).await?;
    let text = format!("the default is {}{}", word(effect), in_force(&api).await?);
    console.answer(&set, &text)
}

/// Publishes; the end of a sentence: with which edition it is in force.
pub(super) async fn in_force(api: &Client) -> Result<String> {
    let Publication { edition, .. } = published(api).await?;
    Ok(format!("; in force with edition {}", edition.number))
}

async fn published(api: &Client) -> Result<Publication> {
    api.post("/gate/editions", &serde_json::json!({})).await
}

pub(super) async fn publish(console: &Console) -> Result<()> {
    let published = published(&console.api().await?).await?;
    let Publication { new, edition } = &published;
    let text = if *new {
        format!("edition {}: {}", edition.number, edition.changes.join(" "))
    } else {
        format!("nothing new: edition {} stays in force", edition.number)
    };
    console.answer(&published, &text)
}

pub(super) async fn list(console: &Console) -> Result<()> {
    let path = format!("/gate/editions?limit={EDITIONS_LISTED}");
    let newest = console.api().await?.get::<Many<Edition>>(&path).await?.items;
    let line = |edition: &Edition| {
        let (number, at, why) = (edition.number, edition.published_at, edition.why());
        format!("{number:>6}  {at}  {why}\n        {}", edition.changes.join("\n        "))
    };
    let text = newest.iter().map(line).collect::<Vec<_>>().join("\n");
    console.answer(&newest, if text.is_empty() { "nothing is published yet" } else { &text })
}
