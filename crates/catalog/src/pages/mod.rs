//! The pages of the catalogue.

mod describing;
mod front;
mod list;
mod lookup;
mod one;

use axum::{
    Router,
    routing::{get, post},
};
use maud::{Markup, html};
use web::{
    App,
    components::{NavItem, Row, standing, tabs},
};

use crate::Service;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/services", get(list::show).post(describing::create))
        .route("/services/new", get(describing::new))
        .route("/services/lookup", get(lookup::show))
        .route("/services/{slug}", get(one::show).post(describing::change))
        .route("/services/{slug}/edit", get(describing::edit))
        .route("/services/{slug}/standings", post(one::set_standing))
        .route("/services/{slug}/facts", post(one::add_fact))
}

/// The two ways to look at the catalogue.
fn views(current: &str) -> Markup {
    let items = [("/services", "By name"), ("/services/lookup", "By host")];
    tabs("Services", items.map(|(href, label)| NavItem::new(href, label).current(href == current)))
}

/// A service in a list.
pub(crate) fn row<'a>(service: &'a Service, href: &'a str) -> Row<'a> {
    Row::new(&service.name)
        .href(href)
        .meta(html! { (service.purpose) })
        .state(standing(service.standing().word()))
}
