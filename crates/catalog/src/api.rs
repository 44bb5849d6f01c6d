//! The catalogue for programs.

use base::{Host, Pattern, Problem, Result};
use serde::{Deserialize, Serialize};
use web::{
    Api, App,
    api::{Answered, Call, Created, Json, Limit, Many, One, Path, Query, ToSchema},
};

use crate::{
    Category, Fact, Filter, Kept, Service, Standing, Typed, add, add_fact, categories, change,
    domains, facts, rights, service, service_of, set_standing,
};

pub(crate) fn api() -> Api {
    Api::new("Services", "What people use for their work, and where the organisation stands on it.")
        .get("/services", "List services", &rights::READ, list)
        .post("/services", "Add a service of your own", &rights::CHANGE, create)
        .get("/services/{slug}", "Read a service", &rights::READ, show)
        .put("/services/{slug}", "Describe a service anew", &rights::CHANGE, replace)
        .put(
            "/services/{slug}/standing",
            "Set the standing of a service",
            &rights::SET_STANDING,
            stand,
        )
        .post("/services/{slug}/facts", "Add a fact to a service", &rights::ADD_FACT, tell)
        .get("/service-of/{host}", "Say which service covers a host", &rights::READ, which)
        .get("/categories", "List categories", &rights::READ, list_categories)
}

/// Which services to list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    /// Part of the name, the short name or the vendor.
    text: String,
    /// The short name of a category.
    category: String,
    /// A standing.
    standing: Option<Standing>,
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: String,
}

async fn list(call: Call, Query(wanted): Query<Wanted>) -> Answered<Many<Service>> {
    let filter = Filter {
        text: wanted.text,
        category: wanted.category,
        standing: wanted.standing.map(|standing| standing.word().to_owned()).unwrap_or_default(),
    };
    let found =
        service::after(&call.app.store, &filter, &wanted.after, wanted.limit.and_one()).await?;
    Ok(Many::page(found, wanted.limit, |service| service.slug.clone()))
}

/// A service with all that is known of it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceSheet)]
pub(crate) struct Sheet {
    /// The service.
    #[serde(flatten)]
    pub(crate) service: Service,
    /// What it covers.
    pub(crate) domains: Vec<Pattern>,
    /// What is known of it, newest first.
    pub(crate) facts: Vec<Kept>,
}

impl Sheet {
    async fn of(app: &App, slug: &str) -> Result<Self> {
        let service = service::required(&app.store, slug).await?;
        let domains = domains(&app.store, service.id).await?;
        let facts = facts(&app.store, service.id).await?;
        Ok(Self { service, domains, facts })
    }
}

async fn show(call: Call, Path(slug): Path<String>) -> Answered<One<Sheet>> {
    Ok(One(Sheet::of(&call.app, &slug).await?))
}

/// A service as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServiceDraft)]
struct Draft {
    /// Its short name; made of the name if it is left out. It stays.
    #[serde(default)]
    slug: String,
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// The short name of its category.
    #[schema(min_length = 1)]
    category: String,
    /// Who supplies it.
    #[serde(default)]
    #[schema(max_length = 200)]
    vendor: String,
    /// What it is and what it is for, in a sentence.
    #[schema(min_length = 1, max_length = 4000)]
    purpose: String,
    /// What it covers.
    #[schema(min_items = 1, max_items = 200)]
    domains: Vec<Pattern>,
}

impl Draft {
    async fn send<R>(&self, verb: impl AsyncFnOnce(&Typed<'_>) -> Result<R>) -> Result<R> {
        let domains: Vec<String> = self.domains.iter().map(ToString::to_string).collect();
        let typed = Typed {
            slug: &self.slug,
            name: &self.name,
            category: &self.category,
            vendor: &self.vendor,
            purpose: &self.purpose,
            domains: &domains.join(" "),
        };
        verb(&typed).await
    }
}

async fn create(call: Call, Json(draft): Json<Draft>) -> Answered<Created<Sheet>> {
    let slug = draft.send(async |typed| add(&call.app, &call.caller, typed).await).await?;
    Ok(Created::at(format!("/services/{slug}"), Sheet::of(&call.app, &slug).await?))
}

async fn replace(
    call: Call,
    Path(slug): Path<String>,
    Json(draft): Json<Draft>,
) -> Answered<One<Sheet>> {
    if !draft.slug.is_empty() && draft.slug != slug {
        return Err(Problem::invalid("slug", "The short name of a service stays as it is.").into());
    }
    draft.send(async |typed| change(&call.app, &call.caller, &slug, typed).await).await?;
    Ok(One(Sheet::of(&call.app, &slug).await?))
}

/// Where the organisation stands on a service.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStanding)]
pub(crate) struct Stand {
    /// The standing.
    pub(crate) standing: Standing,
    /// Why.
    #[schema(min_length = 1, max_length = 4000)]
    pub(crate) reason: String,
}

async fn stand(
    call: Call,
    Path(slug): Path<String>,
    Json(new): Json<Stand>,
) -> Answered<One<Sheet>> {
    set_standing(&call.app, &call.caller, &slug, new.standing, &new.reason).await?;
    Ok(One(Sheet::of(&call.app, &slug).await?))
}

async fn tell(
    call: Call,
    Path(slug): Path<String>,
    Json(fact): Json<Fact>,
) -> Answered<Created<Sheet>> {
    let date = fact.date.to_string();
    add_fact(&call.app, &call.caller, &slug, (&fact.says, &fact.source, &date)).await?;
    Ok(Created::at(format!("/services/{slug}"), Sheet::of(&call.app, &slug).await?))
}

async fn which(call: Call, Path(host): Path<String>) -> Answered<One<Service>> {
    let host = Host::from_pasted(&host).map_err(|problem| problem.at("host"))?;
    let found = service_of(&call.app.store, &host).await?;
    let missing = || Problem::not_found(format!("No service in the catalogue covers {host}."));
    Ok(One(found.ok_or_else(missing)?))
}

async fn list_categories(call: Call) -> Answered<Many<Category>> {
    Ok(Many::all(categories(&call.app.store).await?))
}
