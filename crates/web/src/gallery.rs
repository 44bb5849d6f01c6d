//! Every component in all its states, and three sample pages. For whoever writes pages: what you
//! see here is what there is. `cargo run -p footbridge-web --example gallery -- DIR` writes it to
//! files.

use base::{Seat, Timestamp};
use jiff::tz::TimeZone;
use maud::{Markup, html};

use crate::components::{
    Account, Button, Choice, Choices, Column, Empty, Entry, Evidence, Field, Figure, Icon, NavItem,
    Notice, OneBox, PageHeading, Pagination, PersonChip, ReviewCard, ReviewState, Row,
    ScheduleFields, Shell, SignIn, Step, StepState, Table, Tag, Tone, VerdictCard, When,
    button_row, code_block, description_list, disclosure, effect, error_summary, evidence_panel,
    figures, form, hash, host, rank, request_state, rows, section, standing, steps, tabs, timeline,
};

mod door;
mod front;
mod request;

#[cfg(test)]
mod tests;

pub use door::door_page;
pub use front::front_page;
pub use request::request_page;

/// A hash as long as they are.
const HASH: &str = "9f2c4e81b7d05a36c1f8e2479ab3d6508e1f7c2b94a0d365e8172fbc40a9d613";

/// Monday 23 November 2026, 10:42:07 in Berlin: the present of all samples.
fn now() -> Timestamp {
    Timestamp::from_micros(1_795_426_927_000_000)
}

/// So many minutes before [`now`].
fn minutes_ago(minutes: i64) -> Timestamp {
    Timestamp::from_micros(now().micros() - minutes * 60_000_000)
}

fn when() -> When {
    When::new(now(), TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC))
}

/// The frame of a sample page for `account`, with the item `current` of the navigation.
fn sample_shell<'a>(title: &'a str, account: Option<Account<'a>>, current: &str) -> Shell<'a> {
    let deciders = account.is_some_and(|account| account.seat.is_some());
    let all = [
        ("/", "Home", 0, true),
        ("/requests", "Requests", 0, true),
        ("/reviews", "Reviews", 2, deciders),
        ("/services", "Services", 0, true),
        ("/policies", "Policies", 0, true),
        ("/gate", "Gate", 0, deciders),
        ("/audit", "Audit log", 0, deciders),
        ("/people", "People", 0, deciders),
    ];
    let nav = all.into_iter().filter(|(.., shown)| *shown && account.is_some());
    Shell {
        title,
        organisation: "Dune & Daughters",
        account,
        sign_in: "/sign-in",
        nav: nav
            .map(|(href, label, count, _)| {
                NavItem::new(href, label).count(count).current(label == current)
            })
            .collect(),
        stylesheet: "footbridge.css",
        icon: "favicon.svg",
        scripts: &[],
        theme: None,
        footer: html! { p { "Edition 41 in force · Footbridge 0.1.0" } },
    }
}

fn account(name: &str, seat: Option<Seat>) -> Account<'_> {
    Account { name, seat, href: "/me", sign_out: "/sign-out", csrf: "token" }
}

/// Every component, one section each.
pub fn gallery() -> Markup {
    let main = html! {
        (PageHeading::new("Components").lede(html! { "All of them, in all their states." }))
        (headings()) (states()) (notices()) (buttons()) (questions()) (mistakes()) (tables())
        (lists()) (verdicts()) (deciding()) (evidence()) (discussion()) (small_things())
        (section("sign-in", "Sign in", sign_in()))
    };
    sample_shell("Components", Some(account("Mara Lindqvist", Some(Seat::Communications))), "Home")
        .page(main)
}

