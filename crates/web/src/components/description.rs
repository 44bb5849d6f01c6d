//! The properties of one thing.

use maud::{Markup, html};

/// Names and what they stand for, in two columns; on a phone one under the other.
pub fn description_list<'a>(pairs: impl IntoIterator<Item = (&'a str, Markup)>) -> Markup {
    html! {
        dl.description {
            @for (term, description) in pairs {
                div { dt { (term) } dd { (description) } }
            }
        }
    }
}
