//! Being signed in: a random token in the browser, its hash here.

use audit::Act;
use base::{Result, Timestamp, limits, secret};
use sha2::{Digest, Sha256};
use store::{Query, Transaction, values};

use crate::App;

/// How much of a browser's own description is kept, in characters.
const AGENT_CHARS_MAX: usize = 200;
/// A session's last use is written down no more often than this.
const SEEN_EVERY: std::time::Duration = std::time::Duration::from_mins(1);

/// A fresh token and what follows from it. Every sign-in makes one, so a token that somebody
/// planted before is worth nothing.
pub async fn begin(act: &Act, person: i64, address: &str, agent: &str) -> Result<String> {
    let token = secret::token()?;
    let agent: String = agent.chars().take(AGENT_CHARS_MAX).collect();
    let values = values![hash(&token), person, act.at(), act.at(), address, agent];
    act.execute(BEGIN, values).await?;
    Ok(token)
}

/// Ends the session of `token`.
pub async fn end(tx: &Transaction, token: &str) -> Result<()> {
    tx.execute("DELETE FROM web_session WHERE token_hash = $1", values![hash(token)])
        .await
        .map(drop)
}

/// Ends every session of a person; how many there were.
pub async fn end_all(tx: &Transaction, person: i64) -> Result<u64> {
    tx.execute("DELETE FROM web_session WHERE person_id = $1", values![person]).await
}

/// Ends the session with this number, if it is `person`'s; how many that were.
pub async fn end_one(tx: &Transaction, person: i64, id: i64) -> Result<u64> {
    tx.execute("DELETE FROM web_session WHERE id = $1 AND person_id = $2", values![id, person])
        .await
}

/// Ends every session of a person but that of `token`; how many there were.
pub async fn end_others(tx: &Transaction, person: i64, token: &str) -> Result<u64> {
    let values = values![person, hash(token)];
    tx.execute("DELETE FROM web_session WHERE person_id = $1 AND token_hash <> $2", values).await
}

store::row! {
    /// One browser in which a person is signed in.
    #[derive(Clone, Debug)]
    pub struct Session {
        /// The number of the session.
        pub id: i64,
        /// When they signed in.
        pub began: Timestamp,
        /// When they last did something, to the minute.
        pub seen: Timestamp,
        /// From where.
        pub address: String,
        /// The browser's own description.
        pub agent: String,
        /// The hash of the token.
        pub token_hash: String,
    }
}

impl Session {
    /// Whether it is the session of this token.
    pub fn is(&self, token: &str) -> bool {
        self.token_hash == hash(token)
    }
}

/// Where `person` is signed in, newest first.
pub async fn list(on: &impl Query, person: i64) -> Result<Vec<Session>> {
    on.all(LIST, values![person]).await
}

store::row! {
    struct Live {
        person_id: i64,
        seen: Timestamp,
    }
}

/// Whose session `token` is, if it still stands.
pub(crate) async fn person(app: &App, token: &str) -> Result<Option<i64>> {
    let now = app.now();
    let values = values![
        hash(token),
        now.before(limits::SESSION_IDLE_MAX),
        now.before(limits::SESSION_AGE_MAX),
    ];
    let Some(live) = app.store.first::<Live>(FIND, values).await? else { return Ok(None) };
    if now.since(live.seen) > SEEN_EVERY {
        let tx = app.store.begin().await?;
        tx.execute(SEEN, values![now, hash(token)]).await?;
        tx.commit().await?;
    }
    Ok(Some(live.person_id))
}

/// Forgets sessions that no longer stand.
pub(crate) async fn prune(app: &App) -> Result<()> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let values = values![now.before(limits::SESSION_IDLE_MAX), now.before(limits::SESSION_AGE_MAX)];
    tx.execute("DELETE FROM web_session WHERE seen <= $1 OR began <= $2", values).await?;
    tx.commit().await
}

/// How many sessions stand.
pub(crate) async fn count(app: &App) -> Result<i64> {
    let now = app.now();
    let values = values![now.before(limits::SESSION_IDLE_MAX), now.before(limits::SESSION_AGE_MAX)];
    Ok(app.store.value(COUNT, values).await?.unwrap_or_default())
}

fn hash(token: &str) -> String {
    format!("{:x}", Sha256::digest(token))
}

const BEGIN: &str = "
    INSERT INTO web_session (token_hash, person_id, began, seen, address, agent)
    VALUES ($1, $2, $3, $4, $5, $6)";

const FIND: &str = "
    SELECT person_id, seen FROM web_session
    WHERE token_hash = $1 AND seen > $2 AND began > $3";

const COUNT: &str = "SELECT COUNT(*) FROM web_session WHERE seen > $1 AND began > $2";

const SEEN: &str = "UPDATE web_session SET seen = $1 WHERE token_hash = $2";

const LIST: &str = "
    SELECT id, began, seen, address, agent, token_hash FROM web_session
    WHERE person_id = $1 ORDER BY seen DESC, id DESC";
