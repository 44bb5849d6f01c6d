//! Signing in.

use audit::{Act, Entry};
use base::{Problem, Result, text::fold_login};
use store::Query;
use web::{Caller, Visit};

use crate::{
    Person, confirm,
    factor::{self, answer::With, passkey},
    guessing::{guesses, note_failure, refuse_guessing},
    half,
    password::is_password_of,
    person, rights,
};
/// No person has this number: what is asked when nobody has the login.
const NO_PERSON: i64 = 0;

/// Where a sign-in leads once the password was right.
#[derive(Debug)]
pub enum Step {
    /// Into a session.
    In(Entered),
    /// To the page that asks for the second factor, with this token in the browser.
    Second(String),
    /// To the page where the first factor is set up, with this token in the browser.
    SetUp(String),
}

/// A session that just began.
#[derive(Debug)]
pub struct Entered {
    /// Its token.
    pub token: String,
    /// What its person must know.
    pub said: Option<String>,
}

impl Entered {
    /// Says this too.
    pub(crate) fn say(&mut self, sentence: String) {
        let said = self.said.take();
        self.said =
            Some(said.map_or_else(|| sentence.clone(), |said| format!("{said} {sentence}")));
    }
}

/// Signs `login` in on `visit`'s browser, as far as a password goes. A wrong login, a wrong password
/// and somebody who is switched off all get the same answer, after the same work.
pub async fn sign_in(visit: &Visit, login: &str, password: &str) -> Result<Step> {
    let app = &visit.app;
    let keys = guesses("login", &fold_login(login), &visit.address);
    let _turn = refuse_guessing(app, &keys).await?;
    let found = person::by_login(&app.store, login).await?.filter(Person::is_active);
    let id = found.as_ref().map_or(NO_PERSON, |person| person.id.get());
    let right = is_password_of(app, id, password).await?;
    let Some(person) = found.filter(|_| right) else {
        note_failure(app, &keys).await?;
        return Err(Problem::invalid(
            "login",
            "This login and password do not go together. If you have no password yet, ask an administrator for a link.",
        ));
    };
    proceed(visit, &person).await
}

/// The password of `person` was right: what comes next.
async fn proceed(visit: &Visit, person: &Person) -> Result<Step> {
    let app = &visit.app;
    let id = person.id.get();
    let caller = app.identify(id).await?.ok_or_else(|| person::missing(&person.login))?;
    let next = next(&app.store, &caller).await?;
    if next == Next::In {
        let act = app.begin(&caller, &rights::OWN).await?;
        return enter(act, visit, person, None).await.map(Step::In);
    }
    let tx = app.store.begin().await?;
    let token = half::begin(&tx, visit, person).await?;
    tx.commit().await?;
    Ok(next.step(token))
}

/// What a person meets after their password.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    In,
    Second,
    SetUp,
}

impl Next {
    /// Half signed in with this token.
    pub(crate) fn step(self, token: String) -> Step {
        if self == Self::SetUp { Step::SetUp(token) } else { Step::Second(token) }
    }
}

pub(crate) async fn next(on: &impl Query, caller: &Caller) -> Result<Next> {
    if factor::factors(on, caller.require_person()?).await?.any() {
        return Ok(Next::Second);
    }
    Ok(if factor::applies_to(on, caller).await? { Next::SetUp } else { Next::In })
}

/// Signs in whoever the passkey names that answered.
pub(crate) async fn by_passkey(visit: &Visit, credential: &str) -> Result<Entered> {
    let app = &visit.app;
    let keys = guesses("passkey", "", &visit.address);
    let _turn = refuse_guessing(app, &keys).await?;
    let Some((person, shown)) = passkey::shown_by(visit, credential).await? else {
        note_failure(app, &keys).await?;
        return Err(Problem::invalid(
            "login",
            "The passkey was not accepted. Try again, or sign in with your password.",
        ));
    };
    let id = person.id.get();
    let caller = app.identify(id).await?.ok_or_else(|| person::missing(&person.login))?;
    let act = app.begin(&caller, &rights::OWN).await?;
    shown.note(&act).await?;
    enter(act, visit, &person, Some(With::Passkey)).await
}

/// Begins the session with which the act ends. `with` is what was shown besides the password, or in
/// its place.
pub(crate) async fn enter(
    act: Act,
    visit: &Visit,
    person: &Person,
    with: Option<With>,
) -> Result<Entered> {
    web::session::end(&act, visit.token()).await?;
    half::end(&act, visit).await?;
    let (token, said) = begin_session(&act, visit, person).await?;
    let with = with.unwrap_or(With::Password).words();
    let after = serde_json::json!({ "address": visit.address, "with": with });
    act.record(Entry::new("people.sign-in", person.object()).after(after)).await?;
    Ok(Entered { token, said })
}

/// A session, confirmed from the start, and what its person must be told.
pub(crate) async fn begin_session(
    act: &Act,
    visit: &Visit,
    person: &Person,
) -> Result<(String, Option<String>)> {
    let token = web::session::begin(act, person.id.get(), &visit.address, &visit.agent).await?;
    confirm::note(act, &token).await?;
    let reset = factor::tell_of_reset(act, person).await?;
    let said = reset.map(|at| {
        let day = at.to_jiff().strftime("%-d %B %Y");
        format!("An administrator took away your second factor on {day}. If you did not ask for it, tell them. Set up a new one on your page.")
    });
    Ok((token, said))
}
