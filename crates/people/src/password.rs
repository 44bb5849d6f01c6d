//! Passwords: changed, compared, hashed.

use std::sync::LazyLock;

use audit::{Act, Entry};
use base::{Problem, Result};
use store::{Query, values};
use tokio::sync::Semaphore;
use web::{App, Caller, Visit};

use crate::{
    confirm,
    guessing::{guesses, note_failure, refuse_guessing},
    person, rights, sql,
};

/// The shortest password that is taken, in characters.
const PASSWORD_CHARS_MIN: usize = 10;
/// The longest, so that hashing it stays cheap.
const PASSWORD_CHARS_MAX: usize = 200;
/// Each hash takes about 20 MiB for a moment: more at once would only queue in the memory.
static HASHING: Semaphore = Semaphore::const_new(2);
/// Checked when nobody has the login, so that the answer takes as long as any other.
static NOBODY: LazyLock<String> = LazyLock::new(|| password_auth::generate_hash("nobody"));

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
