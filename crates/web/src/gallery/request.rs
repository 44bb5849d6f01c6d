//! A sample request: what Mara sees when she decides.

use base::Seat;
use maud::{Markup, html};

use super::{account, minutes_ago, sample_shell, when};
use crate::components::{
    Button, Choice, Choices, Column, Entry, Evidence, Field, PageHeading, PersonChip, ReviewCard,
    ReviewState, Step, StepState, Table, Tone, button_row, description_list, effect,
    evidence_panel, form, host, request_state, section, standing, steps, timeline,
};

/// What is asked, the grounds, the discussion; beside it the reviews and the decision.
pub fn request_page() -> Markup {
    let when = when();
    let lede = html! {
        div.cluster {
            (request_state("open"))
            span { "Noor Haddad asked " (when.ago(minutes_ago(12))) ". Sam Okafor joined." }
            a.narrow-only href="#reviews" { "Review and decide" }
        }
    };
    let main = html! {
        (PageHeading::new("LinkedIn for the spring campaign")
            .above(html! { a href="/requests" { "Requests" } " · 118" })
            .lede(lede))
        (progress())
        div.columns {
            div {
                (section("asked", "What is asked", asked()))
                (section("evidence", "What is known", known()))
                (section("discussion", "Discussion", discussion()))
            }
            aside {
                (section("reviews", "Reviews", reviews()))
                (section("decide", "Decide", decide()))
            }
        }
    };
    sample_shell(
        "LinkedIn for the spring campaign",
        Some(account("Mara Lindqvist", Some(Seat::Communications))),
        "Requests",
    )
    .page(main)
}

fn progress() -> Markup {
    steps(
        "Where this request stands",
        [
            Step::new("Asked", StepState::Done).note(when().short(minutes_ago(12))),
            Step::new("Reviews", StepState::Current).note(html! { "1 of 2 seats agree" }),
            Step::new("Decision", StepState::Ahead),
            Step::new("In force", StepState::Ahead),
            Step::new("Ended", StepState::Ahead).note(html! { "18 December" }),
        ],
    )
}

fn asked() -> Markup {
    description_list([
        (
            "For",
            html! { "Posting the four spring films and answering applicants. We reach welders \
            there and nowhere else." },
        ),
        ("Who", html! { (PersonChip::new("Noor Haddad")) " and Recruiting, 6 people" }),
        (
            "Where",
            html! { a href="/services/linkedin" { "LinkedIn" } ", closed at " (host("www.linkedin.com")) },
        ),
        ("Until", html! { "18 December 2026" }),
    ])
}

fn known() -> Markup {
    let when = when();
    evidence_panel([
        Evidence::new(
            "The service",
            "Catalog",
            description_list([
                ("Standing", html! { (standing("conditional")) }),
                ("Company", html! { "LinkedIn Ireland, Dublin" }),
                ("Sign-in", html! { "Single sign-on, second factor" }),
            ]),
        )
        .as_of(when.day(minutes_ago(90_000))),
        Evidence::new(
            "Policy that applies",
            "Policy, version 4",
            html! {
                p { a href="/policies/social-media" { "Social media policy" } }
                p { "Noor has read it. 2 of the 6 in Recruiting have not." }
            },
        )
        .as_of(when.short(minutes_ago(1))),
        Evidence::new(
            "Real use",
            "Proxy logs of the last 30 days",
            html! {
                (Table::new("Use by department", [
                    Column::text("Department"), Column::number("People"), Column::number("Visits"),
                    Column::number("Blocked"),
                ]).caption_hidden().rows([
                    ["Recruiting", "6", "0", "214"], ["Communications", "9", "1,204", "0"],
                    ["Shops", "19", "0", "61"],
                ].map(|row| row.map(|cell| html! { (cell) }))))
            },
        )
        .as_of(when.short(minutes_ago(7)))
        .wide(),
        Evidence::new(
            "Earlier decisions",
            "Footbridge",
            html! {
                p { (effect("allow")) " Communications, since March, no end." }
                p { (effect("deny")) " Shops, 2025, for the line." }
            },
        ),
        Evidence::new(
            "Threats",
            "Security list of today",
            html! {
                p { "Nothing against it. 3 look-alike domains are sealed." }
            },
        )
        .as_of(when.short(minutes_ago(40))),
    ])
}

fn discussion() -> Markup {
    let when = when();
    html! {
        (timeline([
            Entry::did("Noor Haddad", html! { "asked at the door" }, when.ago(minutes_ago(12))),
            Entry::did("Sam Okafor", html! { "joined the request" }, when.ago(minutes_ago(10))),
            Entry::said("Ivo Brandt", when.ago(minutes_ago(8)), html! {
                p { "Do you need to upload from your desks, or do the films come from the agency?" }
            }),
            Entry::said("Noor Haddad", when.ago(minutes_ago(6)), html! {
                p { "The agency uploads. We answer comments and post links." }
            }),
            Entry::did("Ivo Brandt", html! { "agreed for IT" }, when.ago(minutes_ago(5)))
                .tone(Tone::Allow),
        ]))
        (form("/requests/118/comments", "token", html! {
            (Field::area("words", "Say something", 2))
            (button_row(html! { (Button::secondary("Send")) }))
        }))
    }
}

fn reviews() -> Markup {
    let yours = form(
        "/requests/118/reviews",
        "token",
        html! {
            (Field::area("why", "In a sentence", 2).optional())
            (button_row(html! {
                (Button::primary("Agree").named("answer", "agree"))
                (Button::secondary("Object").named("answer", "object"))
            }))
        },
    );
    html! {
        div.panel {
            (ReviewCard::new(Seat::It, ReviewState::Agreed)
                .by("Ivo Brandt", when().ago(minutes_ago(5)))
                .words("Fine without uploads. The line bears it."))
            (ReviewCard::new(Seat::Communications, ReviewState::Waiting)
                .words("You speak for this seat.").action(yours))
        }
    }
}

fn decide() -> Markup {
    let effects = [
        Choice::new("allow", "Open a door"),
        Choice::new("deny", "Refuse").hint("With a reason and another way."),
    ];
    html! {
        div.panel {
            (form("/requests/118/decisions", "token", html! {
                (Choices::radios("effect", "Decision", effects).chosen(["allow"]))
                (Field::select("audience", "For", [
                    Choice::new("group:recruiting", "Recruiting, 6 people"),
                    Choice::new("person:noor", "Noor Haddad only"),
                ]))
                (Field::date("end", "Until").value("2026-12-18"))
                (Choices::checkboxes("conditions", "Condition", [
                    Choice::new("social-media", "Has read the social media policy"),
                ]).chosen(["social-media"]))
                (Field::area("reason", "Reason", 2))
                (button_row(html! { (Button::primary("Decide")) }))
                p.small.quiet { "In force within a second. Both names go on record." }
            }))
        }
    }
}
