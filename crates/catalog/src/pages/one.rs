//! One service: what it is, where we stand, what we know.

use axum::{extract::Path, http::StatusCode, response::Response};
use base::{Problem, Result};
use maud::Markup;
use web::{Answered, Form, Signed};

use crate::{
    Service, domains, fact, facts,
    service::{self, required},
    standing::{self, Standing},
    views::{Sheet, sheet},
};

/// `GET /services/{slug}`
pub(super) async fn show(signed: Signed, Path(slug): Path<String>) -> Answered {
    let service = required(&signed.app.store, &slug).await?;
    let view = view(&signed, &service, &Form::empty()).await?;
    Ok(signed.page(&service.name, view))
}

/// `POST /services/{slug}/standings`
pub(super) async fn set_standing(signed: Signed, Path(slug): Path<String>, form: Form) -> Answered {
    let (app, caller) = (&signed.app, &signed.caller);
    let set = match form.read::<Standing>("standing") {
        Ok(Some(word)) => {
            standing::set_standing(app, caller, &slug, word, form.text("reason")).await
        }
        Ok(None) => Err(Problem::invalid("standing", "Choose where we stand on it.")),
        Err(problem) => Err(problem),
    };
    match set {
        Ok(()) => Ok(signed.go_saying(&service::href(&slug), "The standing is set.")),
        Err(problem) => refused(&signed, &slug, form.refused(problem)?).await,
    }
}

/// `POST /services/{slug}/facts`
pub(super) async fn add_fact(signed: Signed, Path(slug): Path<String>, form: Form) -> Answered {
    let typed = (form.text("says"), form.text("source"), form.text("date"));
    match fact::add_fact(&signed.app, &signed.caller, &slug, typed).await {
        Ok(()) => Ok(signed.go_saying(&service::href(&slug), "The fact is added.")),
        Err(problem) => refused(&signed, &slug, form.refused(problem)?).await,
    }
}

async fn refused(signed: &Signed, slug: &str, sent: Form) -> Answered<Response> {
    let service = required(&signed.app.store, slug).await?;
    let view = view(signed, &service, &sent).await?;
    Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, &service.name, view))
}

async fn view(signed: &Signed, service: &Service, sent: &Form) -> Result<Markup> {
    let on = &signed.app.store;
    let known = Sheet {
        service,
        domains: domains(on, service.id).await?,
        facts: facts(on, service.id).await?,
        look_alikes: service::look_alikes(on, &service.category, &service.slug).await?,
        sent,
    };
    Ok(sheet(signed, &known))
}
