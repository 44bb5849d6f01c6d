//! A question to a passkey, between asking and answering. It is kept in the database, so that
//! whichever node gets the answer knows the question, and it is good once.

use std::time::Duration;

use base::{Problem, Result};
use serde::{Serialize, de::DeserializeOwned};
use store::{Query, values};
use web::App;

use crate::{browser, sql};

/// How long a question waits for its answer.
const WAITS: Duration = Duration::from_mins(5);
/// Questions that wait at once, of everybody together: anybody can have one asked.
const CHALLENGES_MAX: i64 = 10_000;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Who is there?
    SignIn,
    /// Is it really you?
    Prove,
    /// A new passkey.
    Register,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Prove => "prove",
            Self::Register => "register",
        }
    }
}

/// Keeps the question that the browser of `token` is asked, in place of an earlier one.
pub(super) async fn keep(app: &App, token: &str, kind: Kind, state: &impl Serialize) -> Result<()> {
    let state = serde_json::to_string(state)
        .map_err(|error| Problem::internal("a question to a passkey could not be kept", error))?;
    let now = app.now();
    let tx = app.store.begin().await?;
    let waiting: i64 = tx.value(sql::COUNT_CHALLENGES, values![now]).await?.unwrap_or(0);
    if waiting >= CHALLENGES_MAX {
        return Err(Problem::too_many(
            "Too many people sign in by passkey at this moment. Use your password.",
        ));
    }
    let values = values![browser::key(token), kind.word(), state, now.after(WAITS)];
    tx.execute(sql::KEEP_CHALLENGE, values).await?;
    tx.commit().await
}

/// The question that the browser of `token` was asked; afterwards it is gone.
pub(super) async fn take<T: DeserializeOwned>(
    app: &App,
    token: &str,
    kind: Kind,
) -> Result<Option<T>> {
    let tx = app.store.begin().await?;
    let values = values![browser::key(token), kind.word(), app.now()];
    let state: Option<String> = tx.value(sql::TAKE_CHALLENGE, values).await?;
    tx.commit().await?;
    Ok(state.and_then(|state| serde_json::from_str(&state).ok()))
}
