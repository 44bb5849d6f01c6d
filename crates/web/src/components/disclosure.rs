//! What few need to see.

use maud::{Markup, html};

/// Shows `summary`, and `body` to whoever opens it; open from the start if a field in it is wrong.
pub fn disclosure(summary: &str, body: Markup) -> Markup {
    // A form that is given back shows what is wrong with it.
    let is_wrong = body.0.contains("field-wrong");
    html! {
        details.disclosure open[is_wrong] {
            summary { (summary) }
            div.disclosure-body { (body) }
        }
    }
}
