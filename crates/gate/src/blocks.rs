//! A person's own blocks with what holds now.

use base::Result;
use web::{App, Caller};

use crate::{
    block::{self, OWN_SINCE, OwnBlock},
    published,
    told::{self, Told},
};

/// What was closed for `caller` in the last hour, newest first, each with the answer as of now.
pub(crate) async fn own_now(app: &App, caller: &Caller) -> Result<Vec<(OwnBlock, Told)>> {
    let Some(person) = caller.person() else { return Ok(Vec::new()) };
    let now = app.now();
    let blocks = block::own(&app.store, person, now.before(OWN_SINCE)).await?;
    if blocks.is_empty() {
        return Ok(Vec::new());
    }
    let edition = published::in_force(app).await?;
    let who = told::who(&edition.book, person);
    let told = |block: OwnBlock| {
        let told = Told::of(&edition, who, &block.host, now);
        (block, told)
    };
    Ok(blocks.into_iter().map(told).collect())
}
