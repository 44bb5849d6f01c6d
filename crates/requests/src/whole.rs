//! A request with all that is shown of it to those who may see it, on its page and in the API.

use base::Result;
use web::{App, Caller};

use crate::{
    case::Case,
    change::{Change, changes},
    comment::{Comment, comments},
    decision::{self, Decision},
    evidence::{Seen, seen},
    request::Request,
    rights,
};

/// All of it.
pub(crate) struct Whole {
    pub(crate) case: Case,
    pub(crate) comments: Vec<Comment>,
    /// Of the terms, oldest first; that somebody joined or left is none.
    pub(crate) changes: Vec<Change>,
    pub(crate) decision: Option<Decision>,
    /// For the seats, while it is open.
    pub(crate) evidence: Option<Seen>,
    /// Refusals of the same that are in force: for the seats, while it is open.
    pub(crate) refusals: Vec<Decision>,
}

impl Whole {
    /// What `caller`, to whom `case` is open, sees of it.
    pub(crate) async fn seen_by(app: &App, caller: &Caller, case: Case) -> Result<Self> {
        let id = case.request.id;
        let deciding = case.request.is_open() && caller.may(&rights::READ);
        Ok(Self {
            comments: comments(&app.store, id).await?,
            changes: changes(&app.store, id).await?,
            decision: decision::decision_of(&app.store, id).await?,
            evidence: if deciding { Some(seen(app, &case.request).await?) } else { None },
            refusals: if deciding { refusals(app, &case.request).await? } else { Vec::new() },
            case,
        })
    }

    /// The numbers of everybody who appears in it.
    pub(crate) fn people(&self) -> Vec<i64> {
        let mut all = self.case.people();
        all.extend(self.comments.iter().map(|comment| comment.person_id));
        all.extend(self.changes.iter().map(|change| change.changed_by));
        all.extend(self.decision.iter().flat_map(Decision::people));
        all
    }
}

async fn refusals(app: &App, request: &Request) -> Result<Vec<Decision>> {
    let mut all = decision::in_force_on(&app.store, &request.target, app.now()).await?;
    all.retain(|decision| !decision.is_allow());
    Ok(all)
}
