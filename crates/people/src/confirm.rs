//! “Confirm that it is you”: what changes how somebody signs in asks for it, so that a browser left
//! open is not enough.

use std::time::Duration;

use audit::{Act, Entry};
use base::Result;
use store::{Query, values};
use web::{App, Caller, Signed};

use crate::{
    browser,
    factor::answer::{self, Answer},
    rights, sql,
};

/// How long a confirmation is good for. Signing in is one.
pub(crate) const CONFIRMED_FOR: Duration = Duration::from_mins(10);

/// Somebody who showed just now that it is them.
pub(crate) struct Proven {
    pub(crate) app: App,
    pub(crate) caller: Caller,
    /// The browser in which they did.
    pub(crate) token: String,
}

impl Proven {
    /// They begin to change how they sign in.
    pub(crate) async fn begin(&self) -> Result<Act> {
        self.app.begin(&self.caller, &rights::OWN).await
    }

    /// How the audit log names them.
    pub(crate) fn object(&self) -> String {
        format!("person/{}", self.caller.login())
    }
}

/// The caller, if they signed in or confirmed within [`CONFIRMED_FOR`].
pub(crate) async fn proven(signed: &Signed) -> Result<Option<Proven>> {
    let values = values![browser::key(signed.token()), signed.now.before(CONFIRMED_FOR)];
    let at: Option<i64> = signed.app.store.value(sql::CONFIRMED, values).await?;
    Ok(at.map(|_| Proven {
        app: signed.app.clone(),
        caller: signed.caller.clone(),
        token: signed.token().to_owned(),
    }))
}

/// The caller confirms that it is them.
pub(crate) async fn confirm(signed: &Signed, answer: Answer<'_>) -> Result<()> {
    let (act, _) = answer::begin(signed, &signed.caller, answer).await?;
    note(&act, signed.token()).await?;
    act.record(Entry::new("people.confirm", format!("person/{}", signed.caller.login()))).await?;
    Ok(())
}

/// From now on the browser of `token` is confirmed, as part of an act.
pub(crate) async fn note(act: &Act, token: &str) -> Result<()> {
    act.execute(sql::CONFIRM, values![browser::key(token), act.at()]).await.map(drop)
}
