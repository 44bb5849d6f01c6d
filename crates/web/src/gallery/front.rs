//! A sample front page: what Mara sees on a Monday morning.

use base::Seat;
use maud::{Markup, html};

use super::{account, minutes_ago, sample_shell, when};
use crate::components::{
    Button, Figure, OneBox, Row, effect, figures, host, renewing, request_state, rows, section,
};

/// The one box; what waits for this person; their own blocks; what they asked for.
pub fn front_page() -> Markup {
    let main = html! {
        (OneBox::new("/"))
        div.columns {
            div {
                (section("waiting", "Waits for you", waiting()))
                (section("asked", "You asked", asked()))
            }
            aside {
                (section("blocks", "Your blocks in the last hour", blocks()))
                (section("together", "How we do together", together()))
            }
        }
    };
    sample_shell("Home", Some(account("Mara Lindqvist", Some(Seat::Communications))), "Home")
        .page(main)
}

fn waiting() -> Markup {
    let when = when();
    rows([
        Row::new("LinkedIn for the spring campaign")
            .href("/requests/118")
            .meta(html! { "Noor Haddad asks, " (when.ago(minutes_ago(12))) ". IT agrees. Your review is the last." })
            .action(Button::secondary("Review").about("request 118").link("/requests/118").small()),
        Row::new("Bitly for the newsletter")
            .href("/requests/115")
            .meta(html! { "Jonas Wirth asks, " (when.ago(minutes_ago(1_500))) ". Two seats to go." })
            .action(Button::secondary("Review").about("request 115").link("/requests/115").small()),
        Row::new("Social media policy, version 4")
            .href("/policies/social-media")
            .meta(html! { "Must be read again by Friday. Four minutes." })
            .action(Button::secondary("Read").about("the social media policy")
                .link("/policies/social-media").small()),
    ])
}

fn asked() -> Markup {
    let when = when();
    rows([
        Row::new("Hootsuite for the service team")
            .href("/requests/112")
            .meta(html! { "In force until 18 December" })
            .state(request_state("decided")),
        Row::new("TikTok, weekday evenings")
            .href("/requests/104")
            .meta(html! { "Both seats agree since " (when.short(minutes_ago(80))) })
            .state(request_state("agreed")),
    ])
}

fn blocks() -> Markup {
    let when = when();
    renewing(
        "my-blocks",
        "/blocks",
        2,
        html! {
            (rows([
                Row::new(host("www.tiktok.com"))
                    .meta(html! { (when.ago(minutes_ago(0))) ", closed until 17:00" })
                    .action(Button::secondary("Ask").about("www.tiktok.com").link("/door/1").small()),
                Row::new(host("business.linkedin.com"))
                    .meta(html! { (when.ago(minutes_ago(9))) ", one policy to read" })
                    .action(Button::secondary("Read").about("the policy for business.linkedin.com")
                        .link("/door/2").small()),
            ]))
            p.small.quiet { "Only you see these." }
        },
    )
}

fn together() -> Markup {
    html! {
        (figures([
            Figure::new("3 h 10 min", "Time to yes").note("5 h 25 min last quarter"),
            Figure::new("7", "Doors open now").href("/gate/doors"),
        ]))
        p.small.quiet { "Today " (effect("allow")) " 1,204 and " (effect("deny")) " 38 at the gate." }
    }
}
