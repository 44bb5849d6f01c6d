//! Forgetting what has ended by itself. All of it was void before.

use base::Result;
use store::values;
use web::App;

use crate::{confirm::CONFIRMED_FOR, sql, token};

/// Ended tokens stay in their person's list as long as a token usually lasts; the rest goes at once.
pub(crate) async fn forget_ended(app: &App) -> Result<()> {
    let now = app.now();
    let tx = app.store.begin().await?;
    tx.execute(sql::FORGET_CHALLENGES, values![now]).await?;
    tx.execute(sql::FORGET_HALVES, values![now]).await?;
    tx.execute(sql::FORGET_CONFIRMATIONS, values![now.before(CONFIRMED_FOR)]).await?;
    tx.execute(sql::FORGET_TOKENS, values![now.before(token::AGE_DEFAULT)]).await?;
    tx.commit().await
}
