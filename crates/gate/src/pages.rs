//! The pages of the gate.

mod door;
mod rules;

use axum::extract::{Path, RawQuery};
use base::{Problem, Result, limits};
use web::{Access, Answered, App, Form, Routes, Signed};

use crate::{
    Names, default, edition_row, editions,
    memory::Memory,
    moment, published, rights, rule, said_of,
    told::Told,
    trying,
    views::{self, Overview},
};

/// Editions that the overview shows.
const EDITIONS_SHOWN: usize = 5;
/// Rules that are over, on the overview.
const OVER_SHOWN: usize = 50;

const BLOCKED: Access = Access::Open("whoever was stopped learns why, signed in or not");

const LEFT_OPEN: Access = Access::Open(
    "a page that is left open asks again after its session is over, and learns nothing",
);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/gate", &rights::READ, overview)
        .post("/gate/default", &rights::SET_DEFAULT, set_default)
        .post("/gate/rules", Access::AnyOf(rights::MAKING), rules::make)
        .get("/gate/rules/new", Access::AnyOf(rights::MAKING), rules::new)
        .get("/gate/rules/{id}", &rights::READ, rules::show)
        .post("/gate/rules/{id}/end", Access::AnyOf(rights::ENDING), rules::end)
        .get("/gate/editions", &rights::READ, list_editions)
        .get("/gate/editions/{number}", &rights::READ, show_edition)
        .get("/gate/try", &rights::READ, try_it)
        .get("/door", BLOCKED, door::show)
        .get("/blocks", LEFT_OPEN, door::own_blocks)
}

async fn overview(signed: Signed) -> Answered {
    let main = views::overview(&signed, &look(&signed).await?);
    Ok(signed.page("Gate", main))
}

async fn look(signed: &Signed) -> Result<Overview> {
    let (app, now) = (&signed.app, signed.now);
    let memory = app.memory::<Memory>();
    let in_force = published::in_force(app).await?;
    let mut rules = rule::standing(&app.store, now).await?;
    rules.sort_by_key(|rule| rule.kind.rank());
    let decided = |rule: &&verdict::Rule| rule.id.starts_with("decision/");
    let decisions: Vec<verdict::Rule> =
        in_force.book.rulebook().rules.iter().filter(decided).cloned().collect();
    let over = rule::over(&app.store, now, OVER_SHOWN).await?;
    let made = rules.iter().chain(&over).map(|rule| &rule.audience);
    let people = made.chain(decisions.iter().map(|rule| &rule.audience)).flat_map(said_of);
    let counters = memory.counters().clone();
    Ok(Overview {
        names: Names::load(&app.store, &app.settings.zone, people).await?,
        decisions,
        rules,
        over,
        default: default::current(&app.store).await?,
        editions: editions(&app.store, None, EDITIONS_SHOWN).await?,
        helpers: memory.helpers(),
        answers: ["allow", "coach", "deny"].map(|effect| counters.answers(effect)),
        trouble: memory.trouble(),
    })
}

async fn set_default(signed: Signed, typed: Form) -> Answered {
    let chosen = default::read(typed.text("effect"));
    let set = match chosen {
        Ok(effect) => default::set(&signed.app, &signed.caller, effect, typed.text("reason")).await,
        Err(problem) => Err(problem),
    };
    match set {
        Ok(()) => Ok(signed.go_saying("/gate", "Saved. It is in force within a second.")),
        Err(problem) => {
            let typed = typed.refused(problem)?;
            let now = default::current(&signed.app.store).await?;
            let main = views::default_refused(&signed, &typed, &now);
            Ok(signed.page_with(axum::http::StatusCode::UNPROCESSABLE_ENTITY, "Gate", main))
        }
    }
}

async fn list_editions(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let before = Form::from_query(query.as_deref()).text("before").parse().ok();
    let mut found = editions(&signed.app.store, before, limits::PAGE_ROWS + 1).await?;
    let more = found.len() > limits::PAGE_ROWS;
    found.truncate(limits::PAGE_ROWS);
    let older = found.last().filter(|_| more);
    let older = older.map(|last| format!("/gate/editions?before={}", last.number));
    Ok(signed.page("Editions", views::editions(&signed, &found, older.as_deref())))
}

async fn show_edition(signed: Signed, Path(number): Path<String>) -> Answered {
    let missing = || Problem::not_found("There is no such edition.");
    let number = number.parse().map_err(|_| missing())?;
    let edition = edition_row(&signed.app.store, number).await?;
    Ok(signed.page(&format!("Edition {number}"), views::edition(&signed, &edition)))
}

async fn try_it(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let typed = Form::from_query(query.as_deref());
    if typed.text("host").is_empty() {
        return Ok(signed.page("Try a verdict", views::try_it(&signed, &typed, None)));
    }
    match judge(&signed.app, &typed).await {
        Ok(told) => {
            let people = told.rules.iter().flat_map(|rule| said_of(&rule.audience));
            let names = Names::load(&signed.app.store, &signed.app.settings.zone, people).await?;
            let main = views::try_it(&signed, &typed, Some((&told, &names)));
            Ok(signed.page(&format!("{}: a verdict tried", told.host), main))
        }
        Err(problem) => {
            let main = views::try_it(&signed, &typed.refused(problem)?, None);
            let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(signed.page_with(status, "Try a verdict", main))
        }
    }
}

async fn judge(app: &App, typed: &Form) -> Result<Told> {
    let at = match typed.text("at") {
        "" => app.now(),
        text => moment::read(text, &app.settings.zone).map_err(|problem| problem.at("at"))?,
    };
    trying::judge(app, typed.text("person"), typed.text("host"), at).await
}
