//! The one box of the front page.

use maud::{Markup, Render, html};

use super::brand::view;

/// One field for everything: a link, the name of a tool, or what is wrong. A `GET` form whose field
/// is `q`.
#[must_use]
#[derive(Clone, Debug)]
pub struct OneBox<'a> {
    action: &'a str,
    label: &'a str,
    hint: &'a str,
    button: &'a str,
    value: &'a str,
    heading: bool,
}

impl<'a> OneBox<'a> {
    /// The box as the front page shows it, where its label is the page's `h1`. Asks `action`.
    pub fn new(action: &'a str) -> Self {
        Self {
            action,
            label: "What do you need?",
            hint: "Paste a link, name a tool, or say what is wrong.",
            button: "Find out",
            value: "",
            heading: true,
        }
    }

    /// The box above its own answer: `value` is what was asked, and the answer brings the `h1`.
    pub fn answering(self, value: &'a str) -> Self {
        Self { value, heading: false, ..self }
    }

    fn label(&self) -> Markup {
        let label = html! { label for="one-box" { (self.label) } };
        html! {
            @if self.heading { h1.one-box-label { (label) } }
            @else { div.one-box-label { (label) } }
        }
    }
}

impl Render for OneBox<'_> {
    fn render(&self) -> Markup {
        html! {
            form.one-box method="get" action=(self.action) role="search" {
                (self.label())
                p.hint id="one-box-hint" { (self.hint) }
                div.one-box-row {
                    input type="text" id="one-box" name="q" value=(self.value)
                        aria-describedby="one-box-hint" autocomplete="off" autocapitalize="none"
                        spellcheck="false" maxlength="2000" enterkeyhint="search";
                    button.button.button-primary type="submit" { (self.button) }
                }
                @if self.heading { (view()) }
            }
        }
    }
}
