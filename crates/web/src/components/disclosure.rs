//! What few need to see.

use maud::{Markup, html};

/// Shows `summary`, and `body` to whoever opens it.
pub fn disclosure(summary: &str, body: Markup) -> Markup {
    html! {
        details.disclosure {
            summary { (summary) }
            div.disclosure-body { (body) }
        }
    }
}
