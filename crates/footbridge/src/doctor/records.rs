//! The head of the audit log. All of it is `footbridge audit verify`'s.

use std::fs;

use audit::{Head, checkpoint::Trust};
use base::{Problem, Result};
use store::Store;

use super::{finding::Finding, premises::Premises};

const VERIFY: &str = "Run `footbridge audit verify`; it names every entry that was touched.";

pub(super) async fn look(on: &Premises) -> Vec<Finding> {
    let Some(store) = on.store() else { return Vec::new() };
    let head = match head(store).await {
        Ok((head, trust)) => (head, trust),
        Err(problem) => {
            let what = format!("The audit log cannot be read: {}.", problem.chain());
            return vec![Finding::wrong(what, "Look at the findings about the database first.")];
        }
    };
    let (head, trust) = head;
    let mut findings = vec![signed(&head, trust.as_ref())];
    findings.extend(kept(on, &head, trust.as_ref()));
    findings
}

async fn head(store: &Store) -> Result<(Head, Option<Trust>), Problem> {
    Ok((audit::head(store).await?, Trust::of(store).await?))
}

fn signed(head: &Head, trust: Option<&Trust>) -> Finding {
    let (Some(note), Some(trust)) = (&head.checkpoint, trust) else {
        return match head.size {
            0 => Finding::fine("The audit log is empty."),
            _ => Finding::wrong("The audit log has entries and no signed checkpoint.", VERIFY),
        };
    };
    match trust.read(note) {
        Some(checkpoint) if checkpoint.size == head.size => Finding::fine(format!(
            "The audit log has {} entries, signed by {}.",
            head.size,
            trust.name()
        )),
        Some(checkpoint) => Finding::wrong(
            format!(
                "The audit log has {} entries, and its checkpoint is of {}.",
                head.size, checkpoint.size
            ),
            VERIFY,
        ),
        None => Finding::wrong("The newest checkpoint is not signed by this log's key.", VERIFY),
    }
}

/// The checkpoint beside the database is never ahead of it, unless the database is an older one.
fn kept(on: &Premises, head: &Head, trust: Option<&Trust>) -> Option<Finding> {
    let note = fs::read_to_string(on.data().join("audit.checkpoint")).ok()?;
    let Some(checkpoint) = trust?.read(&note) else {
        return Some(Finding::look(
            "audit.checkpoint in the data directory is of another log.",
            "If this database was restored or moved here, that is why; the next act writes it anew.",
        ));
    };
    (checkpoint.size > head.size).then(|| {
        let missing = checkpoint.size - head.size;
        Finding::wrong(
            format!("The database is older than audit.checkpoint beside it: {missing} entries are missing."),
            "If you restored a backup on purpose, keep that file with your papers and remove it here; else find the newer database.",
        )
    })
}
