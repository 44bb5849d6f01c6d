//! Guessing is slowed down at every door: passwords, codes, passkeys.

use std::hash::{DefaultHasher, Hash, Hasher};

use base::{Problem, Result, limits};
use store::{Query, values};
use tokio::sync::{Mutex, MutexGuard};
use web::App;

use crate::sql;

/// Many people may share an address; guessing at many logins from one still ends.
const ADDRESS_FAILURES_MAX: i64 = 5 * limits::SIGN_IN_FAILURES_MAX;

/// Under which keys failures at a door are counted, and how many it takes: those of one login, and
/// those from one address.
pub(crate) fn guesses(door: &str, login: &str, address: &str) -> [(String, i64); 2] {
    [
        (
            format!("{door} {login}"),
            if login.is_empty() { i64::MAX } else { limits::SIGN_IN_FAILURES_MAX },
        ),
        (format!("address {address}"), ADDRESS_FAILURES_MAX),
    ]
}

/// Refuses whoever failed too often, on whichever node. Otherwise it is their turn until the answer is
/// dropped: a thousand tries that are sent at once are looked at one after the other, so that each
/// meets the failures of those before it.
pub(crate) async fn refuse_guessing(
    app: &App,
    keys: &[(String, i64)],
) -> Result<MutexGuard<'static, ()>> {
    let turn = turn(keys).lock().await;
    let since = app.now().before(limits::SIGN_IN_WINDOW);
    for (key, max) in keys {
        let count: i64 =
            app.store.value(sql::FAILURES, values![key.as_str(), since]).await?.unwrap_or(0);
        if count >= *max {
            return Err(Problem::too_many(
                "Too many tries did not succeed. Wait a quarter of an hour, or ask an administrator for a link.",
            ));
        }
    }
    Ok(turn)
}

/// The turn of a login; some logins share one, and wait a little longer.
fn turn(keys: &[(String, i64)]) -> &'static Mutex<()> {
    static TURNS: [Mutex<()>; 64] = [const { Mutex::const_new(()) }; 64];
    let mut hasher = DefaultHasher::new();
    keys.first().hash(&mut hasher);
    let place = usize::try_from(hasher.finish() % 64).expect("a number below 64");
    &TURNS[place]
}

/// Failures change nobody's state, so they are counted and not put into the audit log: guessing
/// must not be able to fill it.
pub(crate) async fn note_failure(app: &App, keys: &[(String, i64)]) -> Result<()> {
    let tx = app.store.begin().await?;
    for (key, _) in keys {
        tx.execute(sql::ADD_FAILURE, values![key.as_str(), app.now()]).await?;
    }
    tx.commit().await
}

/// Failures older than the window count no more.
pub(crate) async fn forget_failures(app: &App) -> Result<()> {
    let tx = app.store.begin().await?;
    tx.execute(sql::FORGET_FAILURES, values![app.now().before(limits::SIGN_IN_WINDOW)]).await?;
    tx.commit().await
}
