//! Every service, by category.

use axum::extract::RawQuery;
use base::{Host, Result};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{Button, Choice, Empty, Field, Notice, PageHeading, button_row, rows, section},
    go,
};

use super::front;
use crate::{
    Category, Service, Standing, categories, rights,
    service::{self, Filter, LISTED_MAX},
};

/// `GET /services?q=&category=&standing=&all=`
pub(super) async fn show(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let query = Form::from_query(query.as_deref());
    // Whoever types a host means the service that it belongs to.
    if query.text("q").contains('.') && Host::from_pasted(query.text("q")).is_ok() {
        let host = web::query(&[("host", query.text("q"))]);
        return Ok(go(&format!("/services/lookup?{host}")));
    }
    let asked = ["q", "category", "standing", "all"].iter().any(|field| query.ticked(field));
    let view = if asked { view(&signed, &query).await? } else { front::view(&signed).await? };
    let title = if asked { "Services found" } else { "Services" };
    Ok(signed.page(title, view))
}

async fn view(signed: &Signed, query: &Form) -> Result<Markup> {
    let filter = Filter {
        text: query.text("q").to_owned(),
        category: query.text("category").to_owned(),
        standing: query.text("standing").to_owned(),
    };
    let mut found = service::list(&signed.app.store, &filter, LISTED_MAX + 1).await?;
    let more = found.len() > LISTED_MAX;
    found.truncate(LISTED_MAX);
    let categories = categories(&signed.app.store).await?;
    Ok(html! {
        @if more { (Notice::note("These are the first 500. Choose a category or type part of a name to see the others.")) }
        (heading(signed))
        (filter_form(query, &categories))
        @if found.is_empty() { (nothing(signed, &filter.text)) } @else { (by_category(&found)) }
    })
}

pub(super) fn heading(signed: &Signed) -> Markup {
    html! {
        (PageHeading::new("Services")
            .lede(html! { "What people use for their work, and where we stand on it." })
            .actions(html! {
                @if signed.may(&rights::CHANGE) { (Button::secondary("Add a service").link("/services/new")) }
            }))
        (super::views("/services"))
    }
}

pub(super) fn filter_form(query: &Form, categories: &[Category]) -> Markup {
    let every = [Choice::new("", "All categories")];
    let known = categories.iter().map(|category| Choice::new(&category.slug, &category.name));
    let any = [Choice::new("", "Any"), Choice::new(service::REVIEWED, "Reviewed")];
    let standings = Standing::ALL.map(|standing| Choice::new(standing.word(), standing.title()));
    html! {
        form.filter method="get" action="/services" {
            div.field-row {
                (Field::text("q", "Name, vendor or host").value(query.text("q")))
                (Field::select("category", "Category", every.into_iter().chain(known))
                    .value(query.text("category")).short())
                (Field::select("standing", "Standing", any.into_iter().chain(standings))
                    .value(query.text("standing")).short())
                (Button::secondary("Show"))
            }
        }
    }
}

/// The services come sorted by category.
fn by_category(found: &[Service]) -> Markup {
    html! {
        p.quiet.small { (count(i64::try_from(found.len()).unwrap_or(i64::MAX))) }
        @for group in found.chunk_by(|one, next| one.category == next.category) {
            (section(&group[0].category, &group[0].category_name, group_rows(group)))
        }
    }
}

/// The services of one category.
pub(super) fn href(category: &str) -> String {
    format!("/services?{}", web::query(&[("category", category)]))
}

pub(super) fn count(services: i64) -> String {
    if services == 1 { "1 service".to_owned() } else { format!("{services} services") }
}

fn group_rows(group: &[Service]) -> Markup {
    let hrefs: Vec<String> = group.iter().map(Service::href).collect();
    rows(group.iter().zip(&hrefs).map(|(service, href)| super::row(service, href)))
}

fn nothing(signed: &Signed, name: &str) -> Markup {
    let ask = format!("/requests/new?{}", web::query(&[("name", name)]));
    html! {
        (Empty::new("No service fits", "It may have another name here, or nobody has asked for it yet.")
            .action(button_row(html! {
                (Button::primary("Ask for it").link(&ask))
                @if signed.may(&rights::CHANGE) { (Button::secondary("Add a service").link("/services/new")) }
                (Button::quiet("See all services").link("/services"))
            })))
    }
}
