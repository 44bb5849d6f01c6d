//! What was said since somebody last looked.

use base::{Id, Result, Timestamp};
use store::{Query, Store, values};

use crate::{comment::Comment, request::Request, sql};

store::row! {
    /// What others said on one request that somebody follows, and who spoke last.
    pub(crate) struct News {
        pub(crate) request_id: Id<Request>,
        pub(crate) target_name: String,
        pub(crate) comments: i64,
        pub(crate) since: Timestamp,
        pub(crate) last: i64,
    }
}

/// What others said after `since`, and `person` has not looked at: on requests that they asked or
/// joined, and, where they speak for a `seat`, on those that they reviewed or spoke on.
pub(crate) async fn news(
    on: &impl Query,
    person: i64,
    seat: bool,
    since: Timestamp,
) -> Result<Vec<News>> {
    let values = values![person, since, person, person, person, i64::from(seat), person, person];
    on.all(sql::NEWS, values).await
}

/// `person` looks at `comments`. Only what is new to them is written down, so that looking twice
/// costs nothing.
pub(crate) async fn look(
    store: &Store,
    id: Id<Request>,
    person: i64,
    comments: &[Comment],
) -> Result<()> {
    let newest = comments.iter().rfind(|comment| comment.person_id != person);
    let Some(newest) = newest else { return Ok(()) };
    let seen: i64 = store.value(sql::LOOKED, values![id, person]).await?.unwrap_or(0);
    if newest.id.get() <= seen {
        return Ok(());
    }
    let tx = store.begin().await?;
    tx.execute(sql::LOOK, values![id, person, newest.id]).await?;
    tx.commit().await
}
