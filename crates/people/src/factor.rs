//! Second factors: what a person shows besides their password.

pub(crate) mod answer;
pub(crate) mod app;
pub(crate) mod challenge;
pub(crate) mod passkey;
pub(crate) mod recovery;
mod reset;
mod rule;
mod secret;

use audit::Act;
use base::{Problem, Result, Timestamp};
use store::{Query, values};

use crate::sql;

pub use passkey::Passkey;
pub use reset::reset;
pub(crate) use reset::tell_of_reset;
pub use rule::{Holders, applies_to, require, required};

/// What a person has besides their password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factors {
    /// Since when they have an authenticator app, if they do.
    pub app: Option<Timestamp>,
    /// Their passkeys, newest first.
    pub passkeys: Vec<Passkey>,
    /// How many recovery codes are left.
    pub codes: i64,
}

impl Factors {
    /// Whether a password alone lets them in no more. Recovery codes stand in for a factor; they are
    /// none.
    pub fn any(&self) -> bool {
        self.app.is_some() || !self.passkeys.is_empty()
    }

    /// Whether there would be none without one of them.
    fn is_single(&self) -> bool {
        usize::from(self.app.is_some()) + self.passkeys.len() == 1
    }
}

/// The factors of a person.
pub async fn factors(on: &impl Query, person: i64) -> Result<Factors> {
    Ok(Factors {
        app: on.value(sql::APP_SINCE, values![person]).await?,
        passkeys: passkey::list(on, person).await?,
        codes: on.value(sql::COUNT_RECOVERY, values![person]).await?.unwrap_or(0),
    })
}

/// Takes away every factor and code of a person, as part of an act that says why.
async fn clear(act: &Act, person: i64) -> Result<()> {
    for statement in [sql::END_APP, sql::END_PASSKEYS, sql::END_RECOVERY, sql::END_HALVES] {
        act.execute(statement, values![person]).await?;
    }
    Ok(())
}

/// Where the last factor goes, so do the codes that stand in for it.
async fn after_removal(act: &Act, person: i64) -> Result<()> {
    if !factors(act, person).await?.any() {
        act.execute(sql::END_RECOVERY, values![person]).await?;
    }
    Ok(())
}

/// Whoever must have a factor keeps one.
fn refuse_last(factors: &Factors, is_required: bool) -> Result<()> {
    if is_required && factors.is_single() {
        return Err(Problem::conflict(
            "You need a second factor here, and this is your only one. Add another one first.",
        ));
    }
    Ok(())
}
