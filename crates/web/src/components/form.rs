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
                @for (name, says) in faults {
                    li {
                        @if name.is_empty() { (super::sentence(says)) }
                        @else { a href={ "#" (field_id(name)) } { (super::sentence(says)) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use maud::Render;

    use super::*;
    use crate::components::{Choice, Choices, Field};

    #[test]
    fn each_line_of_the_summary_leads_to_its_field() {
        let summary = error_summary([("purpose", "Say what for."), ("who", "Choose one.")]);
        let purpose = Field::area("purpose", "What for?", 3).error(Some("Say what for."));
        let who = Choices::radios("who", "Who?", [Choice::new("me", "Only me")]);
        let page = html! { (summary) (purpose) (who) }.into_string();
        for field in ["field-purpose", "field-who"] {
            assert!(page.contains(&format!("href=\"#{field}\"")), "{page}");
            assert_eq!(page.matches(&format!("id=\"{field}\"")).count(), 1, "{page}");
        }
    }

    #[test]
    fn what_is_said_of_the_whole_form_is_no_link() {
        let summary = error_summary([("", "The page was open too long. Send it again.")]);
        assert!(!summary.into_string().contains("<a "));
    }

    #[test]
    fn nothing_wrong_shows_nothing() {
        assert_eq!(error_summary([]).into_string(), "");
    }

    #[test]
    fn hint_and_error_describe_the_field() {
        let field = Field::text("slug", "Short name").hint("Small letters.").error(Some("Taken."));
        let page = field.render().into_string();
        assert!(page.contains("aria-describedby=\"field-slug-hint field-slug-error\""), "{page}");
        assert!(page.contains("aria-invalid=\"true\""), "{page}");
    }

    #[test]
    fn typed_text_stays_text() {
        let hostile = "\"><script>alert(1)</script>";
        let page = html! {
            (Field::text("a", hostile).value(hostile).hint(hostile).error(Some(hostile)))
            (Field::area("b", "B", 2).value("</textarea><script>"))
            (error_summary([(hostile, hostile)]))
        };
        let page = page.into_string();
        assert!(!page.contains("<script>"), "{page}");
        assert_eq!(page.matches("</textarea>").count(), 1, "{page}");
    }

    #[test]
    fn a_first_empty_line_that_was_typed_is_kept() {
        let page = Field::area("b", "B", 2).value("\nsecond").render().into_string();
        assert!(page.contains(">\n\nsecond</textarea>"), "{page}");
    }
}