fn headings() -> Markup {
    section(
        "headings",
        "Headings, the one box, tabs",
        html! {
            div.page-heading {
                div {
                    p.page-heading-above { a href="#services" { (Icon::Left) "Services" } }
                    div.lede { (standing("conditional")) " A lede says in a line what matters here." }
                }
                div.cluster { (Button::secondary("Edit").link("#edit")) }
            }
            (OneBox::new("/").answering("https://www.canva.com/design/DAF-9"))
            (tabs("Rules", [
                NavItem::new("#walls", "Walls").current(true).count(3),
                NavItem::new("#doors", "Doors"),
                NavItem::new("#refusals", "Refusals"),
                NavItem::new("#seals", "Seals"),
                NavItem::new("#editions", "Editions"),
            ]))
        },
    )
}

fn states() -> Markup {
    let all = ["approved", "conditional", "trial", "tolerated", "refused", "unreviewed"];
    section(
        "states",
        "States",
        html! {
            (description_list([
                ("Standing", html! { div.cluster { @for word in all { (standing(word)) } } }),
                ("Effect", html! {
                    div.cluster { @for word in ["allow", "coach", "deny"] { (effect(word)) } }
                }),
                ("Rank", html! {
                    div.cluster {
                        @for word in ["seal", "refusal", "door", "wall", "default"] { (rank(word)) }
                    }
                }),
                ("Request", html! {
                    div.cluster {
                        @for word in ["open", "agreed", "decided", "ended"] { (request_state(word)) }
                    }
                }),
                ("Plain", html! { (Tag::plain("Social networks")) }),
            ]))
        },
    )
}

fn notices() -> Markup {
    section(
        "notices",
        "Notices",
        html! {
            (Notice::done("The door is open for Noor Haddad until 18 December.")
                .body(form("#undo", "token", html! { (Button::quiet("Undo").small()) })))
            (Notice::note("Legal is asked as well, because the request names customer data."))
            (Notice::warning("The social media policy changes on Monday. 14 people have not read it."))
            (Notice::problem("The request was not sent: its text is longer than 4,000 characters."))
        },
    )
}

fn buttons() -> Markup {
    section(
        "buttons",
        "Buttons",
        html! {
            (button_row(html! {
                (Button::primary("Send request"))
                (Button::secondary("Save for later"))
                (Button::danger("Put up the wall"))
                (Button::quiet("Cancel").link("#buttons"))
                (Button::secondary("Ask").about("www.linkedin.com").small())
            }))
        },
    )
}

fn questions() -> Markup {
    let audiences = [
        Choice::new("me", "Only me"),
        Choice::new("group", "A group").hint("Everybody in it, also who joins later."),
        Choice::new("all", "Everybody at work"),
    ];
    let zones = ["Europe/Berlin", "Europe/Lisbon", "UTC"].map(|zone| Choice::new(zone, zone));
    let days = ScheduleFields {
        legend: "When does it hold?",
        days: vec!["mon", "tue", "wed", "thu", "fri"],
        from: "09:00",
        to: "17:00",
        zone: "Europe/Berlin",
        error: None,
    };
    section(
        "questions",
        "Forms",
        form(
            "#send",
            "token",
            html! {
                (Field::area("purpose", "What do you need it for?", 3)
                    .hint("One or two sentences. The people who decide read this first."))
                (Choices::radios("audience", "Who should be able to use it?", audiences).chosen(["group"]))
                (Choices::checkboxes("seats", "Which seats must agree?", Seat::ALL.map(|seat| {
                    Choice::new(seat.word(), seat.title())
                })).inline().chosen(["communications", "it"]))
                div.field-row {
                    (Field::date("until", "Until when?").value("2026-12-18"))
                    (Field::moment("starts", "From when?").optional())
                    (Field::number("seats-needed", "People").value("12"))
                }
                (Field::select("zone-of-report", "Time zone", zones).value("Europe/Lisbon").short())
                (days)
                (Choices::checkbox("read", Choice::new("yes", "I have read the social media policy")))
                (button_row(html! {
                    (Button::primary("Send request"))
                    (Button::quiet("Cancel").link("#questions"))
                }))
            },
        ),
    )
}

