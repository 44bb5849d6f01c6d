//! The way in: search, the categories, what was reviewed lately.

use base::Result;
use maud::{Markup, html};
use web::{
    Form, Signed,
    components::{Empty, Row, rows, section, standing},
};

use super::list;
use crate::{Category, Service, categories, category::Count, service};

/// Search first; then the categories, and where we stand on what was reviewed lately.
pub(super) async fn view(signed: &Signed) -> Result<Markup> {
    let on = &signed.app.store;
    let (categories, reviewed) = (categories(on).await?, service::reviewed_lately(on).await?);
    let counts = crate::category::counts(on).await?;
    Ok(html! {
        (list::heading(signed))
        (list::filter_form(&Form::empty(), &categories))
        div.columns {
            div { (section("categories", "By category", by_category(&categories, &counts))) }
            aside { (section("reviewed", "Reviewed lately", lately(signed, &reviewed))) }
        }
    })
}

fn by_category(categories: &[Category], counts: &[Count]) -> Markup {
    let all: i64 = counts.iter().map(|count| count.services).sum();
    let services =
        |id| counts.iter().find(|count| count.id == id).map_or(0, |count| count.services);
    let hrefs: Vec<String> = categories.iter().map(|category| list::href(&category.slug)).collect();
    html! {
        (rows(categories.iter().zip(&hrefs).map(|(category, href)| {
            Row::new(&category.name).href(href).meta(html! { (category.purpose) })
                .state(html! { span.quiet.small { (list::count(services(category.id.get()))) } })
        })))
        p { a href="/services?all=yes" { "See all " (list::count(all)) " on one page" } }
    }
}

fn lately(signed: &Signed, reviewed: &[Service]) -> Markup {
    let when = signed.when();
    let hrefs: Vec<String> = reviewed.iter().map(Service::href).collect();
    html! {
        @if reviewed.is_empty() {
            (Empty::new("Nothing is reviewed yet", "Where the organisation stands on a service is shown here as soon as a seat has said so on its page."))
        } @else {
            (rows(reviewed.iter().zip(&hrefs).map(|(service, href)| {
                Row::new(&service.name).href(href).state(standing(service.standing().word()))
                    .meta(html! { @if let Some(at) = service.review.at { (when.ago(at)) } })
            })))
            p { a href="/services?standing=reviewed" { "See all that are reviewed" } }
        }
    }
}
