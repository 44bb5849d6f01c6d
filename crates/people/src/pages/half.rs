//! Between the password and the session: the second factor, or setting up the first one.

use axum::{Json, extract::RawQuery, http::StatusCode, response::IntoResponse};
use base::{Problem, Result};
use maud::{Markup, html};
use web::{
    Answered, Form, Visit,
    components::{Button, Field, PageHeading, PasskeyForm, button_row, error_summary, form},
};

use super::{
    factors::{app_form, codes_view, passkey_form, without_passkeys},
    sign_in::{enter, own_page},
};
use crate::{
    factor::{
        answer::{Answer, With},
        app::{self, Setup},
        passkey,
    },
    half::{self, Half},
};

/// `GET /sign-in/second-factor?then=`
pub(super) async fn show(visit: Visit, half: Half, RawQuery(query): RawQuery) -> Answered {
    let then = own_page(Form::from_query(query.as_deref()).text("then"));
    Ok(visit.page("Second factor", view(&visit, &half, &Form::empty().with("next", then))))
}

/// `GET /sign-in/second-factor/question`
pub(super) async fn question(visit: Visit, half: Half) -> Answered {
    Ok(Json(passkey::ask(&visit, half.person.id.get()).await?).into_response())
}

/// `POST /sign-in/second-factor`
pub(super) async fn finish(visit: Visit, half: Half, form: Form) -> Answered {
    // The password was shown already: it is no second factor.
    let answer = match form.text("credential") {
        "" => Answer::Code(form.text("code")),
        credential => Answer::Passkey(credential),
    };
    match half.finish(&visit, answer).await {
        Ok(entered) => Ok(enter(&visit, &entered, &own_page(form.text("next")))),
        Err(problem) => refused(&visit, form, problem).await,
    }
}

async fn refused(visit: &Visit, form: Form, problem: Problem) -> Answered {
    let status = web::failure_status(&problem);
    let Some(half) = half::find(visit).await? else {
        return Ok(visit.go_saying("/sign-in", "That were too many tries. Sign in once more."));
    };
    let view = view(visit, &half, &form.refused(problem)?);
    Ok(visit.page_with(status, "Second factor", view))
}

fn view(visit: &Visit, half: &Half, sent: &Form) -> Markup {
    let next = html! { input type="hidden" name="next" value=(sent.text("next")); };
    let has_passkey = !half.factors.passkeys.is_empty();
    let (label, hint) = match half.factors.app {
        Some(_) => ("Code", "The six digits that your app shows, or one of your recovery codes."),
        None => ("Recovery code", "One of the codes that you kept when you added your passkey."),
    };
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new("One more step").lede(html! {
            "Your password was right. Now show that it is you."
        }))
        @if has_passkey {
            (PasskeyForm::known("/sign-in/second-factor", &visit.csrf, "Use your passkey").primary().fields(next.clone()))
            (without_passkeys())
        }
        (form("/sign-in/second-factor", &visit.csrf, html! {
            (next)
            (Field::text("code", label).hint(hint).error(sent.error("code")).autocomplete("one-time-code").autofocus())
            (button_row(html! {
                @if has_passkey { (Button::secondary("Sign in")) } @else { (Button::primary("Sign in")) }
                (Button::quiet("Start over").link("/sign-in"))
            }))
        }))
        p.small.quiet { "Lost your device and your codes? An administrator can let you begin anew." }
    }
}

/// `GET /sign-in/set-up?then=`
pub(super) async fn set_up(visit: Visit, half: Half, RawQuery(query): RawQuery) -> Answered {
    let then = own_page(Form::from_query(query.as_deref()).text("then"));
    let setup = app::set_up(&half.proven(&visit)?, None).await?;
    let view = set_up_view(&visit, &setup, &Form::empty().with("next", then))?;
    Ok(visit.page("Set up a second factor", view))
}

fn set_up_view(visit: &Visit, setup: &Setup, sent: &Form) -> Result<Markup> {
    let next = html! { input type="hidden" name="next" value=(sent.text("next")); };
    Ok(html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Set up a second factor").lede(html! {
            "Here your seat needs more than a password. Use an app on your phone, or a passkey of this device; it takes a minute."
        }))
        @if passkey::are_possible(&visit.app) {
            h2 { "A passkey" }
            (passkey_form("/sign-in/set-up/passkey", &visit.csrf, &visit.agent, next.clone()))
            (without_passkeys())
        }
        h2 { "An authenticator app" }
        (app_form("/sign-in/set-up", &visit.csrf, setup, sent, next)?)
    })
}

/// `POST /sign-in/set-up`
pub(super) async fn add_app(visit: Visit, half: Half, form: Form) -> Answered {
    let proven = half.proven(&visit)?;
    match app::add(&proven, form.text("seed"), form.text("code")).await {
        Ok(codes) => set_up_done(&visit, half, With::App, &codes, &form).await,
        Err(problem) => {
            let setup = app::set_up(&proven, Some(form.text("seed"))).await?;
            let view = set_up_view(&visit, &setup, &form.refused(problem)?)?;
            Ok(visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, "Set up a second factor", view))
        }
    }
}

/// `GET /sign-in/set-up/passkey/question`
pub(super) async fn new_passkey_question(visit: Visit, half: Half) -> Answered {
    Ok(Json(passkey::offer(&half.proven(&visit)?).await?).into_response())
}

/// `POST /sign-in/set-up/passkey`
pub(super) async fn add_passkey(visit: Visit, half: Half, form: Form) -> Answered {
    let proven = half.proven(&visit)?;
    let codes = passkey::add(&proven, form.text("name"), form.text("credential")).await?;
    set_up_done(&visit, half, With::Passkey, &codes, &form).await
}

/// The session has begun; before anything else the codes are shown, for the only time.
async fn set_up_done(
    visit: &Visit,
    half: Half,
    with: With,
    codes: &[String],
    form: &Form,
) -> Answered {
    let entered = half.enrolled(visit, with).await?;
    let then = own_page(form.text("next"));
    let mut response = visit.page("Keep these codes", codes_view(codes, &then));
    visit.keep_token(&mut response, &entered.token);
    Ok(response)
}
