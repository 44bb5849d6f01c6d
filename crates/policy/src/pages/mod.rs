//! The pages: one file for each thing that people come to do.

mod draft;
mod history;
mod list;
mod readers;
mod reading;
mod retiring;
mod writing;

use maud::{Markup, html};
use web::{
    Routes, Signed,
    components::{NavItem, tabs},
};

use crate::{Version, markdown::render, rights};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/policies", &rights::READ, list::show)
        .post("/policies", &rights::WRITE, writing::create)
        .get("/policies/new", &rights::WRITE, writing::new)
        .get("/policies/{slug}", &rights::READ, reading::show)
        .get("/policies/{slug}/acknowledgements", &rights::SEE_READERS, readers::show)
        .post("/policies/{slug}/acknowledgements", &rights::ACKNOWLEDGE, reading::acknowledge)
        .get("/policies/{slug}/acknowledgements.csv", &rights::SEE_READERS, readers::download)
        .post("/policies/{slug}/end", &rights::RETIRE, retiring::retire)
        .get("/policies/{slug}/versions", &rights::READ, history::list)
        .post("/policies/{slug}/versions", &rights::WRITE, draft::publish)
        .get("/policies/{slug}/versions/{number}", &rights::READ, history::show)
        .get("/policies/{slug}/edit", &rights::WRITE, writing::edit)
        .get("/policies/{slug}/draft", &rights::WRITE, draft::show)
        .post("/policies/{slug}/draft", &rights::WRITE, writing::save)
        .post("/policies/{slug}/draft/end", &rights::WRITE, draft::discard)
}

/// The text, its versions and its readers: the views of one policy, of which `here` is shown.
fn views(signed: &Signed, version: &Version, here: &str) -> Markup {
    let text = format!("/policies/{}", version.slug);
    let versions = format!("{text}/versions");
    let readers = format!("{text}/acknowledgements");
    let mut views = vec![(text.as_str(), "Text"), (&versions, "Versions")];
    if signed.may(&rights::SEE_READERS) {
        views.push((&readers, "Who has read it"));
    }
    let items =
        views.into_iter().map(|(href, label)| NavItem::new(href, label).current(label == here));
    tabs("This policy", items)
}

/// A text to read at ease.
fn prose(text: &str) -> Markup {
    html! { article.prose { (render(text)) } }
}
