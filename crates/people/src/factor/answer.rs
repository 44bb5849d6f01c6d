//! What somebody shows to prove that it is them.

use audit::Act;
use base::{Problem, Result};
use web::{Caller, Visit};

use super::{
    app,
    passkey::{self, Shown},
    recovery,
    secret::Key,
};
use crate::{guessing, password, rights};

/// What was sent.
#[derive(Clone, Copy)]
pub(crate) enum Answer<'a> {
    /// The password.
    Password(&'a str),
    /// A code of the authenticator app, or a recovery code.
    Code(&'a str),
    /// What a passkey answered.
    Passkey(&'a str),
}

/// With what somebody proved that it is them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum With {
    Password,
    App,
    Recovery,
    Passkey,
}

impl With {
    /// In words for the audit log.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::App => "authenticator app",
            Self::Recovery => "recovery code",
            Self::Passkey => "passkey",
        }
    }
}

/// `caller`, who works in the browser of `visit`, begins an act and shows by `answer` that it is
/// them. What can be used once is used up with the act.
pub(crate) async fn begin(
    visit: &Visit,
    caller: &Caller,
    answer: Answer<'_>,
) -> Result<(Act, With)> {
    let keys = guessing::guesses("factor", caller.login(), &visit.address);
    let _turn = guessing::refuse_guessing(&visit.app, &keys).await?;
    if let Some(weighed) = weigh(visit, caller, answer).await? {
        let act = visit.app.begin(caller, &rights::OWN).await?;
        if let Some(with) = weighed.count(visit, caller, &act).await? {
            return Ok((act, with));
        }
        act.leave_unchanged();
    }
    guessing::note_failure(&visit.app, &keys).await?;
    Err(answer.refused())
}

/// What was found out before the act: hashing and signatures are too slow to hold up others.
enum Weighed<'a> {
    Password,
    Code(&'a str, Key),
    Passkey(Box<Shown>),
}

async fn weigh<'a>(
    visit: &Visit,
    caller: &Caller,
    answer: Answer<'a>,
) -> Result<Option<Weighed<'a>>> {
    let person = caller.require_person()?;
    Ok(match answer {
        Answer::Password(password) => password::is_password_of(&visit.app, person, password)
            .await?
            .then_some(Weighed::Password),
        Answer::Code(code) => Some(Weighed::Code(code, Key::of(&visit.app).await?)),
        Answer::Passkey(credential) => {
            let shown = passkey::shown(visit, person, credential).await?;
            shown.map(|shown| Weighed::Passkey(Box::new(shown)))
        }
    })
}

impl Weighed<'_> {
    async fn count(self, visit: &Visit, caller: &Caller, act: &Act) -> Result<Option<With>> {
        let person = caller.require_person()?;
        match self {
            Self::Password => Ok(Some(With::Password)),
            Self::Passkey(shown) => shown.note(act).await.map(|()| Some(With::Passkey)),
            Self::Code(code, key) => {
                if app::takes(&visit.app, &key, act, person, code).await? {
                    return Ok(Some(With::App));
                }
                Ok(recovery::takes(&key, act, person, code).await?.then_some(With::Recovery))
            }
        }
    }
}

impl Answer<'_> {
    fn refused(self) -> Problem {
        match self {
            Self::Password(_) => Problem::invalid("password", "This is not your present password."),
            Self::Code(_) => Problem::invalid(
                "code",
                "This code is not right, or was used already. Wait for the next one.",
            ),
            Self::Passkey(_) => Problem::invalid("", "The passkey was not accepted. Try again."),
        }
    }
}
