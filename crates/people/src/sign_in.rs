//! Signing in.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};

use audit::{Act, Entry};
use base::{Problem, Result, limits, text::fold_login};
use store::{Query, values};
use tokio::sync::{Mutex, MutexGuard, Semaphore};
use web::{App, Caller, Visit};

use crate::{
    Person, confirm,
    factor::{self, answer::With, passkey},
    half, person, rights, sql,
};

/// No person has this number: what is asked when nobody has the login.
const NO_PERSON: i64 = 0;
/// The shortest password that is taken, in characters.
pub(crate) const PASSWORD_CHARS_MIN: usize = 10;
/// The longest, so that hashing it stays cheap.
const PASSWORD_CHARS_MAX: usize = 200;
/// Many people may share an address; guessing at many logins from one still ends.
const ADDRESS_FAILURES_MAX: i64 = 5 * limits::SIGN_IN_FAILURES_MAX;
/// Each hash takes about 20 MiB for a moment: more at once would only queue in the memory.
static HASHING: Semaphore = Semaphore::const_new(2);
/// Checked when nobody has the login, so that the answer takes as long as any other.
static NOBODY: LazyLock<String> = LazyLock::new(|| password_auth::generate_hash("nobody"));

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

/// Ends the session of this browser.
pub(crate) async fn sign_out(visit: &Visit, caller: &Caller) -> Result<()> {
    let act = visit.app.begin(caller, &rights::OWN).await?;
    web::session::end(&act, visit.token()).await?;
    act.record(Entry::new("people.sign-out", format!("person/{}", caller.login()))).await?;
    Ok(())
}

/// Ends every session of the caller, this one too.
pub(crate) async fn sign_out_everywhere(app: &App, caller: &Caller) -> Result<()> {
    let act = app.begin(caller, &rights::OWN).await?;
    let ended = web::session::end_all(&act, caller.require_person()?).await?;
    let entry = Entry::new("people.sign-out-everywhere", format!("person/{}", caller.login()));
    act.record(entry.after(serde_json::json!({ "sessions": ended }))).await?;
    Ok(())
}

/// Ends one session of the caller.
pub(crate) async fn end_session(app: &App, caller: &Caller, id: i64) -> Result<()> {
    let act = app.begin(caller, &rights::OWN).await?;
    if web::session::end_one(&act, caller.require_person()?, id).await? == 0 {
        return Err(Problem::not_found("You have no such session; it may have ended already."));
    }
    let entry = Entry::new("people.end-session", format!("person/{}", caller.login()));
    act.record(entry.before(serde_json::json!({ "session": id }))).await?;
    Ok(())
}

/// Ends every session of the caller but that of this browser.
pub(crate) async fn end_other_sessions(visit: &Visit, caller: &Caller) -> Result<()> {
    let act = visit.app.begin(caller, &rights::OWN).await?;
    let ended = web::session::end_others(&act, caller.require_person()?, visit.token()).await?;
    if ended == 0 {
        act.leave_unchanged();
        return Ok(());
    }
    let entry = Entry::new("people.end-other-sessions", format!("person/{}", caller.login()));
    act.record(entry.before(serde_json::json!({ "sessions": ended }))).await?;
    Ok(())
}

/// The caller chooses another password; other browsers are signed out. Gives the token of the new
/// session of this one.
pub(crate) async fn change_password(
    visit: &Visit,
    caller: &Caller,
    old: &str,
    new: &str,
) -> Result<String> {
    let keys = guesses("factor", caller.login(), &visit.address);
    let act = with_password(&visit.app, caller, &keys, old, new).await?;
    let id = caller.require_person()?;
    let token = web::session::begin(&act, id, &visit.address, &visit.agent).await?;
    confirm::note(&act, &token).await?;
    act.record(password_changed(caller)).await?;
    Ok(token)
}

/// The same by a program: every browser is signed out.
pub(crate) async fn replace_password(
    app: &App,
    caller: &Caller,
    old: &str,
    new: &str,
) -> Result<()> {
    let [by_login, _] = guesses("factor", caller.login(), "");
    let act = with_password(app, caller, &[by_login], old, new).await?;
    act.record(password_changed(caller)).await?;
    Ok(())
}

fn password_changed(caller: &Caller) -> Entry {
    Entry::new("people.change-password", format!("person/{}", caller.login()))
}

/// Begins the act of changing a password: it is changed, and every session is over.
async fn with_password(
    app: &App,
    caller: &Caller,
    keys: &[(String, i64)],
    old: &str,
    new: &str,
) -> Result<Act> {
    let id = caller.require_person()?;
    let _turn = refuse_guessing(app, keys).await?;
    if !is_password_of(app, id, old).await? {
        note_failure(app, keys).await?;
        return Err(Problem::invalid("old", "This is not your present password."));
    }
    let hash = hashed("new", new).await?;
    let act = app.begin(caller, &rights::OWN).await?;
    act.execute(sql::SET_PASSWORD, values![hash, id]).await?;
    web::session::end_all(&act, id).await?;
    Ok(act)
}

/// Sets the password of a person for them: the sample company, and tests.
pub async fn set_password(app: &App, caller: &Caller, login: &str, password: &str) -> Result<()> {
    let hash = hashed("password", password).await?;
    let act = app.begin(caller, &rights::CHANGE).await?;
    let person = person::by_login(&act, login).await?.ok_or_else(|| person::missing(login))?;
    act.execute(sql::SET_PASSWORD, values![hash, person.id]).await?;
    act.record(Entry::new("people.set-password", person.object())).await?;
    Ok(())
}

/// The hash of a password that is good enough.
pub(crate) async fn hashed(field: &str, password: &str) -> Result<String> {
    let count = password.chars().count();
    if count < PASSWORD_CHARS_MIN {
        return Err(Problem::invalid(
            field,
            format!("Use at least {PASSWORD_CHARS_MIN} characters; a short sentence is good."),
        ));
    }
    if count > PASSWORD_CHARS_MAX {
        return Err(Problem::invalid(
            field,
            format!("At most {PASSWORD_CHARS_MAX} characters fit."),
        ));
    }
    let password = password.to_owned();
    hashing(move || password_auth::generate_hash(password)).await
}

/// Whether it is the password of the person with this number. Where there is no such person or
/// password, the work is the same.
pub(crate) async fn is_password_of(app: &App, person: i64, password: &str) -> Result<bool> {
    let hash: Option<String> = app.store.value(sql::PASSWORD, values![person]).await?.flatten();
    matches(password, hash).await
}

async fn matches(password: &str, hash: Option<String>) -> Result<bool> {
    let password = password.to_owned();
    if password.chars().count() > PASSWORD_CHARS_MAX {
        return Ok(false);
    }
    hashing(move || {
        let known = hash.is_some();
        let hash = hash.as_deref().unwrap_or(&NOBODY);
        password_auth::verify_password(password, hash).is_ok() && known
    })
    .await
}

/// Off the threads that answer pages, and few at a time.
async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn =
        HASHING.acquire().await.map_err(|error| Problem::internal("no turn to hash", error))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Problem::internal("a password could not be hashed", error))
}

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
