//! The front page: one box, what waits, and what the capabilities have for this person.

use axum::{extract::RawQuery, response::Response};
use base::{Result, text::fold};
use maud::{Markup, Render, html};
use store::search;

use crate::{
    Access, Answer, Answered, Form, Routes, Signed, Waiting,
    components::{Button, Empty, OneBox, PageHeading, Row, rows, section},
    visit::go,
};

/// Characters of a question that are read.
const QUESTION_CHARS_MAX: usize = 2_000;
/// Characters of a question that the page's title repeats.
const TITLE_CHARS_MAX: usize = 60;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/", Access::Signed, front).get("/find", Access::Signed, find)
}

async fn front(signed: Signed) -> Answered {
    let waiting = waiting(&signed).await?;
    let mut panels = Vec::new();
    for panel in signed.app.capabilities.iter().filter_map(|capability| capability.panel) {
        panels.push(panel(&signed.app, &signed.caller).await?);
    }
    let main = html! {
        (OneBox::new("/find"))
        (section("waiting", "Waiting for you", waits(&signed, &waiting)))
        @for panel in panels { (panel) }
    };
    Ok(signed.page("Front page", main))
}

async fn waiting(signed: &Signed) -> Result<Vec<Waiting>> {
    let mut all = Vec::new();
    for today in signed.app.capabilities.iter().filter_map(|capability| capability.today) {
        all.extend(today(&signed.app, &signed.caller).await?);
    }
    all.sort_by_key(|waiting| waiting.since);
    Ok(all)
}

fn waits(signed: &Signed, waiting: &[Waiting]) -> Markup {
    let when = signed.when();
    if waiting.is_empty() {
        return Empty::new("Nothing waits for you", "What needs your word shows up here: a review, a policy to read, an answer to your request.").render();
    }
    rows(waiting.iter().map(|item| {
        Row::new(&item.title).href(&item.href).meta(html! {
            @if let Some(note) = &item.note { (note) " · " }
            (when.ago(item.since))
        })
    }))
}

/// `GET /find?q=`: the first capability that knows the answer gives it; else what the index holds.
async fn find(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let query = Form::from_query(query.as_deref());
    let question: String = query.text("q").chars().take(QUESTION_CHARS_MAX).collect();
    if question.is_empty() {
        return Ok(go("/"));
    }
    for answer in signed.app.capabilities.iter().filter_map(|capability| capability.answer) {
        match answer(&signed.app, &signed.caller, &question).await? {
            Some(Answer::Page(href)) => return Ok(go(&href)),
            Some(Answer::Shown(markup)) => return Ok(shown(&signed, &question, markup)),
            None => {}
        }
    }
    let hits = search::find(&signed.app.store, signed.app.store.engine(), &fold(&question)).await?;
    Ok(shown(&signed, &question, found(&question, &hits)))
}

fn shown(signed: &Signed, question: &str, body: Markup) -> Response {
    let asked: String = question.chars().take(TITLE_CHARS_MAX).collect();
    let title = format!("{asked}: answer");
    signed.page(&title, html! { (OneBox::new("/find").answering(question)) (body) })
}

fn found(question: &str, hits: &[search::Hit]) -> Markup {
    let ask = format!(
        "/requests/new?{}",
        serde_urlencoded::to_string([("name", question)]).unwrap_or_default()
    );
    html! {
        @if hits.is_empty() {
            (PageHeading::new("Nothing known by that name").lede(html! {
                "It may have another name here. If you want to use it, ask: communications and IT look at it together."
            }))
        } @else {
            (PageHeading::new("What we know about it"))
            (rows(hits.iter().map(|hit| {
                Row::new(&hit.title).href(&hit.href).meta(html! { (hit.kind) })
            })))
            p { "Not what you meant? Ask for it, and communications and IT look at it together." }
        }
        p { (Button::primary("Ask for it").link(&ask)) }
    }
}
