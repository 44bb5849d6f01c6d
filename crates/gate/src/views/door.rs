//! The door, and the same answer wherever it is given.

use base::Timestamp;
use maud::{Markup, html};
use verdict::{Effect, Rank};
use web::components::{
    Button, Field, PageHeading, Tone, VerdictCard, button_row, description_list, disclosure, host,
    rank, section,
};

use super::Reader;
use crate::{Names, links, moment, names::rank_word, told::Told};

/// How somebody came to the door.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Arrival<'a> {
    /// The token of the block that led here, as it came.
    pub(crate) token: Option<&'a str>,
    /// When they were stopped, if a block led here.
    pub(crate) stopped_at: Option<Timestamp>,
}

/// The whole page.
pub(crate) fn door(reader: &Reader, told: &Told, names: &Names, arrival: Arrival<'_>) -> Markup {
    html! {
        (card(reader, told, arrival))
        @if !told.is_open() || told.rank.is_some() {
            div.measure { (section("decided", "Who decided this", decided(reader, told, names))) }
        }
    }
}

/// May they, and why.
pub(super) fn words<'a>(reader: &Reader, told: &Told, arrival: Arrival<'_>) -> VerdictCard<'a> {
    let zone = &reader.zone;
    VerdictCard::new(tone(told), answer(told, zone, arrival), why(told, zone))
        .above(above(reader, told, arrival))
}

/// May they, why, and what they can do.
pub(crate) fn card<'a>(reader: &Reader, told: &Told, arrival: Arrival<'_>) -> VerdictCard<'a> {
    let zone = &reader.zone;
    let card = words(reader, told, arrival);
    if told.is_open() {
        return card.what_to_do("Go on", go_on(told));
    }
    card.what_to_do("What you can do", what_to_do(told, zone, arrival))
}

fn tone(told: &Told) -> Tone {
    match (told.effect, told.rank) {
        (Effect::Allow, _) => Tone::Allow,
        (Effect::Coach, _) => Tone::Coach,
        (Effect::Deny, Some(Rank::Seal)) => Tone::Seal,
        (Effect::Deny, _) => Tone::Deny,
    }
}

fn above(reader: &Reader, told: &Told, arrival: Arrival<'_>) -> Markup {
    html! {
        @if let Some(at) = arrival.stopped_at {
            "You wanted to go here at " (reader.when().short(at))
        } @else if let Some((slug, name)) = &told.service {
            "Belongs to " a href={ "/services/" (slug) } { (name) }
        } @else {
            "This site"
        }
    }
}

fn answer(told: &Told, zone: &str, arrival: Arrival<'_>) -> Markup {
    let site = host(&told.host.to_string());
    let again = if arrival.stopped_at.is_some() { "open again" } else { "open" };
    let soon = |at| moment::say_soon(at, told.at, zone);
    html! {
        (site)
        @match (told.effect, told.rank) {
            (Effect::Allow, _) => {
                " is " (again)
                @if let Some(until) = told.holds_until { " until " (soon(until)) }
            }
            (Effect::Coach, _) => " opens when you have read one more thing",
            (Effect::Deny, Some(Rank::Seal)) => " is sealed",
            (Effect::Deny, Some(Rank::Refusal)) => " is refused",
            (Effect::Deny, _) => {
                " is closed"
                @if let Some(opens) = told.opens_at { " until " (soon(opens)) }
            }
        }
    }
}

fn why(told: &Told, zone: &str) -> Markup {
    html! {
        @for rule in &told.rules { p { (rule.because.reason) } }
        @if told.rules.is_empty() {
            p {
                @match &told.chosen {
                    _ if told.is_open() => "Nothing blocks it for you.",
                    Some(chosen) => (chosen.reason),
                    None => "Here a site is closed until somebody agrees to it.",
                }
            }
        }
        @if told.effect == Effect::Coach {
            p { "A door is agreed for you already. One step is missing: "
                (titles(&told.to_read)) "." }
        }
        @if told.to_read.is_empty() && let Some((from, policies)) = &told.later {
            p { "A door is agreed for you, from " (moment::say_soon(*from, told.at, zone))
                ". One step is missing until then: " (titles(policies)) "." }
        }
        @if told.is_open() && let Some(until) = told.holds_until {
            p { "This changes by itself: " (moment::say_soon(until, told.at, zone)) "." }
        }
    }
}

