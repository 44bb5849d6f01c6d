//! Half of a sign-in: the password was right, the second factor is still to come.
//!
//! It is bound to the browser by a token of its own, ends by itself, takes few tries, and opens
//! nothing: only the session that follows does.

use std::time::Duration;

use base::{Problem, Result};
use store::{Query, Transaction, values};
use web::{Caller, Visit};

use crate::{
    Person, browser,
    confirm::Proven,
    factor::{
        self, Factors,
        answer::{self, Answer, With},
    },
    person,
    sign_in::{Entered, enter},
    sql,
};

/// How long the second factor may take: long enough to install an app.
const AGE_MAX: Duration = Duration::from_mins(15);
/// Wrong answers until the password is asked again.
const TRIES_MAX: i64 = 5;

/// Somebody whose password was right.
pub(crate) struct Half {
    pub(crate) person: Person,
    pub(crate) caller: Caller,
    pub(crate) factors: Factors,
}

/// From now on the browser of `visit` is half signed in as `person`; gives its new token.
pub(crate) async fn begin(tx: &Transaction, visit: &Visit, person: &Person) -> Result<String> {
    let token = base::secret::token()?;
    end(tx, visit).await?;
    let values = values![browser::key(&token), person.id, visit.app.now().after(AGE_MAX)];
    tx.execute(sql::ADD_HALF, values).await?;
    Ok(token)
}

/// Ends it for the browser of `visit`.
pub(crate) async fn end(tx: &Transaction, visit: &Visit) -> Result<()> {
    tx.execute(sql::END_HALF, values![browser::key(visit.token())]).await.map(drop)
}

/// Who is half signed in here.
pub(crate) async fn find(visit: &Visit) -> Result<Option<Half>> {
    let app = &visit.app;
    let values = values![browser::key(visit.token()), TRIES_MAX, app.now()];
    let Some(id) = app.store.value::<i64>(sql::HALF, values).await? else { return Ok(None) };
    let known = person::person(&app.store, id).await?;
    let (Some(person), Some(caller)) = (known, person::identify(app, id).await?) else {
        return Ok(None);
    };
    Ok(Some(Half { person, caller, factors: factor::factors(&app.store, id).await? }))
}

impl Half {
    /// What lets somebody set up their first factor. Whoever has one shows it instead: a password
    /// alone must not replace it.
    pub(crate) fn proven(&self, visit: &Visit) -> Result<Proven> {
        if self.factors.any() {
            return Err(Problem::forbidden("You have a second factor already: sign in with it."));
        }
        Ok(Proven {
            app: visit.app.clone(),
            caller: self.caller.clone(),
            token: visit.token().to_owned(),
        })
    }

    /// The second factor is shown: the session begins.
    pub(crate) async fn finish(self, visit: &Visit, answer: Answer<'_>) -> Result<Entered> {
        match answer::begin(visit, &self.caller, answer).await {
            Ok((act, with)) => {
                let mut entered = enter(act, visit, &self.person, Some(with)).await?;
                if with == With::Recovery {
                    entered.say(self.codes_left());
                }
                Ok(entered)
            }
            Err(problem) => {
                self.note_try(visit).await?;
                Err(problem)
            }
        }
    }

    fn codes_left(&self) -> String {
        match self.factors.codes - 1 {
            0 => "That was your last recovery code: make new ones on your page.".to_owned(),
            1 => "One recovery code is left.".to_owned(),
            left => format!("{left} recovery codes are left."),
        }
    }

    async fn note_try(&self, visit: &Visit) -> Result<()> {
        let tx = visit.app.store.begin().await?;
        tx.execute(sql::TRY_HALF, values![browser::key(visit.token())]).await?;
        tx.commit().await
    }

    /// The first factor was just set up: the session begins.
    pub(crate) async fn enrolled(self, visit: &Visit, with: With) -> Result<Entered> {
        let act = visit.app.begin(&self.caller, &crate::rights::OWN).await?;
        enter(act, visit, &self.person, Some(with)).await
    }
}
