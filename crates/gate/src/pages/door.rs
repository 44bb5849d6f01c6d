//! The door, and the list of one's own blocks.

use axum::{
    extract::RawQuery,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base::{Host, Problem, Result};
use maud::html;
use verdict::{Effect, Who};
use web::{Answered, Failure, Form, Signed, Visit, components::PageHeading};

use crate::{
    Names, blocks,
    memory::InForce,
    publish, published, rights,
    squid::{
        Key,
        token::{Bearer, Token},
    },
    told::{self, Told},
    views::{self, Arrival, Reader},
};

/// `GET /door?t=TOKEN` for whoever was stopped, `GET /door?host=` for whoever is signed in. It
/// judges as of now: what was closed when the token was made may be open meanwhile.
pub(super) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Answered {
    let typed = Form::from_query(query.as_deref());
    if !typed.text("t").is_empty() {
        return by_token(&visit, typed.text("t")).await;
    }
    if visit.caller().is_none() || typed.text("host").is_empty() {
        let sentence = "Here you find out why a site is closed and what to do about it.";
        return Ok(nowhere(&visit, StatusCode::OK, "The door", sentence, ""));
    }
    match Host::from_pasted(typed.text("host")) {
        Ok(host) => by_host(&visit, &host).await,
        Err(problem) => Ok(refused(&visit, &problem, typed.text("host"))),
    }
}

fn nowhere(
    visit: &Visit,
    status: StatusCode,
    title: &str,
    sentence: &str,
    typed: &str,
) -> Response {
    let reader = Reader::new(&visit.app, visit.caller().is_some());
    visit.page_with(status, title, views::no_door(&reader, title, sentence, typed))
}

fn refused(visit: &Visit, problem: &Problem, typed: &str) -> Response {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    nowhere(visit, status, "This door leads nowhere", problem.sentence(), typed)
}

async fn by_token(visit: &Visit, text: &str) -> Answered {
    let key = Key::of_program(&visit.app).await?;
    let token = match Token::read(text, &key, visit.now) {
        Ok(token) => token,
        Err(problem) => return Ok(refused(visit, &problem, "")),
    };
    let told = judge(visit, token.bearer, &token.host).await?;
    answer(visit, &told, Arrival { token: Some(text), stopped_at: Some(token.at) }).await
}

async fn by_host(visit: &Visit, host: &Host) -> Answered {
    let told = judge(visit, Bearer::Unknown, host).await?;
    answer(visit, &told, Arrival::default()).await
}

async fn judge(visit: &Visit, stopped: Bearer, host: &Host) -> Result<Told> {
    let told = judge_by_newest(visit, stopped, host).await?;
    if told.effect == Effect::Coach && visit.caller().is_some() {
        // They may come from the policy: what they acknowledged a moment ago counts.
        publish(&visit.app).await?;
        return judge_by_newest(visit, stopped, host).await;
    }
    Ok(told)
}

async fn judge_by_newest(visit: &Visit, stopped: Bearer, host: &Host) -> Result<Told> {
    let edition = published::in_force(&visit.app).await?;
    let who = known(visit, &edition).unwrap_or_else(|| bearer(&edition, stopped));
    Told::of(&edition, who, host, visit.now).with_default(&visit.app.store).await
}

/// Whoever is signed in is told of themselves, whoever the token was made for.
fn known(visit: &Visit, edition: &InForce) -> Option<Who> {
    let person = visit.caller()?.person()?;
    Some(told::who(&edition.book, person))
}

fn bearer(edition: &InForce, bearer: Bearer) -> Who {
    match bearer {
        Bearer::Unknown => Who::Unknown,
        Bearer::Person(id) => told::who(&edition.book, id),
        Bearer::Address(address) => edition.book.identify(None, Some(address)),
    }
}

async fn answer(visit: &Visit, told: &Told, arrival: Arrival<'_>) -> Answered {
    let names = Names::load(&visit.app.store, &visit.app.settings.zone, []).await?;
    let reader = Reader::new(&visit.app, visit.caller().is_some());
    let state = if told.is_open() { "open" } else { "closed" };
    Ok(visit.page(&format!("{}: {state}", told.host), views::door(&reader, told, &names, arrival)))
}

/// `GET /blocks`; with `?fragment` the list alone, for the page that fetches it again. Once the
/// session is over there is nothing to put into that page.
pub(super) async fn own_blocks(
    signed: Result<Signed, Failure>,
    RawQuery(query): RawQuery,
) -> Answered {
    let is_fragment = query.as_deref() == Some("fragment");
    let signed = match signed {
        Err(_) if is_fragment => return Ok(StatusCode::NO_CONTENT.into_response()),
        signed => signed?,
    };
    signed.caller.require(&rights::OWN_BLOCKS)?;
    let blocks = own(&signed).await?;
    let reader = Reader::new(&signed.app, true);
    if is_fragment {
        return Ok(views::own_blocks_list(&reader, &blocks).into_response());
    }
    let main = html! {
        (PageHeading::new("Closed for you"))
        (views::own_blocks(&reader, &blocks))
    };
    Ok(signed.page("Closed for you", main))
}

async fn own(signed: &Signed) -> Result<Vec<(crate::block::OwnBlock, Told)>> {
    blocks::own_now(&signed.app, &signed.caller).await
}
