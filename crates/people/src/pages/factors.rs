//! One's own second factors.

use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base::{Id, Result};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{
        Button, Column, Empty, Field, Notice, PageHeading, PasskeyForm, Table, button_row,
        code_block, error_summary, form, section,
    },
};

use super::oneself::views;
use crate::{
    Passkey, agent,
    confirm::Proven,
    factor::{
        self, Factors,
        app::{self, Setup},
        passkey, recovery,
    },
    qr,
};

const PAGE: &str = "/me/second-factor";

/// `GET /me/second-factor`
pub(super) async fn show(signed: Signed) -> Answered {
    let person = signed.caller.require_person()?;
    let factors = factor::factors(&signed.app.store, person).await?;
    let required = factor::applies_to(&signed.app.store, &signed.caller).await?;
    Ok(signed.page("Second factor", view(&signed, &factors, required)))
}

fn view(signed: &Signed, factors: &Factors, required: bool) -> Markup {
    html! {
        (PageHeading::new("Second factor").lede(html! {
            @if factors.any() { "Your password alone lets nobody in." }
            @else { "With a second factor, somebody who learns your password still cannot sign in as you." }
            @if required { " Your seat needs one." }
        }))
        (views(PAGE))
        (section("passkeys", "Passkeys", passkeys(signed, &factors.passkeys)))
        (section("app", "Authenticator app", authenticator(signed, factors)))
        @if factors.any() { (section("codes", "Recovery codes", codes(signed, factors.codes))) }
    }
}

fn passkeys(signed: &Signed, known: &[Passkey]) -> Markup {
    let when = signed.when();
    let columns = ["Passkey", "Added", "Last used", ""].map(Column::text);
    let rows = known.iter().map(|key| {
        vec![
            html! { (key.name) },
            when.short(key.since),
            html! { @if let Some(used) = key.used { (when.ago(used)) } @else { "never" } },
            form(
                &format!("{PAGE}/passkeys/{}/end", key.id),
                &signed.csrf,
                html! { (Button::quiet("Remove").about(&key.name).small()) },
            ),
        ]
    });
    html! {
        @if known.is_empty() {
            (Empty::new("No passkey yet", "A passkey lets you sign in with the fingerprint, face or PIN of a device, without a password."))
        } @else { (Table::new("Your passkeys", columns).caption_hidden().rows(rows)) }
        @if passkey::are_possible(&signed.app) {
            p { (Button::secondary("Add a passkey").link(&format!("{PAGE}/passkeys/new"))) }
        } @else {
            p.quiet { "Passkeys need a server that is reached by its name, not by an address in figures." }
        }
    }
}

/// Makes a passkey in this device.
pub(super) fn passkey_form(action: &str, csrf: &str, agent: &str, more: Markup) -> Markup {
    let name = agent::words(agent);
    let fields = html! {
        (more)
        (Field::text("name", "Name of the passkey").value(&name).hint("So that you know it again in this list.").max_chars(60))
    };
    html! { (PasskeyForm::create(action, csrf, "Add a passkey").fields(fields)) }
}

/// What stands there until the script finds that passkeys work.
pub(super) fn without_passkeys() -> Markup {
    html! {
        p.small.quiet data-without-passkeys {
            "This browser cannot use passkeys here: that takes JavaScript and an address that begins with https."
        }
    }
}

fn authenticator(signed: &Signed, factors: &Factors) -> Markup {
    let href = format!("{PAGE}/app");
    html! {
        @match factors.app {
            Some(since) => {
                p { "Set up " (signed.when().ago(since)) "." }
                (form(&format!("{PAGE}/app/end"), &signed.csrf, button_row(html! {
                    (Button::secondary("Set up another phone").link(&href))
                    (Button::quiet("Remove the app"))
                })))
            }
            None => {
                p { "An app on your phone shows a new code every half minute." }
                p { (Button::secondary("Set up an app").link(&href)) }
            }
        }
    }
}

fn codes(signed: &Signed, left: i64) -> Markup {
    html! {
        p {
            (left) " of 10 are left. One of them stands in for your second factor, once, on the day the device is lost."
        }
        (form(&format!("{PAGE}/codes"), &signed.csrf, button_row(html! {
            (Button::secondary("Make new codes"))
        })))
    }
}

/// `GET /me/second-factor/app`
pub(super) async fn new_app(signed: Signed, proven: Proven) -> Answered {
    let setup = app::set_up(&proven, None).await?;
    let view = new_app_view(&signed, &setup, &Form::empty())?;
    Ok(signed.page("Set up an app", view))
}