fn mistakes() -> Markup {
    let empty = "Say what you need it for.";
    let late = "Choose a day within 12 months, before 23 November 2027.";
    let who = "Choose who should be able to use it.";
    section(
        "mistakes",
        "What is wrong, and where",
        html! {
            (error_summary([("reason", empty), ("end", late), ("who", who)]))
            (form("#send", "token", html! {
                (Field::area("reason", "What do you need it for?", 3).error(Some(empty)))
                (Field::date("end", "Until when?").hint("For example the last day of the campaign.")
                    .value("2031-01-01").error(Some(late)))
                (Choices::radios("who", "Who is it for?", [
                    Choice::new("me", "Only me"), Choice::new("team", "My team"),
                ]).error(Some(who)))
            }))
        },
    )
}

fn tables() -> Markup {
    let when = when();
    section(
        "tables",
        "Tables and pages",
        html! {
            (Table::new("Services used this week", [
                Column::text("Service"), Column::text("Category"), Column::text("Standing"),
                Column::number("People"), Column::text("Last review"),
            ]).rows([
                ("LinkedIn", "Social networks", "conditional", "34", 1_200),
                ("Canva", "Design", "approved", "21", 90_000),
                ("Bitly", "Link shorteners", "unreviewed", "6", 400_000),
                ("WeTransfer", "File sharing", "refused", "2", 20),
            ].map(|(name, category, word, people, minutes)| [
                html! { a href="#service" { (name) } },
                html! { (category) },
                html! { (standing(word)) },
                html! { (people) },
                html! { (when.short(minutes_ago(minutes))) },
            ])))
            (Pagination { newer: Some("#newer"), older: Some("#older") })
        },
    )
}

fn lists() -> Markup {
    section(
        "lists",
        "Lists, figures, nothing yet",
        html! {
            (rows([
                Row::new("Hootsuite").href("#request")
                    .meta(html! { "Publishing tools, for the spring campaign" })
                    .state(request_state("agreed")),
                Row::new(host("media.licdn.com"))
                    .meta(html! { (when().ago(minutes_ago(2))) ", social networks are closed" })
                    .state(effect("deny"))
                    .action(Button::secondary("Ask").about("media.licdn.com").link("#ask").small()),
            ]))
            (figures([
                Figure::new("3 h 10 min", "Time to yes, median").note("5 h 25 min a quarter ago"),
                Figure::new("92%", "Alerts followed").href("#alerts"),
                Figure::new("7", "Doors open now").note("2 end this week"),
            ]))
            (Empty::new("No requests yet", "When somebody asks to use a service, it is here, with \
                what is known of it and who must agree.")
                .action(Button::secondary("Ask for something").link("#ask")))
        },
    )
}

fn verdicts() -> Markup {
    let card = |tone, answer: &str, why: &str| {
        VerdictCard::new(tone, answer, html! { p { (why) } }).within_page()
    };
    section(
        "verdicts",
        "Verdicts",
        html! {
            (card(Tone::Allow, "Yes, Canva is open for you", "Approved for everybody since March. \
                Sign in with your work account."))
            (card(Tone::Coach, "Almost: LinkedIn opens when you have read one policy", "The door for \
                communications asks that the social media policy is read. It takes four minutes.")
                .what_to_do("What to do now", button_row(html! {
                    (Button::primary("Read the policy").link("#policy"))
                })))
            (card(Tone::Deny, "No, WeTransfer is closed for everybody", "Refused on 3 March because \
                files leave without a trace. Use Dune Drop instead."))
            (card(Tone::Seal, "No, and nothing opens it: this address is sealed", "It is on the list \
                of known phishing pages since 09:12 today."))
        },
    )
}

