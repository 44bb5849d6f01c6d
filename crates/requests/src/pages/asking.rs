//! Asking.

use axum::{extract::RawQuery, response::Response};
use base::{Id, Result};
use maud::Markup;
use web::{Answered, Failure, Form, Signed};

use crate::{
    Draft, Wanted,
    ask::ask,
    audience::AudienceDraft,
    decision::Decision,
    request::open_on,
    target::Found,
    views::asking::{Asking, ask_page},
};

/// The fields of the form; the first ones say what is asked for.
const FIELDS: [&str; 11] = [
    "service",
    "host",
    "name",
    "door",
    "told",
    "replaces",
    "purpose",
    "audience",
    "people",
    "until",
    "until_day",
];
const TARGET_FIELDS: usize = 3;
/// The longest address that carries what was typed through a sign-in, in bytes.
const ADDRESS_BYTES_MAX: usize = 16 * 1024;

/// `GET /requests/new?service=&host=&name=&door=`, and the names that Zscaler uses: `url`, `reason`,
/// `cat`, `user`.
pub(super) async fn new(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let form = by_our_names(Form::from_query(query.as_deref()));
    let (title, view) = view(&signed, &form).await?;
    Ok(signed.page(&title, view))
}

/// A form filled from the query of another program's block page.
fn by_our_names(form: Form) -> Form {
    let url = form.text("url").to_owned();
    let told = [("reason", "It said"), ("cat", "category")]
        .into_iter()
        .filter(|(name, _)| !form.text(name).is_empty())
        .map(|(name, words)| format!("{words}: {}", form.text(name)))
        .collect::<Vec<_>>()
        .join(", ");
    let form =
        if form.text("host").is_empty() && !url.is_empty() { form.with("host", url) } else { form };
    if form.text("told").is_empty() && !told.is_empty() { form.with("told", told) } else { form }
}

/// `POST /requests`. Whoever is no longer signed in comes back to what they typed.
pub(super) async fn create(signed: Result<Signed, Failure>, form: Form) -> Answered {
    let Ok(signed) = signed else { return Ok(sign_in_again(&form)) };
    match ask(&signed.app, &signed.caller, &draft(&form)).await {
        Ok(id) => {
            let said = "Sent. You see here what is said and decided.";
            Ok(signed.go_saying(&format!("/requests/{id}"), said))
        }
        Err(problem) => {
            let status = web::failure_status(&problem);
            let (title, view) = view(&signed, &form.refused(problem)?).await?;
            Ok(signed.page_with(status, &title, view))
        }
    }
}

/// To the sign-in page, which leads back to the form with everything in it.
fn sign_in_again(form: &Form) -> Response {
    let typed: Vec<(&str, &str)> = FIELDS.iter().map(|name| (*name, form.text(name))).collect();
    let mut then = format!("/requests/new?{}", web::query(&typed));
    if then.len() > ADDRESS_BYTES_MAX {
        then = format!("/requests/new?{}", web::query(&typed[..TARGET_FIELDS]));
    }
    web::go(&format!("/sign-in?{}", web::query(&[("then", &then)])))
}

fn draft(form: &Form) -> Draft {
    let text = |name| form.text(name).to_owned();
    Draft {
        wanted: wanted(form),
        purpose: text("purpose"),
        audience: AudienceDraft::Typed { choice: text("audience"), names: text("people") },
        until: text("until"),
        until_day: text("until_day"),
        door: text("door"),
        told: text("told"),
        replaces: replaces(form),
        anyway: form.ticked("anyway"),
    }
}

fn wanted(form: &Form) -> Wanted {
    let text = |name| form.text(name).to_owned();
    Wanted { service: text("service"), host: text("host"), name: text("name") }
}

fn replaces(form: &Form) -> Option<Id<Decision>> {
    form.text("replaces").parse().ok()
}

/// The form, with what stands already about the same.
/// The title of the page, and the page.
async fn view(signed: &Signed, sent: &Form) -> Result<(String, Markup)> {
    let wanted = wanted(sent);
    // What is not found is asked for in the form, which says so once it is sent.
    let found = if wanted.is_empty() { None } else { wanted.find(&signed.app.store).await.ok() };
    let asking = match found {
        Some(found) => about(signed, sent, found).await?,
        None => Asking { found: None, already: None, open: Vec::new() },
    };
    let groups = people::groups(&signed.app.store).await?;
    let own = groups.into_iter().filter(|group| signed.caller.groups.contains(&group.id.get()));
    let page = ask_page(signed, sent, &asking, &own.collect::<Vec<_>>());
    Ok((asking.title(), page))
}

async fn about(signed: &Signed, sent: &Form, found: Found) -> Result<Asking> {
    if replaces(sent).is_some() {
        return Ok(Asking { found: Some(found), already: None, open: Vec::new() });
    }
    Ok(Asking {
        already: signed.app.already(&signed.caller, &found.subject()).await?,
        open: open_on(&signed.app.store, &found.target).await?,
        found: Some(found),
    })
}