fn titles(policies: &[(String, String)]) -> Markup {
    html! {
        @for (place, (_, title)) in policies.iter().enumerate() {
            @if place > 0 { " and " }
            em { (title) }
        }
    }
}

fn go_on(told: &Told) -> Markup {
    let label = format!("Continue to {}", told.host);
    html! { (button_row(html! { (Button::primary(&label).link(&links::site(&told.host))) })) }
}

fn what_to_do(told: &Told, zone: &str, arrival: Arrival<'_>) -> Markup {
    html! {
        (button_row(html! {
            @for (slug, title) in told.policies() {
                (Button::primary(&format!("Read {title}"))
                    .link(&links::policy(slug, &told.host, arrival.token)))
            }
            @if told.can_ask {
                @let ask = links::ask(told, arrival.token);
                @if told.policies().is_empty() { (Button::primary("Ask for it").link(&ask)) }
                @else { (Button::secondary("Ask for it").link(&ask)) }
            }
        }))
        @for (service, name) in &told.instead {
            p {
                "Use this instead: "
                @match service {
                    Some(slug) => a href={ "/services/" (slug) } { (name) },
                    None => (name),
                }
            }
        }
        @if !told.to_read.is_empty() {
            p { "Once you have acknowledged it, come back here: it is open within a second." }
        }
        @if told.to_read.is_empty() && let Some((from, _)) = &told.later {
            p { "Once you have acknowledged it, it opens by itself, "
                (moment::say_soon(*from, told.at, zone)) "." }
        }
        @if let Some(opens) = told.opens_at {
            p { "Come back: it opens by itself, " (moment::say_soon(opens, told.at, zone)) "." }
        }
        @if told.can_ask && told.policies().is_empty() {
            p { "Asking takes three questions. The people who decide see it at once." }
        }
        @if !told.can_ask { (lifting(told)) }
    }
}

fn lifting(told: &Told) -> Markup {
    let deciders: Vec<&str> = told
        .rules
        .iter()
        .flat_map(|rule| rule.because.decided_by.iter().map(String::as_str))
        .collect();
    html! {
        p {
            "No request opens this. Talk to those who decided"
            @if !deciders.is_empty() { ": " (deciders.join(", ")) }
            "."
        }
    }
}

/// The rule, who made it, since when, until when; what the help desk asks for beneath.
pub(super) fn decided(reader: &Reader, told: &Told, names: &Names) -> Markup {
    let when = reader.when();
    html! {
        @for rule in &told.rules {
            @let because = &rule.because;
            (description_list([
                ("Rule", html! { (rank(rank_word(rule.rank))) " " (names.target(&rule.target)) }),
                ("Decided by", html! { (because.decided_by.join(" and ")) }),
                ("Since", when.day(because.decided_at)),
                ("Until", html! {
                    @match (rule.until, &rule.schedule) {
                        (Some(until), _) => (when.at(until)),
                        (None, Some(schedule)) => { "Somebody ends it; " (schedule) },
                        (None, None) => "Somebody ends it",
                    }
                }),
            ]))
            @if let (Some(request), true) = (because.request, reader.is_signed_in) {
                p { a href={ "/requests/" (request) } { "Request " (request) } }
            }
        }
        @if told.rules.is_empty() {
            p { "Nobody made a rule about this site. What no rule names is closed here." }
            @if let Some(chosen) = &told.chosen {
                (description_list([
                    ("Decided by", html! { (chosen.chosen_by) }),
                    ("Since", when.day(chosen.chosen_at)),
                ]))
            }
        }
        (disclosure("For the help desk", description_list([
            ("Edition", html! { (told.edition) }),
            ("Rule", html! { (told.rule_ids()) }),
            ("Host", html! { (host(&told.host.to_string())) }),
        ])))
    }
}

/// A door that leads nowhere: what is wrong, and the one thing to do.
pub(crate) fn no_door(reader: &Reader, title: &str, sentence: &str, typed: &str) -> Markup {
    html! {
        (PageHeading::new(title).lede(html! { (sentence) }))
        @if reader.is_signed_in {
            form.form method="get" action="/door" {
                (Field::text("host", "Which site?").value(typed)
                    .hint("Paste its address, for example www.example.com."))
                (button_row(html! { (Button::primary("Look it up")) }))
            }
        } @else {
            p { "Signed in, you find what was closed for you on the front page." }
            (button_row(html! { (Button::primary("Sign in").link("/sign-in?then=%2F")) }))
        }
    }
}
