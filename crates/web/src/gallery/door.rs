//! A sample door: where Noor lands when a site is closed.

use maud::{Markup, html};

use super::{account, minutes_ago, sample_shell, when};
use crate::components::{
    Button, Choice, Choices, Field, PersonChip, Tone, VerdictCard, button_row, description_list,
    disclosure, form, host, rank, section,
};

/// What was closed and why; then the one form; beside it who decided.
pub fn door_page() -> Markup {
    let when = when();
    let answer = html! { (host("www.linkedin.com")) " is closed until 17:00" };
    let why = html! {
        p { "Social networks are closed from Monday to Friday, 09:00 to 17:00, so that the line \
            stays free for the shops." }
    };
    let main = html! {
        (VerdictCard::new(Tone::Deny, answer, why)
            .above(html! { "You wanted to go here at " (when.short(minutes_ago(0))) })
            .what_to_do("What you can do", html! {
                ul {
                    li { a href="#ask" { "Ask for it" } ". Half of all answers come within 3 hours." }
                    li { "Come back at 17:00. It opens by itself." }
                }
            }))
        div.columns {
            div { (section("ask", "Ask for LinkedIn", ask())) }
            aside { (section("decided", "Who decided this", decided())) }
        }
    };
    sample_shell("Closed until 17:00", Some(account("Noor Haddad", None)), "").page(main)
}

fn ask() -> Markup {
    let with = [
        Choice::new("me", "Only me"),
        Choice::new("team", "My team").hint("Recruiting, 6 people"),
        Choice::new("others", "Others").hint("Say who in the first answer."),
    ];
    form(
        "/requests",
        "token",
        html! {
            (Field::area("purpose", "What do you need it for?", 3)
                .hint("One or two sentences. The people who decide read this first."))
            (Choices::radios("with", "Who with?", with).chosen(["me"]))
            (Field::date("until", "Until when?").hint("It closes again by itself after that day.")
                .value("2026-12-18"))
            (button_row(html! { (Button::primary("Send request")) }))
            p.small.quiet { "Communications and IT will see it at once. You hear from them here and by mail." }
        },
    )
}

fn decided() -> Markup {
    let when = when();
    html! {
        (description_list([
            ("Rule", html! { (rank("wall")) " Social networks" }),
            ("Decided by", html! {
                div.stack {
                    (PersonChip::new("Ivo Brandt").seat(Some(base::Seat::It)))
                    (PersonChip::new("Mara Lindqvist").seat(Some(base::Seat::Communications)))
                }
            }),
            ("Since", html! { (when.day(minutes_ago(380_000))) }),
            ("Looked at again", html! { (when.day(minutes_ago(-60_000))) }),
        ]))
        (disclosure("For the help desk", description_list([
            ("Edition", html! { "41" }),
            ("Rule", html! { "wall 12" }),
            ("Seen as", html! { "noor, 10.20.4.17" }),
        ])))
    }
}
