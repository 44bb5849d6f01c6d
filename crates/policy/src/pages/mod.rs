//! The pages: one file for each thing that people come to do.

mod draft;
mod history;
mod list;
mod readers;
mod reading;
mod writing;

use axum::{
    Router,
    routing::{get, post},
};
use maud::{Markup, html};
use web::{
    App, Signed,
    components::{NavItem, tabs},
};

use crate::{Version, markdown::render, rights};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/policies", get(list::show).post(writing::create))
        .route("/policies/new", get(writing::new))
        .route("/policies/{slug}", get(reading::show))
        .route("/policies/{slug}/acknowledgements", get(readers::show).post(reading::acknowledge))
        .route("/policies/{slug}/acknowledgements.csv", get(readers::download))
        .route("/policies/{slug}/versions", get(history::list).post(draft::publish))
        .route("/policies/{slug}/versions/{number}", get(history::show))
        .route("/policies/{slug}/edit", get(writing::edit))
        .route("/policies/{slug}/draft", get(draft::show).post(writing::save))
        .route("/policies/{slug}/draft/end", post(draft::discard))
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
