//! Making rules, looking at one, ending it.

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
};
use base::{Id, Pattern, Problem, Result, Schedule};
use verdict::Target;
use web::{Answered, App, Form, Signed};

use crate::{
    Draft, Kind, Names, Rule, draft,
    memory::Memory,
    moment, rule, said_of,
    views::{self, Offered},
};

pub(super) async fn new(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let typed = Form::from_query(query.as_deref());
    let kind = typed.text("rank").parse().unwrap_or(Kind::Wall);
    signed.caller.require(kind.making())?;
    let main = views::new_rule(&signed, &typed, &offered(&signed.app).await?);
    Ok(signed.page("New rule", main))
}

async fn offered(app: &App) -> Result<Offered> {
    let categories = catalog::categories(&app.store).await?;
    let groups = people::groups(&app.store).await?;
    Ok(Offered {
        categories: categories.into_iter().map(|one| (one.slug, one.name)).collect(),
        groups: groups.into_iter().map(|one| (one.slug, one.name)).collect(),
    })
}

pub(super) async fn make(signed: Signed, typed: Form) -> Answered {
    match make_as_typed(&signed, &typed).await {
        Ok(id) => {
            let saying = "Saved. It is in force within a second.";
            Ok(signed.go_saying(&format!("/gate/rules/{id}"), saying))
        }
        Err(problem) => {
            let typed = typed.refused(problem)?;
            let main = views::new_rule(&signed, &typed, &offered(&signed.app).await?);
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, "New rule", main))
        }
    }
}

async fn make_as_typed(signed: &Signed, typed: &Form) -> Result<Id<Rule>> {
    let kind: Kind = typed.text("rank").parse()?;
    signed.caller.require(kind.making())?;
    let draft = read(&signed.app, typed).await?;
    rule::make(&signed.app, &signed.caller, kind, draft).await
}

async fn read(app: &App, typed: &Form) -> Result<Draft> {
    let logins: Vec<&str> =
        typed.text("people").split([',', ';', ' ']).filter(|login| !login.is_empty()).collect();
    let moment = |field: &str| match typed.text(field) {
        "" => Ok(None),
        text => {
            moment::read(text, &app.settings.zone).map(Some).map_err(|problem| problem.at(field))
        }
    };
    Ok(Draft {
        target: target(app, typed).await?,
        audience: draft::audience(&app.store, &logins, &typed.all("groups")).await?,
        schedule: schedule(typed)?,
        from: moment("starts")?,
        until: moment("ends")?,
        reason: typed.text("reason").to_owned(),
        alternative: typed.text("alternative").to_owned(),
    })
}

async fn target(app: &App, typed: &Form) -> Result<Target> {
    let missing = |field| Problem::invalid(field, "Say which one.");
    match typed.text("target") {
        "everything" => Ok(Target::Everything),
        "category" if typed.text("category").is_empty() => Err(missing("category")),
        "category" => Ok(Target::Category(typed.text("category").to_owned())),
        "service" if typed.text("service").is_empty() => Err(missing("service")),
        "service" => draft::service(&app.store, typed.text("service")).await,
        "host" => {
            let pattern: Option<Pattern> = typed.read("host")?;
            pattern.map(Target::Host).ok_or_else(|| missing("host"))
        }
        _ => Err(Problem::invalid("target", "Choose what the rule is about.")),
    }
}

/// No day, no hours: always.
fn schedule(typed: &Form) -> Result<Option<Schedule>> {
    let days = typed.all("days");
    let hours = (typed.text("from"), typed.text("to"));
    match (days.is_empty(), hours) {
        (true, ("", "")) => Ok(None),
        (true, _) => Err(Problem::invalid("days", "Choose the days on which these hours hold.")),
        (false, ("", "")) => whole_days(&days, typed.text("zone")).map(Some),
        (false, (from, to)) => {
            let windows = format!("{} {from}-{to}", days.join(","));
            let schedule = Schedule::parse(&windows, typed.text("zone"));
            schedule.map(Some).map_err(|problem| match problem.field() {
                Some("zone") => problem,
                _ => Problem::invalid("from", "Write both times like 09:00 and 17:00."),
            })
        }
    }
}

fn whole_days(days: &[&str], zone: &str) -> Result<Schedule> {
    let schedule = Schedule::parse(&format!("{} 00:00-24:00", days.join(",")), zone);
    schedule.map_err(|problem| match problem.field() {
        Some("zone") => problem,
        _ => Problem::invalid("days", "Choose days from Monday to Sunday."),
    })
}

pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Answered {
    let rule = rule::rule(&signed.app.store, number(&id)?).await?;
    page(&signed, &rule, &Form::empty(), StatusCode::OK).await
}

pub(super) async fn end(signed: Signed, Path(id): Path<String>, typed: Form) -> Answered {
    let id = number(&id)?;
    match rule::end(&signed.app, &signed.caller, id, typed.text("reason")).await {
        Ok(()) => {
            let saying = "Ended. The gate knows within a second.";
            Ok(signed.go_saying(&format!("/gate/rules/{id}"), saying))
        }
        Err(problem) => {
            let typed = typed.refused(problem)?;
            let rule = rule::rule(&signed.app.store, id).await?;
            page(&signed, &rule, &typed, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn number(text: &str) -> Result<Id<Rule>> {
    text.parse().map_err(|_| Problem::not_found("There is no such rule."))
}

async fn page(signed: &Signed, rule: &Rule, typed: &Form, status: StatusCode) -> Answered {
    let people = said_of(&rule.audience);
    let names = Names::load(&signed.app.store, &signed.app.settings.zone, people).await?;
    let met = signed.app.memory::<Memory>().counters().of_rule(&rule.key());
    let main = views::show_rule(signed, rule, &names, met, typed);
    Ok(signed.page_with(status, &format!("{} {}", rule.kind, rule.id), main))
}
