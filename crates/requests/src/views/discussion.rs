//! What happened to a request and what was said, in order.

use base::Timestamp;
use maud::{Markup, html};
use web::components::{Button, Entry, Tone, button_row, form, timeline};

use super::{paragraph, request::Page, typed};
use crate::{effect::Effect, review::Review};

/// Everything in order, and a field for more.
pub(super) fn discussion(page: &Page<'_>) -> Markup {
    let mut all = entries(page);
    all.sort_by_key(|(at, _)| *at);
    html! {
        (timeline(all.into_iter().map(|(_, entry)| entry)))
        (form(&format!("{}/comments", page.request().href()), &page.signed.csrf, html! {
            (paragraph("words", "Say something", 2).value(page.sent.text("words")).error(page.sent.error("words")))
            (button_row(html! { (Button::secondary("Send")) }))
        }))
    }
}

/// The order in which they are pushed is the order of acts of the same instant.
fn entries<'a>(page: &'a Page<'_>) -> Vec<(Timestamp, Entry<'a>)> {
    let (when, request) = (page.signed.when(), page.request());
    let did = |at: Timestamp, person: i64, did: Markup| {
        (at, Entry::did(page.name(person), did, when.ago(at)))
    };
    let at_the_door = if request.door.is_some() { "asked at the door" } else { "asked" };
    let mut all = vec![did(request.asked_at, request.asker, html! { (at_the_door) })];
    all.extend(page.whole.case.joiners.iter().map(|joiner| {
        let how = if joiner.is_included() { "joined" } else { "follows" };
        did(joiner.joined_at, joiner.person_id, html! { (how) })
    }));
    all.extend(
        page.whole
            .changes
            .iter()
            .map(|change| did(change.changed_at, change.changed_by, html! { "changed the terms" })),
    );
    all.extend(page.whole.case.reviews.iter().map(|review| reviewed(page, review)));
    all.extend(page.whole.comments.iter().map(|comment| {
        let words = typed(&comment.words);
        (
            comment.commented_at,
            Entry::said(page.name(comment.person_id), when.ago(comment.commented_at), words),
        )
    }));
    if let Some(at) = request.withdrawn_at {
        all.push(did(at, request.asker, html! { "withdrew the request" }));
    }
    all.extend(decided(page));
    all
}

fn reviewed<'a>(page: &'a Page<'_>, review: &'a Review) -> (Timestamp, Entry<'a>) {
    let at = page.signed.when().ago(review.reviewed_at);
    let (did, tone) = match review.answer {
        Effect::Allow => ("agreed for", Tone::Allow),
        Effect::Refuse => ("objected for", Tone::Deny),
    };
    let void = review.revision < page.whole.case.request.revision;
    let did = html! { (did) " " (review.seat) @if void { " (void: the terms changed)" } };
    let entry = Entry::did(page.name(review.person_id), did, at).tone(if void {
        Tone::Quiet
    } else {
        tone
    });
    match &review.note {
        Some(note) => (review.reviewed_at, entry.words(typed(note))),
        None => (review.reviewed_at, entry),
    }
}

fn decided<'a>(page: &'a Page<'_>) -> Vec<(Timestamp, Entry<'a>)> {
    let Some(decision) = &page.whole.decision else { return Vec::new() };
    let when = page.signed.when();
    let did = if decision.is_allow() { "decided: allowed" } else { "decided: refused" };
    let tone = if decision.is_allow() { Tone::Allow } else { Tone::Deny };
    let who = decision.deciders.last().map_or("The seats", |decider| decider.name.as_str());
    let entry = Entry::did(who, html! { (did) }, when.ago(decision.decided_at)).tone(tone);
    let mut all = vec![(decision.decided_at, entry.words(typed(&decision.reason)))];
    if let Some(ending) = &decision.ending {
        let entry = Entry::did(&ending.by, html! { "ended the decision" }, when.ago(ending.at));
        all.push((ending.at, entry.words(typed(&ending.reason))));
    }
    all
}
