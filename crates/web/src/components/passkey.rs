//! Asking a device for a passkey.

use maud::{Markup, Render, html};

use super::{Button, button_row, csrf_field};
use crate::assets;

/// A form that a passkey answers. It stays hidden where the browser cannot, so that it never stands
/// in the way; `assets/passkeys.js` shows it.
#[must_use]
#[derive(Clone, Debug)]
pub struct PasskeyForm<'a> {
    kind: &'static str,
    action: &'a str,
    csrf: &'a str,
    label: &'a str,
    primary: bool,
    fields: Option<Markup>,
}

impl<'a> PasskeyForm<'a> {
    const fn new(kind: &'static str, action: &'a str, csrf: &'a str, label: &'a str) -> Self {
        Self { kind, action, csrf, label, primary: false, fields: None }
    }

    /// Anybody's passkey: to sign in with it alone. Browsers also offer it under the field whose
    /// `autocomplete` ends in `webauthn`.
    pub const fn anybody(action: &'a str, csrf: &'a str, label: &'a str) -> Self {
        Self::new("any", action, csrf, label)
    }

    /// A passkey of a person who is known.
    pub const fn known(action: &'a str, csrf: &'a str, label: &'a str) -> Self {
        Self::new("known", action, csrf, label)
    }

    /// A new passkey.
    pub const fn create(action: &'a str, csrf: &'a str, label: &'a str) -> Self {
        Self::new("new", action, csrf, label)
    }

    /// What else the form sends.
    pub fn fields(self, fields: Markup) -> Self {
        Self { fields: Some(fields), ..self }
    }

    /// The way on that the page is for.
    pub fn primary(self) -> Self {
        Self { primary: true, ..self }
    }
}

impl Render for PasskeyForm<'_> {
    fn render(&self) -> Markup {
        let button =
            if self.primary { Button::primary(self.label) } else { Button::secondary(self.label) };
        html! {
            form.form method="post" action=(self.action) novalidate hidden
                data-passkey=(self.kind) data-question={ (self.action) "/question" } {
                (csrf_field(self.csrf))
                input type="hidden" name="credential";
                @if let Some(fields) = &self.fields { (fields) }
                (button_row(html! { (button) }))
                p.small.quiet role="status" data-passkey-says {}
            }
            script src=(assets::href("passkeys.js")) defer {}
        }
    }
}
