//! Work for later.

use std::time::Duration;

use jobs::Queue;

use super::{finding::Finding, premises::Premises};

/// A job that is due waits seconds while a server runs.
const WAIT_LOOK: Duration = Duration::from_mins(10);

pub(super) async fn look(on: &Premises) -> Vec<Finding> {
    let Some(store) = on.store() else { return Vec::new() };
    match jobs::queue(store, on.now).await {
        Ok(queue) => judge(on, &queue),
        // A database without the table is told of as such.
        Err(_) => Vec::new(),
    }
}

fn judge(on: &Premises, queue: &Queue) -> Vec<Finding> {
    let mut findings = Vec::new();
    if queue.given_up > 0 {
        findings.push(Finding::look(
            format!("{} jobs failed too often and are tried no more.", queue.given_up),
            "The log says why (`a job failed`). Mend the cause; what they would have done has to be done anew.",
        ));
    }
    if queue.failing > 0 {
        findings.push(Finding::look(
            format!("{} jobs failed and are tried again.", queue.failing),
            "The log says why (`a job failed`).",
        ));
    }
    let waits = queue.oldest.map_or(Duration::ZERO, |since| on.now.since(since));
    if on.is_served && waits > WAIT_LOOK {
        findings.push(Finding::look(
            format!("A job waits for {} minutes, though a server runs.", waits.as_secs() / 60),
            "See in the log what the server is doing; a restart does no harm.",
        ));
    }
    if findings.is_empty() {
        findings.push(Finding::fine(format!("{} jobs wait, none failed.", queue.waiting)));
    }
    findings
}
