//! What was closed for whoever calls.

use base::{Host, Timestamp};
use serde::{Deserialize, Serialize};
use web::{
    App,
    api::{Answered, Call, Limit, Many, Query, ToSchema},
};

use super::verdicts::{VerdictSheet, names};
use crate::{Names, block::OwnBlock, blocks, links, told::Told};

/// A host that was closed for you, however often you tried.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Block)]
pub(crate) struct BlockSheet {
    pub(crate) host: Host,
    /// The last time.
    pub(crate) at: Timestamp,
    /// How often.
    pub(crate) times: i64,
    /// The page that says why and what to do.
    pub(crate) door: String,
    /// What holds now.
    pub(crate) verdict: VerdictSheet,
}

/// Which part of the list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Part {
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: String,
}

pub(super) async fn mine(call: Call, Query(part): Query<Part>) -> Answered<Many<BlockSheet>> {
    call.caller.require_person()?;
    let all = blocks::own_now(&call.app, &call.caller).await?;
    let told: Vec<&Told> = all.iter().map(|(_, told)| told).collect();
    let names = names(&call.app, &told).await?;
    let place = all.iter().position(|(block, _)| block.host.to_string() == part.after);
    let page = all.into_iter().skip(place.map_or(0, |place| place + 1));
    let page = page.take(part.limit.get() + 1).collect();
    let page = Many::page(page, part.limit, |(block, _)| block.host.to_string());
    Ok(page.map(|(block, told)| block_sheet(&call.app, &names, block, told)))
}

fn block_sheet(app: &App, names: &Names, block: OwnBlock, told: Told) -> BlockSheet {
    let door = links::door(&block.host, block.token.as_deref());
    BlockSheet {
        door: format!("{}{door}", app.settings.url),
        verdict: VerdictSheet::told(names, told),
        host: block.host,
        at: block.at,
        times: block.times,
    }
}
