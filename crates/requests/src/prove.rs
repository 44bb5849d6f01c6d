//! The proof of a decision, for somebody who does not trust us.

use audit::{Filter, Proof};
use base::{Id, Problem, Result};
use web::{App, Caller};

use crate::decision::{self, Decision};

/// The entry of the audit log in which it was decided, and the proof that it is there. Whoever sees
/// the decision may have it: the entry says what the page says, with numbers in place of some names.
/// Nothing of it can be left out, or it would prove nothing.
pub async fn prove(app: &App, caller: &Caller, id: Id<Decision>) -> Result<Proof> {
    let decision = decision::required(&app.store, id).await?;
    decision.require_open_to(caller)?;
    let filter = Filter {
        act: "requests.decide".to_owned(),
        object: format!("request/{}", decision.request),
        ..Filter::default()
    };
    // A request is decided once.
    let entry = audit::entries(&app.store, &filter, None, 1).await?.pop();
    let proof = match entry {
        Some(entry) => app.audit.prove(entry.seq).await?,
        None => None,
    };
    proof.ok_or_else(|| {
        Problem::internal("a decision has no entry in the audit log", decision.object())
    })
}
