//! Who has read a policy.

use axum::{extract::Path, http::header, response::IntoResponse};
use maud::{Markup, Render, html};
use web::{
    Answered, Signed,
    components::{Button, Column, Empty, Figure, PageHeading, Table, Tag, Tone, figures},
};

use super::views;
use crate::{
    Reader, State,
    readers::{counts, csv, readers},
    version,
};

/// Rows of the table; the file has all.
const ROWS_SHOWN_MAX: usize = 500;

/// `GET /policies/{slug}/acknowledgements`
pub(super) async fn show(signed: Signed, Path(slug): Path<String>) -> Answered {
    let version = version::current(&signed.app.store, &slug).await?;
    let readers = readers(&signed.app.store, &slug).await?;
    let download = format!("/policies/{slug}/acknowledgements.csv");
    let main = html! {
        (PageHeading::new(&version.title).above(html! { a href="/policies" { "Policies" } })
            .actions(html! { (Button::secondary("Download as CSV").link(&download)) }))
        (views(&signed, &version, "Who has read it"))
        (summary(&readers))
        @if readers.is_empty() {
            (Empty::new("Nobody is asked to read it", "The group that it is for has no members yet."))
        } @else {
            (table(&signed, &readers))
        }
        @if readers.len() > ROWS_SHOWN_MAX {
            p { "These are the first " (ROWS_SHOWN_MAX) " of " (readers.len()) " people. The CSV file has all." }
        }
    };
    Ok(signed.page(&format!("Who has read it: {}", version.title), main))
}

fn summary(readers: &[Reader]) -> Markup {
    let (asked, done) = counts(readers);
    let [asked_text, done_text, open_text] = [asked, done, asked - done].map(|n| n.to_string());
    figures([
        Figure::new(&done_text, "Have read it"),
        Figure::new(&open_text, "Still have to"),
        Figure::new(&asked_text, "Are asked"),
    ])
}

fn table(signed: &Signed, readers: &[Reader]) -> Markup {
    let when = signed.when();
    let columns = ["Who", "State", "Version", "When"].map(Column::text);
    let rows = readers.iter().take(ROWS_SHOWN_MAX).map(|reader| {
        vec![
            html! { (reader.name) " " span.quiet { (reader.login) } },
            html! {
                (state(reader.state()))
                @if !reader.is_asked() { " " span.quiet { "not asked" } }
            },
            html! { @if let Some(number) = reader.number { (number) } },
            html! { @if let Some(at) = reader.at { (when.at(at)) } },
        ]
    });
    Table::new("People, those who still have to read it first", columns).rows(rows).render()
}

fn state(state: State) -> Tag<'static> {
    match state {
        State::Acknowledged => Tag::new(Tone::Allow, "Read"),
        State::Stale => Tag::new(Tone::Coach, "To read again"),
        State::Missing => Tag::new(Tone::Coach, "To read"),
    }
}

/// `GET /policies/{slug}/acknowledgements.csv`
pub(super) async fn download(signed: Signed, Path(slug): Path<String>) -> Answered {
    let version = version::current(&signed.app.store, &slug).await?;
    let csv = csv(&readers(&signed.app.store, &slug).await?)?;
    let name = format!("attachment; filename=\"{slug}-version-{}.csv\"", version.number);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, csv).into_response())
}
