//! Requests and decisions as a terminal shows them.

use base::Timestamp;
use web::{Console, Evidence};

use super::seen::Seen;
use crate::{
    api::{DecisionLine, DecisionSheet, RequestLine, RequestSheet, Shown},
    decision::Ending,
    words,
};

fn day(console: &Console, at: Timestamp) -> String {
    words::iso_day(at, &console.settings.zone)
}

/// `   17  open       2026-11-23  LinkedIn for Noor Haddad`
pub(super) fn line(console: &Console, line: &RequestLine) -> String {
    format!(
        "{:>5}  {:<9}  {}  {} for {}",
        line.id.get(),
        line.state.word(),
        day(console, line.asked_at),
        line.target.name,
        line.asker.name
    )
}

pub(super) fn shown(console: &Console, shown: &Shown) -> String {
    match shown {
        Shown::Whole(whole) => sheet(console, whole),
        Shown::Outline(outline) => format!(
            "{} is asked already. Join: footbridge requests join {}",
            outline.target.name, outline.id
        ),
    }
}

fn sheet(console: &Console, sheet: &RequestSheet) -> String {
    let decision = sheet.decision.as_ref().map(|made| match &made.ending {
        Some(ending) => format!("{} {}", made.says, ended(console, ending)),
        None => made.says.clone(),
    });
    let mut lines = vec![
        line(console, &sheet.line),
        format!("for:      {}", sheet.purpose),
        format!("proposed: {}", sheet.terms.says),
        format!("reviews:  {}", sheet.line.standing),
        format!("decision: {}", decision.as_deref().unwrap_or("none yet")),
        format!("seen:     {}", Seen::of(sheet)),
    ];
    lines.extend(sheet.evidence.iter().flat_map(|seen| &seen.panels).flat_map(panel));
    lines.extend(talk(console, sheet));
    lines.join("\n")
}

/// Who said what, in order.
fn talk(console: &Console, sheet: &RequestSheet) -> Vec<String> {
    let mut said: Vec<(Timestamp, String)> = Vec::new();
    for review in &sheet.reviews {
        let void = if review.counts { "" } else { " (does not count any more)" };
        let note = review.note.as_deref().map(|note| format!(" {note}")).unwrap_or_default();
        let did = format!("{} {} it{void}.{note}", review.seat, review.answer.verb());
        said.push((review.reviewed_at, format!("{}: {did}", review.by.name)));
    }
    for comment in &sheet.comments {
        said.push((comment.commented_at, format!("{}: {}", comment.by.name, comment.words)));
    }
    said.sort_by_key(|(at, _)| *at);
    said.into_iter().map(|(at, words)| format!("{}  {words}", day(console, at))).collect()
}

/// A heading and its statements.
fn panel(panel: &Evidence) -> Vec<String> {
    let statements = panel.lines.iter().map(|line| format!("  {}", line.says));
    std::iter::once(format!("{}:", panel.title)).chain(statements).collect()
}

fn ended(console: &Console, ending: &Ending) -> String {
    let when = words::moment(ending.at, &console.settings.zone);
    format!("Ended {when} by {}: {}", ending.by, ending.reason)
}

/// `    5  LinkedIn is open for Noor Haddad until the end of 18 December 2026.`
pub(super) fn decision_line(console: &Console, line: &DecisionLine) -> String {
    let ending = line.ending.as_ref().map(|ending| format!(" {}", ended(console, ending)));
    format!("{:>5}  {}{}", line.id.get(), line.terms.says, ending.unwrap_or_default())
}

pub(super) fn decision(console: &Console, sheet: &DecisionSheet) -> String {
    let line = &sheet.line;
    let deciders: Vec<String> =
        line.deciders.iter().map(|by| format!("{} ({})", by.name, by.seat)).collect();
    let mut lines = vec![
        decision_line(console, line),
        format!("request:  {}", line.request),
        format!("reason:   {}", line.reason),
        format!("by:       {}", deciders.join(", ")),
        format!("decided:  {}", day(console, line.decided_at)),
    ];
    lines.extend(line.alternative.as_ref().map(|words| format!("instead:  {words}")));
    lines.extend(sheet.evidence.iter().flat_map(|seen| &seen.panels).flat_map(panel));
    lines.join("\n")
}
