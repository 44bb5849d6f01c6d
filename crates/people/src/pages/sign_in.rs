//! Signing in and out, and the page behind a one-time link.

use axum::{
    Json,
    extract::RawQuery,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed, Visit,
    components::{Button, Field, PageHeading, SignIn, button_row, error_summary, form},
    go,
    visit::is_own_page,
};

use crate::{
    Draft, Person,
    factor::passkey,
    link, sessions,
    sign_in::{self, Entered, Step},
};

/// `GET /sign-in?then=`
pub(super) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Answered {
    let then = own_page(Form::from_query(query.as_deref()).text("then"));
    if visit.caller().is_some() {
        return Ok(go(&then));
    }
    Ok(visit.page("Sign in", view(&visit, &then, "", None)))
}

/// `POST /sign-in`
pub(super) async fn create(visit: Visit, form: Form) -> Answered {
    let then = own_page(form.text("next"));
    match sign_in::sign_in(&visit, form.text("login"), form.text("password")).await {
        Ok(step) => Ok(go_on(&visit, step, &then)),
        Err(problem) => refused(&visit, form, &then, problem),
    }
}

fn refused(visit: &Visit, form: Form, then: &str, problem: base::Problem) -> Answered {
    let login = form.text("login").to_owned();
    let status = web::failure_status(&problem);
    let form = form.refused(problem)?;
    let error = form.errors().next().map(|(_, sentence)| sentence);
    Ok(visit.page_with(status, "Sign in", view(visit, then, &login, error)))
}

/// `GET /sign-in/passkey/question`
pub(super) async fn passkey_question(visit: Visit) -> Answered {
    Ok(Json(passkey::ask_anybody(&visit).await?).into_response())
}

/// `POST /sign-in/passkey`
pub(super) async fn passkey(visit: Visit, form: Form) -> Answered {
    let then = own_page(form.text("next"));
    match sign_in::by_passkey(&visit, form.text("credential")).await {
        Ok(entered) => Ok(enter(&visit, &entered, &then)),
        Err(problem) => refused(&visit, form, &then, problem),
    }
}

/// Where a right password leads.
fn go_on(visit: &Visit, step: Step, then: &str) -> Response {
    let (token, page) = match step {
        Step::In(entered) => return enter(visit, &entered, then),
        Step::Second(token) => (token, "/sign-in/second-factor"),
        Step::SetUp(token) => (token, "/sign-in/set-up"),
    };
    let mut response = go(&format!("{page}?{}", web::query(&[("then", then)])));
    visit.keep_token(&mut response, &token);
    response
}

/// In, and on to the page that was wanted.
pub(super) fn enter(visit: &Visit, entered: &Entered, then: &str) -> Response {
    let mut response = match &entered.said {
        Some(said) => visit.go_saying(then, said),
        None => go(then),
    };
    visit.keep_token(&mut response, &entered.token);
    response
}

fn view(visit: &Visit, then: &str, login: &str, error: Option<&str>) -> Markup {
    let card = SignIn {
        action: "/sign-in",
        csrf: &visit.csrf,
        organisation: &visit.app.settings.organisation,
        login,
        next: then,
        error,
        passkey: passkey::are_possible(&visit.app).then_some("/sign-in/passkey"),
    };
    html! { (card) }
}

pub(super) fn own_page(then: &str) -> String {
    if is_own_page(then) { then.to_owned() } else { "/".to_owned() }
}

/// `POST /sign-out`
pub(super) async fn remove(signed: Signed) -> Answered {
    sessions::sign_out(&signed, &signed.caller).await?;
    Ok(signed.go_saying("/sign-in", "You are signed out."))
}

/// `GET /set-up?token=`
pub(super) async fn set_up(visit: Visit, RawQuery(query): RawQuery) -> Answered {
    let query = Form::from_query(query.as_deref());
    let token = query.text("token").to_owned();
    let person = link::open_link(&visit.app, &visit.app.store, &token).await?;
    let form = Form::empty().with("token", token);
    Ok(visit.page("Choose a password", choose_form(&visit, person.as_ref(), &form)))
}

/// `POST /set-up`
pub(super) async fn choose(visit: Visit, form: Form) -> Answered {
    let draft = Draft {
        login: form.text("login").to_owned(),
        name: form.text("name").to_owned(),
        email: form.text("email").to_owned(),
        ..Draft::default()
    };
    let used = link::use_link(&visit, form.text("token"), &draft, form.text("password")).await;
    match used {
        Ok(Step::In(mut entered)) => {
            entered.say("Your password is set. Welcome.".to_owned());
            Ok(enter(&visit, &entered, "/"))
        }
        Ok(step) => Ok(go_on(&visit, step, "/")),
        Err(problem) => {
            let status = web::failure_status(&problem);
            let form = form.refused(problem)?;
            let person = link::open_link(&visit.app, &visit.app.store, form.text("token")).await?;
            let view = choose_form(&visit, person.as_ref(), &form);
            Ok(visit.page_with(status, "Choose a password", view))
        }
    }
}

fn choose_form(visit: &Visit, person: Option<&Person>, sent: &Form) -> Markup {
    let name = person.map_or("the first administrator", |person| person.name.as_str());
    html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Choose a password").lede(html! {
            "This link is for " (name) " and works once."
        }))
        (form("/set-up", &visit.csrf, html! {
            input type="hidden" name="token" value=(sent.text("token"));
            @if person.is_none() {
                (Field::text("login", "Login").value(sent.text("login")).error(sent.error("login"))
                    .hint("The name by which the proxy and the network know you.").autocomplete("username"))
                (Field::text("name", "Name").value(sent.text("name")).error(sent.error("name")).autocomplete("name"))
                (Field::text("email", "Mail address").value(sent.text("email")).error(sent.error("email")).optional().autocomplete("email"))
            }
            (Field::password("password", "Password").error(sent.error("password"))
                .hint("At least 10 characters; a short sentence is good.").autocomplete("new-password"))
            (button_row(html! { (Button::primary("Set password and sign in")) }))
        }))
    }
}
