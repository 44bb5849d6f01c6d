//! One person.

use axum::{extract::Path, http::StatusCode};
use base::{Id, Result};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{
        Button, Choice, Choices, Field, Notice, PageHeading, button_row, code_block,
        description_list, error_summary, form, section,
    },
};

use super::everybody::{draft, state};
use super::tokens::table;
use crate::{Group, Person, factor, group, link, person, rights, token};

/// `GET /people/{login}`
pub(super) async fn show(signed: Signed, Path(login): Path<String>) -> Answered {
    let person = find(&signed, &login).await?;
    let view = view(&signed, &person, &filled(&signed, &person).await?, None).await?;
    Ok(signed.page(&person.name, view))
}

/// The form as the person stands.
async fn filled(signed: &Signed, person: &Person) -> Result<Form> {
    let known = person::draft_of(&signed.app.store, person).await?;
    let form = Form::empty()
        .with("name", known.name)
        .with("email", known.email)
        .with("aliases", known.aliases.join(", "));
    Ok(known.groups.into_iter().fold(form, |form, slug| form.with("groups", slug)))
}

async fn find(signed: &Signed, login: &str) -> Result<Person> {
    person::by_login(&signed.app.store, login).await?.ok_or_else(|| person::missing(login))
}

async fn view(signed: &Signed, person: &Person, sent: &Form, link: Option<&str>) -> Result<Markup> {
    let groups = group::groups(&signed.app.store).await?;
    let may = signed.may(&rights::CHANGE);
    Ok(html! {
        (error_summary(sent.errors()))
        (PageHeading::new(&person.name).above(html! { a href="/people" { "People" } }))
        @if let Some(link) = link {
            (Notice::done("Here is the link. It works once, for three days; send it only to them."))
            (code_block("Link", link))
        }
        (description_list([
            ("Login", html! { code { (person.login) } }),
            ("State", state(person)),
            ("Groups", html! { (groups_of(&groups, sent)) }),
            ("History", html! { a href=(web::log::object_href(&person.object())) { "in the audit log" } }),
        ]))
        @if may {
            (section("sign-in", "Signing in", links(signed, person)))
            (section("second-factor", "Second factor", factors_of(signed, person).await?))
            (section("tokens", "Access tokens", tokens_of(signed, person).await?))
            (section("change", "Change", form(&person.href(), &signed.csrf, html! {
                (fields(sent, &groups))
                (button_row(html! { (Button::primary("Save")) }))
            })))
        }
    })
}

fn groups_of(groups: &[Group], sent: &Form) -> String {
    let slugs = sent.all("groups");
    let names: Vec<&str> = groups
        .iter()
        .filter(|group| slugs.contains(&group.slug.as_str()))
        .map(|group| group.name.as_str())
        .collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn links(signed: &Signed, person: &Person) -> Markup {
    let (verb, value) =
        if person.is_active() { ("Switch off", "off") } else { ("Switch on", "on") };
    html! {
        div.button-row {
            (form(&format!("{}/links", person.href()), &signed.csrf, html! {
                (Button::secondary("Make a link to choose a password"))
            }))
            (form(&format!("{}/switch", person.href()), &signed.csrf, html! {
                (Button::secondary(verb).named("to", value).about(&person.name))
            }))
        }
        @if person.is_active() {
            p.small.quiet { "Switched off, they cannot sign in and nothing is opened for them. You can switch them on again." }
        }
    }
}

/// What stands between a person who lost their phone and their work.
async fn factors_of(signed: &Signed, person: &Person) -> Result<Markup> {
    let factors = factor::factors(&signed.app.store, person.id.get()).await?;
    let app = factors.app.map(|_| "an authenticator app".to_owned());
    let keys = factors.passkeys.iter().map(|key| format!("the passkey “{}”", key.name));
    let named: Vec<String> = app.into_iter().chain(keys).collect();
    Ok(html! {
        @if named.is_empty() { p.quiet { "None." } }
        @else {
            p { "They have " (named.join(", ")) "." }
            @if Some(person.id.get()) != signed.caller.person() {
                (form(&format!("{}/second-factor/end", person.href()), &signed.csrf, html! {
                    (Button::danger("Take away the second factor").about(&person.name))
                    p.small.quiet { "For a lost phone. They are told when they next sign in. Make sure that it is really them who asks." }
                }))
            }
        }
    })
}

async fn tokens_of(signed: &Signed, person: &Person) -> Result<Markup> {
    let tokens = token::list(&signed.app.store, person.id.get()).await?;
    let page = format!("{}/tokens", person.href());
    Ok(html! {
        @if tokens.is_empty() { p.quiet { "None." } }
        @else { (table(signed, &tokens, &page)) }
    })
}

/// `POST /people/{login}/second-factor/end`
pub(super) async fn reset_factors(signed: Signed, Path(login): Path<String>) -> Answered {
    factor::reset(&signed.app, &signed.caller, &login).await?;
    let person = find(&signed, &login).await?;
    Ok(signed.go_saying(&person.href(), "The second factor is taken away; they will be told."))
}

/// `POST /people/{login}/tokens/{id}/end`
pub(super) async fn end_token(signed: Signed, Path((login, id)): Path<(String, i64)>) -> Answered {
    let person = find(&signed, &login).await?;
    token::revoke(&signed.app, &signed.caller, person.id.get(), Id::new(id)).await?;
    Ok(signed.go_saying(&person.href(), "The token is ended."))
}

/// The questions that adding and changing a person have in common.
pub(super) fn fields(sent: &Form, groups: &[Group]) -> Markup {
    let choices: Vec<Choice<'_>> =
        groups.iter().map(|group| Choice::new(&group.slug, &group.name)).collect();
    html! {
        (Field::text("name", "Name").value(sent.text("name")).error(sent.error("name")))
        (Field::text("email", "Mail address").value(sent.text("email")).error(sent.error("email")).optional())
        (Choices::checkboxes("groups", "Groups", choices).chosen(sent.all("groups")).error(sent.error("groups")))
        (Field::text("aliases", "Other logins").value(sent.text("aliases")).error(sent.error("aliases"))
            .hint("Other names of the same person, separated by commas.").optional())
    }
}

/// `POST /people/{login}`
pub(super) async fn change(signed: Signed, Path(login): Path<String>, form: Form) -> Answered {
    let known = find(&signed, &login).await?;
    let mut draft = draft(&form);
    draft.login.clone_from(&known.login);
    match person::change(&signed.app, &signed.caller, &draft).await {
        Ok(()) => Ok(signed.go_saying(&known.href(), "Saved.")),
        Err(problem) => {
            let view = view(&signed, &known, &form.refused(problem)?, None).await?;
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, &known.name, view))
        }
    }
}

/// `POST /people/{login}/links`
pub(super) async fn invite(signed: Signed, Path(login): Path<String>) -> Answered {
    let link = link::invite(&signed.app, &signed.caller, &login).await?;
    let person = find(&signed, &login).await?;
    let view = view(&signed, &person, &filled(&signed, &person).await?, Some(&link)).await?;
    Ok(signed.page(&person.name, view))
}

/// `POST /people/{login}/switch`
pub(super) async fn switch(signed: Signed, Path(login): Path<String>, form: Form) -> Answered {
    let on = form.text("to") == "on";
    person::set_active(&signed.app, &signed.caller, &login, on).await?;
    let person = find(&signed, &login).await?;
    let said = if on { "Switched on." } else { "Switched off, and signed out everywhere." };
    Ok(signed.go_saying(&person.href(), said))
}
