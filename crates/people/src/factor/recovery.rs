//! Recovery codes: ten slips of paper for the day on which the phone is lost.

use audit::{Act, Entry};
use base::{Problem, Result, secret as random, text::hex};
use store::{Query, values};

use super::secret::Key;
use crate::{confirm::Proven, sql};

/// How many codes are given at once.
const CODES: usize = 10;
/// Symbols of a code: 80 random bits.
const SYMBOLS: usize = 16;
/// Symbols between two hyphens.
const GROUP: usize = 4;

/// Gives new codes in place of all earlier ones.
pub(crate) async fn renew(proven: &Proven) -> Result<Vec<String>> {
    let person = proven.caller.require_person()?;
    let key = Key::of(&proven.app).await?;
    let act = proven.begin().await?;
    if !super::factors(&act, person).await?.any() {
        return Err(Problem::conflict(
            "Recovery codes stand in for a second factor. Add an authenticator app or a passkey first.",
        ));
    }
    let codes = give(&key, &act, person).await?;
    act.record(Entry::new("people.renew-recovery-codes", proven.object())).await?;
    Ok(codes)
}

/// Gives codes to whoever has none, as part of an act; nothing otherwise.
pub(super) async fn give_first(key: &Key, act: &Act, person: i64) -> Result<Vec<String>> {
    let left: i64 = act.value(sql::COUNT_RECOVERY, values![person]).await?.unwrap_or(0);
    if left > 0 { Ok(Vec::new()) } else { give(key, act, person).await }
}

async fn give(key: &Key, act: &Act, person: i64) -> Result<Vec<String>> {
    act.execute(sql::END_RECOVERY, values![person]).await?;
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let code = fresh()?;
        act.execute(sql::ADD_RECOVERY, values![person, hash(key, &code)]).await?;
        codes.push(code);
    }
    Ok(codes)
}

/// `abcd-efgh-ijkl-mnop`
fn fresh() -> Result<String> {
    let symbols = random::token()?;
    let groups: Vec<&str> =
        (0..SYMBOLS).step_by(GROUP).map(|at| &symbols[at..at + GROUP]).collect();
    Ok(groups.join("-"))
}

/// The same for a code however it was typed: with blanks, without hyphens, in capitals.
fn hash(key: &Key, code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    hex(&key.derive("recovery", &plain.to_ascii_lowercase()))
}

/// Whether `code` is one of theirs, as part of an act; it is used up with it.
pub(super) async fn takes(key: &Key, act: &Act, person: i64, code: &str) -> Result<bool> {
    let values = values![person, hash(key, code)];
    Ok(act.execute(sql::USE_RECOVERY, values).await? == 1)
}