fn deciding() -> Markup {
    section(
        "deciding",
        "Steps and reviews",
        html! {
            (steps("A request on its way", [
                Step::new("Asked", StepState::Done).note(html! { "Noor, 20 Nov" }),
                Step::new("Reviews", StepState::Current).note(html! { "1 of 2 seats" }),
                Step::new("Decision", StepState::Ahead),
                Step::new("In force", StepState::Ahead),
                Step::new("Ended", StepState::Ahead).note(html! { "18 Dec" }),
            ]))
            (steps("A request that was refused", [
                Step::new("Asked", StepState::Done),
                Step::new("Reviews", StepState::Done),
                Step::new("Refused", StepState::Stopped).note(html! { "Ivo and Mara, 3 March" }),
            ]))
            div.halves {
                div.panel {
                    (ReviewCard::new(Seat::Communications, ReviewState::Agreed)
                        .by("Mara Lindqvist", when().ago(minutes_ago(95)))
                        .words("We reach applicants there and nowhere else."))
                    (ReviewCard::new(Seat::It, ReviewState::Waiting).words("Ivo Brandt and 2 more."))
                }
                div.panel {
                    (ReviewCard::new(Seat::Security, ReviewState::Objected)
                        .by("Tove Aas", when().ago(minutes_ago(30)))
                        .words("Not while uploads are open. Close them and I agree."))
                    (ReviewCard::new(Seat::Legal, ReviewState::Void)
                        .by("Sam Okafor", when().ago(minutes_ago(3000)))
                        .words("The end moved to June after this review."))
                }
            }
        },
    )
}

fn evidence() -> Markup {
    section(
        "evidence",
        "Evidence",
        evidence_panel([
            Evidence::new(
                "Real use",
                "Proxy logs of the last 30 days",
                html! {
                    p { "34 people in 3 departments, 1,204 visits." }
                },
            )
            .as_of(when().short(minutes_ago(7))),
            Evidence::new("Earlier decisions", "Footbridge", html! { p { "None." } }),
            Evidence::new(
                "Policy that applies",
                "Policy, version 4",
                html! {
                    p { a href="#policy" { "Social media policy" } ", read by 41 of 55." }
                },
            )
            .wide(),
        ]),
    )
}

fn discussion() -> Markup {
    let when = when();
    section(
        "discussion",
        "What happened and what was said",
        timeline([
            Entry::did("Noor Haddad", html! { "asked for LinkedIn" }, when.ago(minutes_ago(4000))),
            Entry::said(
                "Ivo Brandt",
                when.ago(minutes_ago(3900)),
                html! {
                    p { "Do you need to upload videos, or is posting links enough?" }
                },
            ),
            Entry::did(
                "Mara Lindqvist",
                html! { "agreed for Communications" },
                when.ago(minutes_ago(95)),
            )
            .tone(Tone::Allow)
            .words(html! { p { "We reach applicants there and nowhere else." } }),
            Entry::did("Tove Aas", html! { "objected for Security" }, when.ago(minutes_ago(30)))
                .tone(Tone::Deny),
        ]),
    )
}

fn small_things() -> Markup {
    let when = when();
    section(
        "small-things",
        "People, times, exact text",
        html! {
            (description_list([
                ("Person", html! {
                    (PersonChip::new("Noor Haddad").href("#noor")) " "
                    (PersonChip::new("Ivo Brandt").seat(Some(Seat::It)))
                }),
                ("Times", html! {
                    (when.at(now())) ", " (when.day(now())) ", " (when.short(now())) ", "
                    (when.ago(minutes_ago(0))) ", " (when.ago(minutes_ago(61))) ", "
                    (when.ago(minutes_ago(-180)))
                }),
                ("Host", html! { (host("static-exp1.licdn.com")) }),
                ("Hash", html! { (hash(HASH)) }),
            ]))
            (code_block("Squid configuration", "external_acl_type footbridge ttl=0 children-max=1 \
                concurrency=1000 %LOGIN %SRC %DST %ssl::>sni footbridge gate squid --data /var/lib/footbridge"))
            (disclosure("Which rule decided", html! {
                p { "Wall 12 on Social networks, edition 41." }
            }))
        },
    )
}

fn sign_in() -> Markup {
    html! {
        (SignIn {
            action: "/sign-in", csrf: "token", organisation: "Dune & Daughters", login: "noor",
            next: "/", error: Some("The user name or the password is not right."),
            passkey: Some("/sign-in/passkey"),
        })
    }
}
