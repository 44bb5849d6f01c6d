//! What the seats say, and the decision: the right-hand side of a request.

use base::Seat;
use maud::{Markup, html};
use web::components::{Button, Choice, Field, Notice, ReviewCard, ReviewState, button_row, form};

use super::{
    paragraph,
    request::{Page, proposal},
};
use crate::{effect::Effect, review::Review};

/// One card for each seat that must agree, and for each other one that said something or is the
/// reader's.
pub(super) fn reviews(page: &Page<'_>) -> Markup {
    let shown = Seat::ALL.into_iter().filter(|seat| {
        let case = &page.whole.case;
        case.required.contains(seat)
            || case.review_of(*seat).is_some()
            || (page.request().is_open() && case.may_review(&page.signed.caller, *seat))
    });
    let speaks = page.whole.case.speaking_seat(&page.signed.caller);
    html! { div.panel { @for seat in shown { (card(page, seat, speaks == Some(seat))) } } }
}

fn card(page: &Page<'_>, seat: Seat, speaks: bool) -> Markup {
    let case = &page.whole.case;
    let counting = case.review_of(seat);
    let void = case.void_review_of(seat).filter(|_| counting.is_none());
    let words = words(page, seat, counting, void);
    let (state, said) = match (counting, void) {
        (Some(review), _) => (state_of(review), Some(review)),
        (None, Some(void)) => (ReviewState::Void, Some(void)),
        (None, None) => (ReviewState::Waiting, None),
    };
    let mut card = ReviewCard::new(seat, state);
    if let Some(review) = said {
        card = card.by(page.name(review.person_id), page.signed.when().ago(review.reviewed_at));
    }
    if let Some(words) = &words {
        card = card.words(words);
    }
    if speaks {
        card = card.action(review_form(page, seat, counting));
    }
    html! { (card) }
}

fn state_of(review: &Review) -> ReviewState {
    match review.answer {
        Effect::Allow => ReviewState::Agreed,
        Effect::Refuse => ReviewState::Objected,
    }
}

fn words(
    page: &Page<'_>,
    seat: Seat,
    counting: Option<&Review>,
    void: Option<&Review>,
) -> Option<String> {
    match (counting, void) {
        (Some(review), _) => review.note.clone(),
        (None, Some(_)) => page.whole.changes.last().map(|change| {
            format!("{} changed the terms after this review.", page.name(change.changed_by))
        }),
        (None, None) if !page.whole.case.required.contains(&seat) => {
            Some("Need not agree, but may say something.".to_owned())
        }
        (None, None) => None,
    }
}

fn review_form(page: &Page<'_>, seat: Seat, before: Option<&Review>) -> Markup {
    let (request, typed) = (page.request(), page.sent);
    let summary = if before.is_some() { "Say something else" } else { "In a sentence" };
    // Whoever can decide already has one button that counts more.
    let is_first = before.is_none() && page.whole.case.possible(&page.signed.caller).is_err();
    form(
        &format!("{}/reviews", request.href()),
        &page.signed.csrf,
        html! {
            input type="hidden" name="seat" value=(seat.word());
            input type="hidden" name="revision" value=(request.revision);
            (paragraph("note", summary, 2).value(typed.text("note")).error(typed.error("note")).optional())
            (button_row(html! {
                @if is_first { (Button::primary("Agree").named("answer", "allow")) }
                @else { (Button::secondary("Agree").named("answer", "allow")) }
                (Button::secondary("Object").named("answer", "refuse"))
            }))
        },
    )
}

/// What the reader can decide now, or for what it waits.
pub(super) fn decide(page: &Page<'_>) -> Markup {
    html! {
        div.panel.stack {
            (refusals(page))
            @match page.whole.case.possible(&page.signed.caller) {
                Ok((seat, effect)) => (decide_form(page, seat, effect)),
                Err(why) => p { (why) },
            }
        }
    }
}

fn decide_form(page: &Page<'_>, seat: Seat, effect: Effect) -> Markup {
    let (request, typed) = (page.request(), page.sent);
    let hash = page.whole.evidence.as_ref().map(|seen| seen.hash.as_str()).unwrap_or_default();
    let own = page.whole.case.review_of(seat).is_none_or(|review| review.answer != effect);
    form(
        &format!("{}/decisions", request.href()),
        &page.signed.csrf,
        html! {
            input type="hidden" name="seat" value=(seat.word());
            input type="hidden" name="revision" value=(request.revision);
            input type="hidden" name="evidence" value=(hash);
            p { (proposal(page, effect)) }
            @match effect {
                Effect::Allow => {
                    (paragraph("reason", "Reason", 2).value(typed.text("reason")).error(typed.error("reason")).optional())
                    (button_row(html! { (Button::primary("Open the door").named("effect", "allow")) }))
                }
                Effect::Refuse => {
                    (paragraph("reason", "Reason", 2).value(typed.text("reason")).error(typed.error("reason")))
                    (Field::text("alternative", "What to use instead").value(typed.text("alternative"))
                        .error(typed.error("alternative")).optional()
                        .hint("A service of the catalogue, or another way."))
                    (button_row(html! { (Button::danger("Refuse").named("effect", "refuse")) }))
                }
            }
            p.small.quiet {
                @if own { "This is the review of " (seat) " too. " }
                "In force within a second. All names go on record, with what is known now."
            }
        },
    )
}

/// A refusal outranks a door, so a door beside it would stay shut.
fn refusals(page: &Page<'_>) -> Markup {
    let proposed = &page.request().terms.audience;
    let staying = page.whole.refusals.iter().filter(|old| {
        !proposed.includes(&old.terms.audience) && page.request().replaces != Some(old.id)
    });
    html! {
        @for old in staying {
            (Notice::warning("A refusal is in force for more people than ask now.").body(html! {
                p {
                    a href=(old.href()) { "Decision " (old.id) }
                    " goes on denying them: include them in the terms, or replace that decision."
                }
            }))
        }
    }
}

/// A choice of seats, by their words.
pub(super) fn seat_choices() -> [Choice<'static>; 4] {
    Seat::ALL.map(|seat| Choice::new(seat.word(), seat.title()))
}
