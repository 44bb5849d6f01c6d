//! Trying a verdict before it matters.

use maud::{Markup, html};
use web::{
    Form, Signed,
    components::{Button, Field, PageHeading, button_row, disclosure, error_summary},
};

use super::{Arrival, Reader, door};
use crate::{Names, links, told::Told};

/// The form, and the answer once there is one.
pub(crate) fn try_it(signed: &Signed, typed: &Form, answer: Option<(&Told, &Names)>) -> Markup {
    let reader = Reader::new(&signed.app, true);
    html! {
        (error_summary(typed.errors()))
        (PageHeading::new("Try a verdict").above(html! { a href="/gate" { "Gate" } }).lede(html! {
            "What the gate would answer, and why. Nothing is recorded."
        }))
        form.form method="get" action="/gate/try" {
            (Field::text("person", "Who?").value(typed.text("person")).error(typed.error("person"))
                .hint("A login, or an address in the network. Leave it empty for somebody unknown.").optional())
            (Field::text("host", "Where to?").value(typed.text("host")).error(typed.error("host"))
                .hint("A host, or the address of a page."))
            (Field::moment("at", "When?").value(typed.text("at")).error(typed.error("at"))
                .hint("Now, if you leave it empty.").optional())
            (button_row(html! { (Button::primary("Judge")) }))
        }
        @if let Some((told, names)) = answer {
            (door::words(&reader, told, Arrival::default())
                .what_to_do("What would open it", ways(signed, told))
                .within_page())
            (door::decided(&reader, told, names))
            @if let Some(until) = told.holds_until {
                p { "This answer holds until " (signed.when().at(until)) ", unless a rule changes." }
            }
            (disclosure("On the command line", html! {
                p { code { "footbridge gate why " (typed.text("person")) " " (told.host) } }
            }))
        }
    }
}

fn ways(signed: &Signed, told: &Told) -> Markup {
    html! {
        ul {
            @if told.is_open() { li { "It is open." } }
            @for (slug, title) in &told.to_read {
                li { "Acknowledging " a href={ "/policies/" (slug) } { (title) } }
            }
            @if let Some((from, policies)) = &told.later {
                @for (slug, title) in policies {
                    li { "Acknowledging " a href={ "/policies/" (slug) } { (title) }
                        ", and waiting: the door opens " (signed.when().at(*from)) }
                }
            }
            @if let Some(opens) = told.opens_at { li { "Waiting: it opens " (signed.when().at(opens)) } }
            @if told.can_ask { li { "A request on which the seats agree" } }
            @if !told.is_open() && !told.can_ask {
                @for rule in &told.rules { li { "Ending " (ending(rule)) ", and nothing else" } }
            }
        }
    }
}

fn ending(rule: &verdict::Rule) -> Markup {
    let says = rule.id.replacen('/', " ", 1);
    html! {
        @match links::rule(&rule.id) {
            Some(href) => a href=(href) { (says) },
            None => (says),
        }
    }
}
