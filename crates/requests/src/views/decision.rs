//! The record of a decision.

use catalog::Service;
use maud::{Markup, html};
use web::{
    Form, Signed,
    components::{
        Button, Icon, PageHeading, PersonChip, Tag, Tone, button_row, description_list, disclosure,
        error_summary, form, hash, host, section,
    },
    log::object_href,
};

use super::{evidence, paragraph, typed};
use crate::{
    decision::{Decision, Ending},
    rights, words,
    words::Phrase,
};

/// What was decided, by whom, on which grounds; and how it ended or can be ended.
pub(crate) fn decision_page(
    signed: &Signed,
    sent: &Form,
    decision: &Decision,
    phrase: &Phrase,
    alternative: Option<&Service>,
    title: &str,
) -> Markup {
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new(title)
            .above(html! { a href={ "/requests/" (decision.request) } { "Request " (decision.request) } })
            .lede(html! { (state(signed, decision)) " " (phrase.sentence(decision.effect, &decision.target.name, &decision.terms)) })
            .actions(html! {
                @if signed.may(&web::log::READ) {
                    (Button::quiet("In the audit log").link(&object_href(&decision.object())).small())
                }
                (Button::quiet("Download the proof").link(&format!("{}/proof", decision.href())).small())
            }))
        div.columns {
            div {
                (section("record", "The record", record(signed, decision, phrase, alternative)))
                @if signed.may(&rights::READ) {
                    (section("evidence", "What the deciders saw", html! {
                        (evidence(&decision.evidence))
                        p.small.quiet { "Frozen with the decision. SHA-256 " (hash(&decision.evidence_hash)) }
                    }))
                }
            }
            aside { (section("end", "Its end", ending(signed, sent, decision))) }
        }
    }
}

/// Where it stands, in one word.
pub(crate) fn state(signed: &Signed, decision: &Decision) -> Markup {
    let tag = if decision.is_ended() || decision.is_over(signed.now) {
        Tag::new(Tone::Quiet, "Ended").icon(Icon::Bar)
    } else if decision.is_ahead(signed.now) {
        Tag::new(Tone::Accent, "To come")
    } else if decision.is_allow() {
        Tag::new(Tone::Allow, "In force")
    } else {
        Tag::new(Tone::Deny, "Refused").icon(Icon::Cross)
    };
    html! { (tag) }
}

fn record(
    signed: &Signed,
    decision: &Decision,
    phrase: &Phrase,
    alternative: Option<&Service>,
) -> Markup {
    let terms = &decision.terms;
    let mut lines = vec![
        ("What", what(decision)),
        ("Who", html! { (phrase.names.audience(&terms.audience)) }),
        (
            "When",
            html! { @match &terms.schedule { Some(schedule) => (schedule), None => "At any time" } },
        ),
        (
            "Until",
            html! {
                @match terms.ends { Some(ends) => (words::until(ends, &phrase.zone)), None => "No end" }
            },
        ),
    ];
    if !terms.conditions.is_empty() {
        lines.push((
            "Condition",
            html! {
                @for slug in &terms.conditions {
                    p { "Has read " a href={ "/policies/" (slug) } { (phrase.policy(slug)) } }
                }
            },
        ));
    }
    lines.push(("Reason", typed(&decision.reason)));
    if let Some(words) = &decision.alternative {
        lines.push((
            "Instead",
            html! {
                @match alternative {
                    Some(service) => a href=(service.href()) { (service.name) },
                    None => (typed(words)),
                }
            },
        ));
    }
    lines.push(("Decided by", deciders(decision)));
    lines.push(("Decided", signed.when().at(decision.decided_at)));
    description_list(lines)
}

fn what(decision: &Decision) -> Markup {
    let target = &decision.target;
    html! {
        @if let Some(href) = target.href() { a href=(href) { (target.name) } }
        @else { (host(&target.key)) " and what is below it" }
    }
}

fn deciders(decision: &Decision) -> Markup {
    html! {
        div.cluster {
            @for decider in &decision.deciders {
                (PersonChip::new(&decider.name).seat(Some(decider.seat)))
            }
        }
    }
}

fn ending(signed: &Signed, sent: &Form, decision: &Decision) -> Markup {
    html! {
        div.panel.stack {
            @if let Some(ending) = &decision.ending { (ended(signed, ending)) }
            @else if decision.is_over(signed.now) { p { "It ended by itself, as decided." } }
            @else {
                @if decision.terms.ends.is_some() { p { "It ends by itself." } }
                @else { p { "It has no end of its own." } }
                p { (Button::secondary("Ask for another decision").link(&replacing(decision)).small()) }
                @if decision.may_be_ended_by(&signed.caller) {
                    (disclosure("End it now", end_form(signed, sent, decision)))
                }
                @if !decision.is_allow() {
                    p.small.quiet { "A refusal ends when a new decision of both sides takes its place." }
                }
            }
        }
    }
}

fn ended(signed: &Signed, ending: &Ending) -> Markup {
    html! {
        p { "Ended by " (ending.by) ", " (signed.when().at(ending.at)) "." }
        @if let Some(by) = ending.superseded_by {
            p { a href={ "/decisions/" (by) } { "Decision " (by) } " takes its place." }
        } @else { (typed(&ending.reason)) }
    }
}

fn replacing(decision: &Decision) -> String {
    let id = decision.id.to_string();
    let target = if decision.target.is_service() { "service" } else { "host" };
    let query = [(target, decision.target.key.as_str()), ("replaces", id.as_str())];
    format!("/requests/new?{}", web::query(&query))
}

fn end_form(signed: &Signed, sent: &Form, decision: &Decision) -> Markup {
    form(
        &format!("{}/end", decision.href()),
        &signed.csrf,
        html! {
            (paragraph("reason", "Why?", 2).value(sent.text("reason")).error(sent.error("reason"))
                .hint("One seat is enough to close a door. Those whom it was for read this."))
            (button_row(html! { (Button::danger("End the decision")) }))
        },
    )
}
