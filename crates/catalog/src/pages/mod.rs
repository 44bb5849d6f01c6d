//! The pages of the catalogue.

mod describing;
mod front;
mod list;
mod lookup;
mod one;

use maud::{Markup, html};
use web::{
    Routes,
    components::{NavItem, Row, standing, tabs},
};

use crate::{Service, rights};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/services", &rights::READ, list::show)
        .post("/services", &rights::CHANGE, describing::create)
        .get("/services/new", &rights::CHANGE, describing::new)
        .get("/services/lookup", &rights::READ, lookup::show)
        .get("/services/{slug}", &rights::READ, one::show)
        .post("/services/{slug}", &rights::CHANGE, describing::change)
        .get("/services/{slug}/edit", &rights::CHANGE, describing::edit)
        .post("/services/{slug}/standings", &rights::SET_STANDING, one::set_standing)
        .post("/services/{slug}/facts", &rights::ADD_FACT, one::add_fact)
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