fn new_app_view(signed: &Signed, setup: &Setup, sent: &Form) -> Result<Markup> {
    let back = html! { a href=(PAGE) { "Second factor" } };
    Ok(html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Set up an app").above(back))
        (app_form(&format!("{PAGE}/app"), &signed.csrf, setup, sent, html! {})?)
    })
}

/// The picture, the secret in letters, and the question for the first code.
pub(super) fn app_form(
    action: &str,
    csrf: &str,
    setup: &Setup,
    sent: &Form,
    more: Markup,
) -> Result<Markup> {
    let picture = qr::svg(&setup.address, "QR code for the authenticator app")?;
    Ok(html! {
        ol {
            li { "Open an authenticator app on your phone and let it scan this picture." div { (picture) } }
            li { "Where it cannot, type this instead: " (code_block("Secret", &in_groups(&setup.secret))) }
            li { "Write here the six digits that the app shows." }
        }
        (form(action, csrf, html! {
            (more)
            input type="hidden" name="seed" value=(setup.seed);
            (Field::text("code", "Code").error(sent.error("code")).autocomplete("one-time-code").short())
            (button_row(html! { (Button::primary("Use this app")) }))
        }))
    })
}

fn in_groups(secret: &str) -> String {
    let symbols: Vec<char> = secret.chars().collect();
    symbols.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// `POST /me/second-factor/app`
pub(super) async fn add_app(signed: Signed, proven: Proven, form: Form) -> Answered {
    match app::add(&proven, form.text("seed"), form.text("code")).await {
        Ok(codes) => Ok(added(&signed, "The app is set up.", &codes)),
        Err(problem) => {
            let setup = app::set_up(&proven, Some(form.text("seed"))).await?;
            let view = new_app_view(&signed, &setup, &form.refused(problem)?)?;
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, "Set up an app", view))
        }
    }
}

/// With the first factor come codes, which are shown at once and only now.
fn added(signed: &Signed, said: &str, codes: &[String]) -> Response {
    if codes.is_empty() {
        return signed.go_saying(PAGE, said);
    }
    signed.page("Keep these codes", codes_view(codes, PAGE))
}

/// The recovery codes, for the only time.
pub(super) fn codes_view(codes: &[String], then: &str) -> Markup {
    html! {
        (Notice::done("Your second factor is set up."))
        @if codes.is_empty() {
            (PageHeading::new("All is set up"))
        } @else {
            (PageHeading::new("Keep these codes").lede(html! {
                "They are shown only now. Print them, or put them where you keep passwords: each stands in for your second factor once."
            }))
            (code_block("Recovery codes", &codes.join("\n")))
        }
        p { (Button::primary("I have kept them").link(then)) }
    }
}

/// `POST /me/second-factor/app/end`
pub(super) async fn end_app(signed: Signed, proven: Proven) -> Answered {
    app::end(&proven).await?;
    Ok(signed.go_saying(PAGE, "The app is removed."))
}

/// `POST /me/second-factor/codes`
pub(super) async fn renew_codes(signed: Signed, proven: Proven) -> Answered {
    let codes = recovery::renew(&proven).await?;
    Ok(signed.page("Keep these codes", codes_view(&codes, PAGE)))
}

/// `GET /me/second-factor/passkeys/new`
pub(super) async fn new_passkey(signed: Signed, _: Proven) -> Answered {
    let action = format!("{PAGE}/passkeys");
    let main = html! {
        (PageHeading::new("Add a passkey").above(html! { a href=(PAGE) { "Second factor" } }).lede(html! {
            "Your browser asks where to keep it: in this device, on your phone, or on a security key."
        }))
        (passkey_form(&action, &signed.csrf, &signed.agent, html! {}))
        (without_passkeys())
    };
    Ok(signed.page("Add a passkey", main))
}

/// `GET /me/second-factor/passkeys/question`
pub(super) async fn new_passkey_question(proven: Proven) -> Answered {
    Ok(Json(passkey::offer(&proven).await?).into_response())
}

/// `POST /me/second-factor/passkeys`
pub(super) async fn add_passkey(signed: Signed, proven: Proven, form: Form) -> Answered {
    let codes = passkey::add(&proven, form.text("name"), form.text("credential")).await?;
    Ok(added(&signed, "The passkey is added.", &codes))
}

/// `POST /me/second-factor/passkeys/{id}/end`
pub(super) async fn end_passkey(signed: Signed, proven: Proven, Path(id): Path<i64>) -> Answered {
    passkey::end(&proven, Id::new(id)).await?;
    Ok(signed.go_saying(PAGE, "The passkey is removed."))
}
