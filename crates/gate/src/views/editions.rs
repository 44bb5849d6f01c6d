//! Editions: numbered, hashed, why and what changed.

use maud::{Markup, Render, html};
use web::{
    Signed,
    components::{Empty, PageHeading, Pagination, Row, description_list, hash, rows, section},
};

use crate::Edition;

/// Changes that a row of the list shows.
const CHANGES_SHOWN: usize = 2;

/// A few, newest first.
pub(super) fn list(signed: &Signed, editions: &[Edition]) -> Markup {
    if editions.is_empty() {
        return Empty::new(
            "Nothing is published yet",
            "The first edition is published when the server starts.",
        )
        .render();
    }
    rows(editions.iter().map(|edition| {
        let more = edition.changes.len().saturating_sub(CHANGES_SHOWN);
        let title =
            html! { a href={ "/gate/editions/" (edition.number) } { "Edition " (edition.number) } };
        Row::new(title).meta(html! {
            (signed.when().short(edition.published_at)) ", " (edition.why()) "."
            @for change in edition.changes.iter().take(CHANGES_SHOWN) { br; (change) }
            @if more > 0 { br; "And " (more) " more." }
        })
    }))
}

pub(crate) fn editions(signed: &Signed, editions: &[Edition], older: Option<&str>) -> Markup {
    html! {
        (PageHeading::new("Editions").above(html! { a href="/gate" { "Gate" } }).lede(html! {
            "Each is one rulebook, from which every answer is given until the next one. The newest is in force."
        }))
        (list(signed, editions))
        (Pagination { newer: None, older })
    }
}

pub(crate) fn edition(signed: &Signed, edition: &Edition) -> Markup {
    let title = format!("Edition {}", edition.number);
    html! {
        (PageHeading::new(&title).above(html! { a href="/gate/editions" { "Editions" } }))
        (description_list([
            ("In force since", signed.when().at(edition.published_at)),
            ("Because of", html! {
                @match &edition.cause {
                    Some(cause) => a href={ "/audit/" (cause.seq) } { (cause.words()) },
                    None => (edition.why()),
                }
            }),
            ("SHA-256", hash(&edition.sha256)),
        ]))
        (section("changes", "What changed", html! {
            ul { @for change in &edition.changes { li { (change) } } }
        }))
    }
}
