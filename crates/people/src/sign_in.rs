//! Signing in.

use std::sync::LazyLock;

use audit::Entry;
use base::{Problem, Result, limits, text::fold_login};
use store::{Query, values};
use tokio::sync::Semaphore;
use web::{App, Caller, Visit};

use crate::{Person, person, rights, sql};

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

/// Signs `login` in on `visit`'s browser; gives the token of the new session. A wrong login, a wrong
/// password and somebody who is switched off all get the same answer.
pub async fn sign_in(visit: &Visit, login: &str, password: &str) -> Result<String> {
    let app = &visit.app;
    let keys = [
        (format!("login {}", fold_login(login)), limits::SIGN_IN_FAILURES_MAX),
        (format!("address {}", visit.address), ADDRESS_FAILURES_MAX),
    ];
    refuse_guessing(app, &keys).await?;
    let found = person::by_login(&app.store, login).await?.filter(Person::is_active);
    let hash: Option<String> = match &found {
        Some(person) => app.store.value(sql::PASSWORD, values![person.id]).await?.flatten(),
        None => None,
    };
    let right = matches(password, hash).await?;
    let Some(person) = found.filter(|_| right) else {
        note_failure(app, &keys).await?;
        return Err(Problem::invalid(
            "login",
            "This login and password do not go together. If you have no password yet, ask an administrator for a link.",
        ));
    };
    begin_session(visit, &person).await
}

async fn begin_session(visit: &Visit, person: &Person) -> Result<String> {
    let caller =
        visit.app.identify(person.id.get()).await?.ok_or_else(|| person::missing(&person.login))?;
    let act = visit.app.begin(&caller, &rights::OWN).await?;
    web::session::end(&act, visit.token()).await?;
    let token = web::session::begin(&act, person.id.get(), &visit.address, &visit.agent).await?;
    let entry = Entry::new("people.sign-in", person.object());
    act.record(entry.after(serde_json::json!({ "address": visit.address }))).await?;
    Ok(token)
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

/// The caller chooses another password; other browsers are signed out.
pub(crate) async fn change_password(
    visit: &Visit,
    caller: &Caller,
    old: &str,
    new: &str,
) -> Result<String> {
    let id = caller.require_person()?;
    let hash: Option<String> = visit.app.store.value(sql::PASSWORD, values![id]).await?.flatten();
    if !matches(old, hash).await? {
        return Err(Problem::invalid("old", "This is not your present password."));
    }
    let hash = hashed("new", new).await?;
    let act = visit.app.begin(caller, &rights::OWN).await?;
    act.execute(sql::SET_PASSWORD, values![hash, id]).await?;
    web::session::end_all(&act, id).await?;
    let token = web::session::begin(&act, id, &visit.address, &visit.agent).await?;
    act.record(Entry::new("people.change-password", format!("person/{}", caller.login()))).await?;
    Ok(token)
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

async fn refuse_guessing(app: &App, keys: &[(String, i64)]) -> Result<()> {
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
    Ok(())
}

/// Failures change nobody's state, so they are counted and not put into the audit log: guessing
/// must not be able to fill it.
async fn note_failure(app: &App, keys: &[(String, i64)]) -> Result<()> {
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
