//! “Confirm that it is you.”

use axum::{Json, extract::RawQuery, response::IntoResponse};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{Button, Field, PageHeading, PasskeyForm, button_row, error_summary, form},
    go,
};

use super::sign_in::own_page;
use crate::{
    confirm,
    factor::{self, Factors, answer::Answer, passkey},
};

/// `GET /me/confirm?then=`
pub(super) async fn show(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let then = own_page(Form::from_query(query.as_deref()).text("then"));
    let factors = factor::factors(&signed.app.store, signed.caller.require_person()?).await?;
    let view = view(&signed, &factors, &Form::empty().with("then", then));
    Ok(signed.page("Confirm that it is you", view))
}

/// `GET /me/confirm/question`
pub(super) async fn question(signed: Signed) -> Answered {
    let person = signed.caller.require_person()?;
    Ok(Json(passkey::ask(&signed, person).await?).into_response())
}

/// `POST /me/confirm`
pub(super) async fn create(signed: Signed, form: Form) -> Answered {
    match confirm::confirm(&signed, answer(&form)).await {
        Ok(()) => Ok(go(&own_page(form.text("then")))),
        Err(problem) => {
            let factors =
                factor::factors(&signed.app.store, signed.caller.require_person()?).await?;
            let status = web::failure_status(&problem);
            let view = view(&signed, &factors, &form.refused(problem)?);
            Ok(signed.page_with(status, "Confirm that it is you", view))
        }
    }
}

/// What a form shows: a passkey, a code or the password.
pub(super) fn answer(form: &Form) -> Answer<'_> {
    match (form.text("credential"), form.text("code")) {
        ("", "") => Answer::Password(form.text("password")),
        ("", code) => Answer::Code(code),
        (credential, _) => Answer::Passkey(credential),
    }
}

fn view(signed: &Signed, factors: &Factors, sent: &Form) -> Markup {
    let then = html! { input type="hidden" name="then" value=(sent.text("then")); };
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Confirm that it is you").lede(html! {
            "What comes next changes how you sign in. You are asked again only after ten minutes."
        }))
        (form("/me/confirm", &signed.csrf, html! {
            (then)
            (Field::password("password", "Present password").error(sent.error("password")).autocomplete("current-password").autofocus())
            (button_row(html! { (Button::primary("Confirm")) (Button::quiet("Cancel").link("/me")) }))
        }))
        @if factors.app.is_some() {
            (form("/me/confirm", &signed.csrf, html! {
                (then)
                (Field::text("code", "Or a code of your app").error(sent.error("code")).autocomplete("one-time-code").short())
                (button_row(html! { (Button::secondary("Confirm by code")) }))
            }))
        }
        @if !factors.passkeys.is_empty() {
            (PasskeyForm::known("/me/confirm", &signed.csrf, "Confirm by passkey").fields(then))
        }
    }
}
