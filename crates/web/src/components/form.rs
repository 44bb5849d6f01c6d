//! Forms and what is wrong with them.

use maud::{Markup, html};

use super::{Icon, field_id};

/// The name of the hidden field that proves that our own page sent the form.
pub const CSRF_FIELD: &str = "csrf";

/// The hidden field that carries `token`.
pub fn csrf_field(token: &str) -> Markup {
    html! { input type="hidden" name=(CSRF_FIELD) value=(token); }
}

/// A form that changes something: a `POST` to `action` with its token. The server says what is
/// wrong, in the same words for every browser, so the browser's own bubbles are off.
pub fn form(action: &str, csrf: &str, body: Markup) -> Markup {
    html! {
        form.form method="post" action=(action) novalidate {
            (csrf_field(csrf))
            (body)
        }
    }
}

/// What is wrong, above the heading: pairs of a field's name and a sentence, each a link to its
/// field. An empty name is said of the whole form. Nothing wrong, nothing shown.
pub fn error_summary<'a>(faults: impl IntoIterator<Item = (&'a str, &'a str)>) -> Markup {
    let mut faults = faults.into_iter().peekable();
    if faults.peek().is_none() {
        return html! {};
    }
    html! {
        div.error-summary.tone-deny role="alert" aria-labelledby="error-summary-title" {
            h2 id="error-summary-title" { (Icon::Problem) "There is a problem" }
            ul {
                @for (name, sentence) in faults {
                    li {
                        @if name.is_empty() { (sentence) }
                        @else { a href={ "#" (field_id(name)) } { (sentence) } }
                    }
                }
            }
        }
    }
}
