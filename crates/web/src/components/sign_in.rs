//! The way in.

use maud::{Markup, Render, html};

use super::{Button, Field, PasskeyForm, button_row, form, mark};

/// The form of the sign-in page: fields `login`, `password`, and `next`, the page that was wanted.
#[must_use]
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    /// Where the form is sent.
    pub action: &'a str,
    /// The token of the form.
    pub csrf: &'a str,
    /// The organisation, as its people call it.
    pub organisation: &'a str,
    /// The login that was typed before.
    pub login: &'a str,
    /// The page to go on to.
    pub next: &'a str,
    /// Why it did not work. One sentence for both fields, so that nobody learns which logins exist.
    pub error: Option<&'a str>,
    /// Where a passkey is sent, if one may stand in for the password.
    pub passkey: Option<&'a str>,
}

impl Render for SignIn<'_> {
    fn render(&self) -> Markup {
        let login = Field::text("login", "User name").value(self.login).error(self.error);
        html! {
            div.sign-in {
                (mark())
                h1 { "Sign in" }
                p.quiet { "Footbridge at " (self.organisation) }
                (form(self.action, self.csrf, html! {
                    input type="hidden" name="next" value=(self.next);
                    (login.autocomplete("username webauthn").autofocus())
                    (Field::password("password", "Password").autocomplete("current-password"))
                    (button_row(html! { (Button::primary("Sign in")) }))
                }))
                @if let Some(action) = self.passkey {
                    (PasskeyForm::anybody(action, self.csrf, "Sign in with a passkey").fields(html! {
                        input type="hidden" name="next" value=(self.next);
                    }))
                }
            }
        }
    }
}
