//! The pages of webhooks.

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
};
use base::{Id, Result, limits};
use web::{Answered, Form, Routes, Signed};

use crate::{Draft, delivery, hook, rights, views};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/webhooks", &rights::READ, list)
        .post("/webhooks", &rights::KEEP, create)
        .get("/webhooks/new", &rights::KEEP, new)
        .get("/webhooks/{id}", &rights::READ, show)
        .post("/webhooks/{id}/state", &rights::KEEP, switch)
        .post("/webhooks/{id}/end", &rights::KEEP, end)
        .post("/webhooks/{id}/deliveries/{number}", &rights::KEEP, again)
}

async fn list(signed: Signed) -> Answered {
    let webhooks = hook::webhooks(&signed.app.store).await?;
    Ok(signed.page("Webhooks", views::list(&signed, &webhooks)))
}

async fn new(signed: Signed) -> Answered {
    Ok(signed.page("New webhook", views::new(&signed, &Form::empty())))
}

async fn create(signed: Signed, form: Form) -> Answered {
    let acts = form.text("acts").split([',', ' ', '\n', '\r', ';']);
    let draft = Draft {
        name: form.text("name").to_owned(),
        url: form.text("url").to_owned(),
        acts: acts.filter(|act| !act.is_empty()).map(str::to_owned).collect(),
    };
    match hook::create(&signed.app, &signed.caller, &draft).await {
        Ok(made) => Ok(signed.page("Webhook made", views::made(&made))),
        Err(problem) => {
            let view = views::new(&signed, &form.refused(problem)?);
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, "New webhook", view))
        }
    }
}

async fn show(signed: Signed, Path(id): Path<i64>, RawQuery(query): RawQuery) -> Answered {
    let on = &signed.app.store;
    let webhook = hook::webhook(on, Id::new(id)).await?;
    let query = Form::from_query(query.as_deref());
    let before = query.text("before").parse().unwrap_or(i64::MAX);
    let limit = i64::try_from(limits::PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let sent = delivery::deliveries(on, webhook.id, before, limit).await?;
    let title = webhook.name.clone();
    Ok(signed.page(&title, views::one(&signed, &webhook, &sent, before != i64::MAX)))
}

async fn switch(signed: Signed, Path(id): Path<i64>, form: Form) -> Answered {
    let on = form.text("to") == "on";
    hook::switch(&signed.app, &signed.caller, Id::new(id), on).await?;
    let saying = if on { "Switched on." } else { "Switched off. Nothing is sent." };
    Ok(signed.go_saying(&format!("/webhooks/{id}"), saying))
}

async fn end(signed: Signed, Path(id): Path<i64>) -> Answered {
    hook::end(&signed.app, &signed.caller, Id::new(id)).await?;
    Ok(signed.go_saying("/webhooks", "The webhook is ended."))
}

async fn again(signed: Signed, Path((id, number)): Path<(i64, i64)>) -> Answered {
    let done: Result<()> =
        delivery::again(&signed.app, &signed.caller, Id::new(id), Id::new(number)).await;
    done?;
    Ok(signed.go_saying(&format!("/webhooks/{id}"), "It is sent again now."))
}
