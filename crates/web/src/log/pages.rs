//! Entries, newest first, and one entry.

use audit::{Filter, Recorded};
use axum::extract::{Path, RawQuery};
use base::{Problem, Result, limits};
use maud::{Markup, Render, html};

use super::{href, object_href};
use crate::{
    Answered, Form, Signed, Visit,
    components::{
        Button, Column, Empty, Field, PageHeading, Pagination, Table, code_block, description_list,
        section,
    },
};

/// `GET /audit`
pub(super) async fn list(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let form = Form::from_query(query.as_deref());
    let filter = Filter {
        act: form.text("act").to_owned(),
        object: form.text("object").to_owned(),
        actor: form.text("actor").to_owned(),
    };
    let before = form.text("before").parse().ok();
    let mut found =
        audit::entries(&signed.app.store, &filter, before, limits::PAGE_ROWS + 1).await?;
    let more = found.len() > limits::PAGE_ROWS;
    found.truncate(limits::PAGE_ROWS);
    let older = found.last().filter(|_| more).map(|last| href(&filter, Some(last.seq)));
    let newest = before.map(|_| href(&filter, None));
    let main = html! {
        (PageHeading::new("Audit log").lede(html! {
            "Every change: who, what, when and on what grounds. Entries are chained and signed; "
            code { "footbridge audit verify" } " checks them all."
        }))
        (filter_form(&form))
        @if found.is_empty() {
            (Empty::new("No entry fits", "Leave a field empty to see more."))
        } @else {
            (table(&signed, &found))
            (Pagination { newer: newest.as_deref(), older: older.as_deref() })
        }
    };
    Ok(signed.page("Audit log", main))
}

fn filter_form(form: &Form) -> Markup {
    html! {
        form.filter method="get" action="/audit" {
            (Field::text("actor", "Who").value(form.text("actor")).optional())
            (Field::text("act", "Act").value(form.text("act")).hint("For example requests or requests.decide").optional())
            (Field::text("object", "Object").value(form.text("object")).hint("For example request/17").optional())
            (Button::secondary("Show"))
        }
    }
}

fn table(visit: &Visit, entries: &[Recorded]) -> Markup {
    let when = visit.when();
    let columns = [
        Column::text("No."),
        Column::text("When"),
        Column::text("Who"),
        Column::text("Act"),
        Column::text("Object"),
        Column::text("Grounds"),
    ];
    let rows = entries.iter().map(|entry| {
        vec![
            html! { a href={ "/audit/" (entry.seq) } { (entry.seq) } },
            when.short(entry.at),
            html! { (entry.who) },
            html! { code { (entry.act) } },
            html! { a href=(object_href(&entry.object)) { (entry.object) } },
            html! { (entry.grounds.as_deref().unwrap_or_default()) },
        ]
    });
    Table::new("Entries, newest first", columns).rows(rows).render()
}

/// `GET /audit/{seq}`
pub(super) async fn show(signed: Signed, Path(seq): Path<String>) -> Answered {
    let number = number(&seq)?;
    let entry = audit::entry(&signed.app.store, number).await?.ok_or_else(|| missing(&seq))?;
    let title = format!("Entry {}", entry.seq);
    let when = signed.when();
    let main = html! {
        (PageHeading::new(&title).above(html! { a href="/audit" { "Audit log" } }))
        (description_list([
            ("When", when.at(entry.at)),
            ("Who", html! { (entry.who) }),
            ("Act", html! { code { (entry.act) } }),
            ("Object", html! { a href=(object_href(&entry.object)) { (entry.object) } }),
            ("Grounds", html! { (entry.grounds.as_deref().unwrap_or("none given")) }),
        ]))
        @if let Some(before) = &entry.before { (section("before", "Before", json("State before", before))) }
        @if let Some(after) = &entry.after { (section("after", "After", json("State after", after))) }
        (section("proof", "Proof", proof(&entry)))
    };
    Ok(signed.page(&title, main))
}

fn proof(entry: &Recorded) -> Markup {
    html! {
        p {
            "For somebody who does not trust us: this entry, its way to the root of the whole log, and the signature of that. "
            a href="/audit/check.py" download { "check.py" } " checks it, or anything that knows RFC 9162."
        }
        p { (Button::secondary("Download the proof").link(&format!("/audit/{}/proof", entry.seq)).small()) }
        p { "The log up to this entry, as it was signed when the entry was written:" }
        (code_block("Lines of the checkpoint", &entry.checkpoint))
    }
}

fn json(label: &str, value: &serde_json::Value) -> Markup {
    code_block(label, &serde_json::to_string_pretty(value).unwrap_or_default())
}

/// The number in an address.
pub(super) fn number(seq: &str) -> Result<u64> {
    seq.parse().map_err(|_| missing(seq))
}

pub(super) fn missing(seq: &str) -> Problem {
    Problem::not_found(format!("The audit log has no entry `{seq}`."))
}
