//! What was closed for the person who looks.

use maud::{Markup, html};
use verdict::Effect;
use web::components::{Button, Row, host, rows, section};

use super::Reader;
use crate::{block::OwnBlock, links, moment, told::Told};

/// The part of the front page. Where scripts run it fetches itself again every two seconds.
pub(crate) fn own_blocks(reader: &Reader, blocks: &[(OwnBlock, Told)]) -> Markup {
    section(
        "blocks",
        "Closed for you in the last hour",
        html! {
            div hx-get="/blocks?fragment" hx-trigger="every 2s" { (own_blocks_list(reader, blocks)) }
        },
    )
}

/// The list alone.
pub(crate) fn own_blocks_list(reader: &Reader, blocks: &[(OwnBlock, Told)]) -> Markup {
    html! {
        @if blocks.is_empty() {
            p.quiet { "Nothing. When a site is closed for you, it shows up here within a second, with the way to ask for it." }
        } @else {
            (rows(blocks.iter().map(|(block, told)| row(reader, block, told))))
            p.small.quiet { "Only you see these." }
        }
    }
}

fn row<'a>(reader: &Reader, block: &OwnBlock, told: &Told) -> Row<'a> {
    let name = block.host.to_string();
    let token = block.token.as_deref();
    let door = links::door(&block.host, token);
    let title = html! { a href=(door) { (host(&name)) } };
    let row = Row::new(title).meta(html! {
        (reader.when().ago(block.at))
        @if block.times > 1 { ", " (block.times) " times" }
        ", " (state(reader, told))
    });
    row.action(action(told, &name, token, &door))
}

fn state(reader: &Reader, told: &Told) -> String {
    let zone = &reader.zone;
    let soon = |at| moment::say_soon(at, told.at, zone);
    match (told.effect, &told.later, told.opens_at) {
        (Effect::Allow, ..) => "open again".to_owned(),
        (Effect::Coach, ..) => "one policy to read".to_owned(),
        (Effect::Deny, Some((from, _)), _) => {
            format!("closed until {}, and one policy to read until then", soon(*from))
        }
        (Effect::Deny, None, Some(opens)) => format!("closed until {}", soon(opens)),
        (Effect::Deny, None, None) => "closed".to_owned(),
    }
}

fn action(told: &Told, name: &str, token: Option<&str>, door: &str) -> Markup {
    let policy = told.policies().first().map(|(slug, _)| links::policy(slug, &told.host, token));
    html! {
        @match (told.effect, policy) {
            (Effect::Allow, _) => {
                (Button::secondary("Continue").about(name).link(&links::site(&told.host)).small())
            }
            (Effect::Coach | Effect::Deny, Some(policy)) => {
                (Button::secondary("Read the policy").about(name).link(&policy).small())
            }
            _ if told.can_ask => {
                (Button::secondary("Ask").about(name).link(&links::ask(told, token)).small())
            }
            _ => (Button::quiet("Why").about(name).link(door).small()),
        }
    }
}
