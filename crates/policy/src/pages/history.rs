//! The versions that were published, and what each of them changed.

use axum::extract::Path;
use base::{Problem, Result};
use maud::{Markup, Render, html};
use web::{
    Answered, Signed,
    components::{Column, Notice, PageHeading, Table, section},
};

use super::{
    prose,
    reading::{facts, lede},
    views,
};
use crate::{
    Version,
    diff::{self, Change},
    version,
};

/// `GET /policies/{slug}/versions`
pub(super) async fn list(signed: Signed, Path(slug): Path<String>) -> Answered {
    let versions = version::history(&signed.app.store, &slug).await?;
    let newest = &versions[0];
    let main = html! {
        (PageHeading::new(&newest.title).above(html! { a href="/policies" { "Policies" } }))
        (views(&signed, newest, "Versions"))
        (table(&signed, &versions))
    };
    Ok(signed.page(&format!("Versions: {}", newest.title), main))
}

fn table(signed: &Signed, versions: &[Version]) -> Markup {
    let when = signed.when();
    let columns = [
        Column::text("Version"),
        Column::text("Published"),
        Column::text("By"),
        Column::text("For"),
        Column::text("Must be read"),
        Column::text("What is new"),
    ];
    let rows = versions.iter().map(|version| {
        let href = format!("/policies/{}/versions/{}", version.slug, version.number);
        vec![
            html! { a.nowrap href=(href) { "Version " (version.number) } },
            html! { @if let Some(at) = version.published_at { (when.at(at)) } },
            html! { (version.published_by.as_deref().unwrap_or_default()) },
            html! { (version.audience()) },
            html! { @if version.must_be_read() { "yes" } @else { "not again" } },
            html! { (version.note.as_deref().unwrap_or_default()) },
        ]
    });
    Table::new("Versions, newest first", columns).caption_hidden().rows(rows).render()
}

/// `GET /policies/{slug}/versions/{number}`
pub(super) async fn show(signed: Signed, Path((slug, number)): Path<(String, String)>) -> Answered {
    let versions = version::history(&signed.app.store, &slug).await?;
    let version = versions.iter().find(|version| version.number.to_string() == number);
    let version = version.ok_or_else(|| {
        Problem::not_found(format!("There is no version `{number}` of this policy."))
    })?;
    let text = version.text(&signed.app.store).await?;
    let title = format!("{}, version {}", version.title, version.number);
    let heading = PageHeading::new(&version.title)
        .above(html! { a href={ "/policies/" (slug) "/versions" } { "Versions" } })
        .lede(lede(version, &signed.when()));
    let main = html! {
        @if version.number != versions[0].number || version.retired().is_some() {
            (Notice::note("This version is no longer in force."))
        }
        (heading)
        div.columns {
            div {
                (changes(&signed, &versions, version, &text).await?)
                (section("text", "Text", prose(&text)))
            }
            aside { (facts(version)) }
        }
    };
    Ok(signed.page(&title, main))
}

/// What `text` of `version` changed in the published one before it; nothing for the first.
pub(super) async fn changes(
    signed: &Signed,
    versions: &[Version],
    version: &Version,
    text: &str,
) -> Result<Markup> {
    let Some(before) = versions.iter().find(|before| before.number < version.number) else {
        return Ok(html! {});
    };
    let old = before.text(&signed.app.store).await?;
    let title = format!("What changed since version {}", before.number);
    Ok(section("changes", &title, difference(&old, text)))
}

fn difference(old: &str, new: &str) -> Markup {
    if old == new {
        return html! { p { "The text is the same, word for word." } };
    }
    html! {
        div.diff role="region" aria-label="Lines that changed" tabindex="0" {
            @for line in diff::shortened(&diff::lines(old, new)) {
                @match line {
                    None => p.diff-gap { "…" },
                    Some((Change::Same, line)) => p { (line) },
                    Some((Change::Removed, line)) => p { del { (line) } },
                    Some((Change::Added, line)) => p { ins { (line) } },
                }
            }
        }
    }
}
