//! Webhooks for programs.

use base::Id;
use serde::{Deserialize, Serialize};
use web::{
    Api,
    api::{Answered, Call, Created, Done, Json, Limit, Many, One, Path, Query, ToSchema},
};

use crate::{Delivery, Draft, Made, Webhook, delivery, hook, rights};

pub(crate) fn api() -> Api {
    Api::new("Webhooks", "Other programs that are told what happened.")
        .get("/webhooks", "List webhooks", &rights::READ, list)
        .post("/webhooks", "Make a webhook", &rights::KEEP, create)
        .get("/webhooks/{id}", "Read a webhook", &rights::READ, show)
        .delete("/webhooks/{id}", "End a webhook", &rights::KEEP, end)
        .put("/webhooks/{id}/state", "Switch a webhook on or off", &rights::KEEP, switch)
        .get("/webhooks/{id}/deliveries", "List deliveries", &rights::READ, list_deliveries)
        .post("/webhooks/{id}/deliveries/{number}", "Send a delivery again", &rights::KEEP, again)
}

async fn list(call: Call) -> Answered<Many<Webhook>> {
    Ok(Many::all(hook::webhooks(&call.app.store).await?))
}

async fn create(call: Call, Json(draft): Json<Draft>) -> Answered<Created<Made>> {
    let made = hook::create(&call.app, &call.caller, &draft).await?;
    Ok(Created { secret: true, ..Created::at(made.webhook.href(), made) })
}

async fn show(call: Call, Path(id): Path<i64>) -> Answered<One<Webhook>> {
    Ok(One(hook::webhook(&call.app.store, Id::new(id)).await?))
}

async fn end(call: Call, Path(id): Path<i64>) -> Answered<Done> {
    hook::end(&call.app, &call.caller, Id::new(id)).await?;
    Ok(Done)
}

/// Whether acts are sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookSwitch)]
pub(crate) struct Switch {
    /// On or off.
    pub(crate) on: bool,
}

async fn switch(call: Call, Path(id): Path<i64>, Json(to): Json<Switch>) -> Answered<One<Webhook>> {
    hook::switch(&call.app, &call.caller, Id::new(id), to.on).await?;
    Ok(One(hook::webhook(&call.app.store, Id::new(id)).await?))
}

/// Which deliveries to list: newest first.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = DeliveriesWanted)]
struct Wanted {
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: Option<i64>,
}

async fn list_deliveries(
    call: Call,
    Path(id): Path<i64>,
    Query(wanted): Query<Wanted>,
) -> Answered<Many<Delivery>> {
    let on = &call.app.store;
    let webhook = hook::webhook(on, Id::new(id)).await?.id;
    let before = wanted.after.unwrap_or(i64::MAX);
    let found = delivery::deliveries(on, webhook, before, wanted.limit.and_one()).await?;
    Ok(Many::page(found, wanted.limit, |delivery| delivery.id.to_string()))
}

async fn again(call: Call, Path((id, number)): Path<(i64, i64)>) -> Answered<Done> {
    delivery::again(&call.app, &call.caller, Id::new(id), Id::new(number)).await?;
    Ok(Done)
}
