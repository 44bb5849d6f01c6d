//! Personal access tokens: how a program acts for a person.

pub mod scopes;
mod text;

use std::time::Duration;

use audit::{Act, Entry};
use base::{Id, Problem, Result, Timestamp, text::line};
use serde::Serialize;
use store::{Query, values};
use web::{App, Caller};

use crate::{Person, person, rights, sql};

/// How long a token is good for, where nobody says otherwise.
pub const AGE_DEFAULT: Duration = Duration::from_hours(90 * 24);
/// The longest that a token may be good for.
pub const AGE_MAX: Duration = Duration::from_hours(366 * 24);
/// Tokens of one person.
const TOKENS_MAX: i64 = 50;
/// A token's last use is written down no more often than this.
const USED_EVERY: Duration = Duration::from_mins(1);

store::row! {
    /// What is known of a token; the token itself is not.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Token {
        /// Its number.
        pub id: Id<Token>,
        /// Whose it is.
        pub person_id: Id<Person>,
        /// What its person calls it.
        pub name: String,
        /// What it may do, as a JSON list.
        pub scopes: String,
        /// When it was made.
        pub created: Timestamp,
        /// From when on it is void.
        pub ends: Timestamp,
        /// When it was last used, to the minute.
        pub used: Option<Timestamp>,
    }
}

impl Token {
    /// The names of what it may do.
    pub fn scopes(&self) -> Vec<String> {
        scopes::names(&self.scopes)
    }
}

/// What is said of a token when it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// What its person calls it: where it will be used.
    pub name: String,
    /// Names of rights, names of capabilities, or `all`.
    pub scopes: Vec<String>,
    /// From when on it is void: at most [`AGE_MAX`] from now.
    pub ends: Timestamp,
}

/// A token that was just made. Its text is shown once and kept nowhere.
#[derive(Debug)]
pub struct Created {
    /// What is known of it from now on.
    pub token: Token,
    /// The token itself.
    pub text: String,
}

/// Makes a token for the caller.
pub async fn create(app: &App, caller: &Caller, draft: &Draft) -> Result<Created> {
    let draft = Draft {
        name: line("name", &draft.name)?,
        scopes: scopes::checked(app, caller, &draft.scopes)?,
        ends: end(app, draft.ends)?,
    };
    let person = caller.require_person()?;
    let text = text::fresh()?;
    let act = app.begin(caller, &rights::OWN).await?;
    refuse_many(&act, person).await?;
    let stored = serde_json::json!(draft.scopes).to_string();
    let values =
        values![person, text::hash(&text), draft.name.as_str(), stored, act.at(), draft.ends];
    let id: Id<Token> = act.insert(sql::ADD_TOKEN, values).await?;
    let token = token(&act, id).await?.ok_or_else(missing)?;
    act.record(Entry::new("people.add-token", object(caller.login())).after(said(&token))).await?;
    Ok(Created { token, text })
}

fn end(app: &App, ends: Timestamp) -> Result<Timestamp> {
    let now = app.now();
    if ends > now && ends <= now.after(AGE_MAX) {
        return Ok(ends);
    }
    Err(Problem::invalid("ends", "Choose a day after today, at most a year from now."))
}

async fn refuse_many(act: &Act, person: i64) -> Result<()> {
    let count: i64 = act.value(sql::COUNT_TOKENS, values![person]).await?.unwrap_or(0);
    if count < TOKENS_MAX {
        return Ok(());
    }
    Err(Problem::conflict(format!(
        "You have {TOKENS_MAX} tokens, and more do not fit. End one that is not used any more."
    )))
}

/// The tokens of a person, newest first; those that have ended by themselves too, until they are
/// forgotten.
pub async fn list(on: &impl Query, person: i64) -> Result<Vec<Token>> {
    on.all(sql::TOKENS, values![person]).await
}

/// The token with this number.
pub async fn token(on: &impl Query, id: Id<Token>) -> Result<Option<Token>> {
    on.first(sql::TOKEN, values![id]).await
}

/// Ends a token of `person` at once: everybody their own, an administrator anybody's.
pub async fn revoke(app: &App, caller: &Caller, person: i64, id: Id<Token>) -> Result<()> {
    let right = if caller.person() == Some(person) { &rights::OWN } else { &rights::CHANGE };
    let act = app.begin(caller, right).await?;
    let known = token(&act, id).await?.filter(|token| token.person_id.get() == person);
    let known = known.ok_or_else(missing)?;
    act.execute(sql::END_TOKEN, values![id]).await?;
    let owner = person::person(&act, person).await?.ok_or_else(missing)?;
    act.record(Entry::new("people.end-token", owner.object()).before(said(&known))).await?;
    Ok(())
}

/// Ends every token of a person, as part of an act that ends more.
pub(crate) async fn end_all(act: &Act, person: i64) -> Result<()> {
    act.execute(sql::END_TOKENS, values![person]).await.map(drop)
}

store::row! {
    struct Live {
        id: Id<Token>,
        person_id: i64,
        scopes: String,
        used: Option<Timestamp>,
    }
}

/// Who the token `text` speaks for, with no more than it may; `None` if it is void or was never one
/// of ours.
pub async fn caller(app: &App, text: &str) -> Result<Option<Caller>> {
    if !text::is_token(text) {
        return Ok(None);
    }
    let values = values![text::hash(text), app.now()];
    let Some(live) = app.store.first::<Live>(sql::LIVE_TOKEN, values).await? else {
        return Ok(None);
    };
    let Some(caller) = person::identify(app, live.person_id).await? else { return Ok(None) };
    note_use(app, &live).await?;
    Ok(Some(caller.limited_to(scopes::read(&live.scopes))))
}

async fn note_use(app: &App, live: &Live) -> Result<()> {
    let now = app.now();
    if live.used.is_some_and(|used| now.since(used) < USED_EVERY) {
        return Ok(());
    }
    let tx = app.store.begin().await?;
    tx.execute(sql::USE_TOKEN, values![now, live.id]).await?;
    tx.commit().await
}

fn said(token: &Token) -> serde_json::Value {
    serde_json::json!({
        "token": token.id, "name": token.name, "scopes": token.scopes(), "ends": token.ends,
    })
}

fn object(login: &str) -> String {
    format!("person/{login}")
}

fn missing() -> Problem {
    Problem::not_found("There is no such token; it may have been ended already.")
}
