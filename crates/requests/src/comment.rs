//! The discussion on a request.

use audit::Entry;
use base::{Id, Problem, Result, Timestamp, text};
use serde::Serialize;
use store::{Query, values};
use web::{App, Caller};

use crate::{case::hold, request::Request, rights, sql};

/// Comments that one request holds.
const COMMENTS_MAX: i64 = 500;

/// Without its parameter, as schemas need it.
pub(crate) type CommentId = Id<Comment>;

store::row! {
    /// Something that was said.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct Comment {
        /// Its number.
        pub id: Id<Comment>,
        /// By whom.
        pub person_id: i64,
        /// In their words.
        pub words: String,
        /// When.
        pub commented_at: Timestamp,
    }
}

/// What was said on a request, oldest first.
pub async fn comments(on: &impl Query, id: Id<Request>) -> Result<Vec<Comment>> {
    on.all(sql::COMMENTS, values![id]).await
}

/// `caller` says something on a request that they may see.
pub async fn comment(app: &App, caller: &Caller, id: Id<Request>, words: &str) -> Result<()> {
    let person = caller.require_person()?;
    let words = text::paragraph("words", words)?;
    let act = app.begin(caller, &rights::COMMENT).await?;
    let case = hold(&act, id).await?;
    case.require_open_to(caller)?;
    let count: i64 = act.value(sql::COUNT_COMMENTS, values![id]).await?.unwrap_or(0);
    if count >= COMMENTS_MAX {
        return Err(Problem::too_many(format!(
            "A request holds {COMMENTS_MAX} comments. Talk to each other, and write down the outcome as a review."
        )));
    }
    act.execute(sql::ADD_COMMENT, values![id, person, words.as_str(), act.at()]).await?;
    let entry = Entry::new("requests.comment", case.request.object());
    act.record(entry.after(serde_json::json!({ "words": words }))).await.map(drop)
}
