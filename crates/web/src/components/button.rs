//! Something to press.

use maud::{Markup, Render, html};

/// A button of a form, or a link that looks like one.
#[must_use]
#[derive(Clone, Copy, Debug)]
pub struct Button<'a> {
    label: &'a str,
    class: &'static str,
    href: Option<&'a str>,
    action: Option<&'a str>,
    named: Option<(&'a str, &'a str)>,
    about: Option<&'a str>,
    small: bool,
}

impl<'a> Button<'a> {
    const fn new(label: &'a str, class: &'static str) -> Self {
        Self { label, class, href: None, action: None, named: None, about: None, small: false }
    }

    /// What the form is for. One in each form, first in its row.
    pub const fn primary(label: &'a str) -> Self {
        Self::new(label, "button-primary")
    }

    /// Another way on.
    pub const fn secondary(label: &'a str) -> Self {
        Self::new(label, "button-secondary")
    }

    /// What cannot be undone, or closes something for somebody.
    pub const fn danger(label: &'a str) -> Self {
        Self::new(label, "button-danger")
    }

    /// Something small at the side, such as undo.
    pub const fn quiet(label: &'a str) -> Self {
        Self::new(label, "button-quiet")
    }

    /// Goes to `href` instead of sending a form.
    pub const fn link(self, href: &'a str) -> Self {
        Self { href: Some(href), ..self }
    }

    /// Sends the form to another address than the form's own.
    pub const fn action(self, action: &'a str) -> Self {
        Self { action: Some(action), ..self }
    }

    /// Sends `name=value` with the form, where a form has more than one button.
    pub const fn named(self, name: &'a str, value: &'a str) -> Self {
        Self { named: Some((name, value)), ..self }
    }

    /// What it acts on, read aloud after the label: "Ask" about "www.linkedin.com".
    pub const fn about(self, object: &'a str) -> Self {
        Self { about: Some(object), ..self }
    }

    /// The size for a row of a list.
    pub const fn small(self) -> Self {
        Self { small: true, ..self }
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let label = html! {
            (self.label)
            @if let Some(about) = self.about { span.hidden { " " (about) } }
        };
        html! {
            @if let Some(href) = self.href {
                a.button.(self.class).button-small[self.small] href=(href) { (label) }
            } @else {
                button.button.(self.class).button-small[self.small] type="submit" formaction=[self.action]
                    name=[self.named.map(|(name, _)| name)]
                    value=[self.named.map(|(_, value)| value)] { (label) }
            }
        }
    }
}

/// Buttons side by side, the primary one first.
pub fn button_row(buttons: Markup) -> Markup {
    html! { div.button-row { (buttons) } }
}
