//! Writing the first version of a policy, or the next.

use axum::{extract::Path, http::StatusCode};
use base::{Problem, Result, Timestamp, limits};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{Button, Choice, Choices, Field, PageHeading, button_row, error_summary, form},
};

use crate::{Draft, Version, version, writing};

/// `GET /policies/new`
pub(super) async fn new(signed: Signed) -> Answered {
    let view = first_view(&signed, &Form::empty()).await?;
    Ok(signed.page("Write a policy", view))
}

/// `POST /policies`
pub(super) async fn create(signed: Signed, form: Form) -> Answered {
    let draft = draft_of(form.text("slug"), &form);
    match writing::save(&signed.app, &signed.caller, &draft, None).await {
        Ok(()) => Ok(saved(&signed, &draft.slug)),
        Err(problem) => {
            let view = first_view(&signed, &form.refused(problem)?).await?;
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, "Write a policy", view))
        }
    }
}

/// `GET /policies/{slug}/edit`
pub(super) async fn edit(signed: Signed, Path(slug): Path<String>) -> Answered {
    let newest = newest(&signed, &slug).await?;
    let view = next_view(&signed, &newest, &filled(&signed, &newest).await?).await?;
    Ok(signed.page(&title(&newest), view))
}

/// `POST /policies/{slug}/draft`
pub(super) async fn save(signed: Signed, Path(slug): Path<String>, form: Form) -> Answered {
    let draft = draft_of(&slug, &form);
    match writing::save(&signed.app, &signed.caller, &draft, seen(&form)).await {
        Ok(()) => Ok(saved(&signed, &slug)),
        Err(problem) => {
            let form = form.refused(problem)?;
            let newest = newest(&signed, &slug).await?;
            let view = next_view(&signed, &newest, &form).await?;
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, &title(&newest), view))
        }
    }
}

fn saved(signed: &Signed, slug: &str) -> axum::response::Response {
    let sentence = "Saved as a draft. This is how it will look.";
    signed.go_saying(&format!("/policies/{slug}/draft"), sentence)
}

fn draft_of(slug: &str, form: &Form) -> Draft {
    Draft {
        slug: slug.to_owned(),
        title: form.text("title").to_owned(),
        audience: Some(form.text("audience").to_owned()).filter(|slug| !slug.is_empty()),
        text: form.text("text").to_owned(),
        note: form.text("note").to_owned(),
        must_be_read: form.ticked("must_be_read"),
    }
}

/// When the text was saved that the writer had before them.
pub(super) fn seen(form: &Form) -> Option<Timestamp> {
    form.text("seen").parse().ok().map(Timestamp::from_micros)
}

pub(super) fn seen_field(version: &Version) -> Markup {
    html! { input type="hidden" name="seen" value=(version.saved_at.micros()); }
}

async fn newest(signed: &Signed, slug: &str) -> Result<Version> {
    let newest = version::newest(&signed.app.store, slug).await?;
    newest.ok_or_else(|| Problem::not_found(format!("There is no policy `{slug}`.")))
}

/// The form as `version` fills it. The next version begins with the words of the last, but what is
/// new in it nobody has said yet.
async fn filled(signed: &Signed, version: &Version) -> Result<Form> {
    let form = Form::empty()
        .with("title", &version.title)
        .with("audience", version.group_slug.as_deref().unwrap_or_default())
        .with("text", version.text(&signed.app.store).await?);
    if !version.is_draft() {
        return Ok(form);
    }
    let must = if version.must_be_read() { "yes" } else { "" };
    Ok(form.with("note", version.note.as_deref().unwrap_or_default()).with("must_be_read", must))
}

async fn first_view(signed: &Signed, sent: &Form) -> Result<Markup> {
    let fields = fields(signed, sent).await?;
    Ok(html! {
        (error_summary(sent.errors()))
        (PageHeading::new("Write a policy").above(html! { a href="/policies" { "Policies" } }))
        (form("/policies", &signed.csrf, html! {
            (Field::text("slug", "Short name").value(sent.text("slug")).error(sent.error("slug"))
                .hint("For its address, for example social-media. It stays.").short())
            (fields)
            (save_button())
        }))
    })
}

/// The number that is being written.
fn next_number(newest: &Version) -> i64 {
    newest.number + i64::from(!newest.is_draft())
}

fn title(newest: &Version) -> String {
    format!("Version {} of {}", next_number(newest), newest.title)
}

async fn next_view(signed: &Signed, newest: &Version, sent: &Form) -> Result<Markup> {
    let number = next_number(newest);
    let above = html! { a href={ "/policies/" (newest.slug) } { (newest.title) } };
    let action = format!("/policies/{}/draft", newest.slug);
    let fields = fields(signed, sent).await?;
    Ok(html! {
        (error_summary(sent.errors()))
        (PageHeading::new(&format!("Version {number}")).above(above))
        (form(&action, &signed.csrf, html! {
            (seen_field(newest))
            (fields)
            @if number > 1 { (news_fields(sent)) }
            (save_button())
        }))
    })
}

async fn fields(signed: &Signed, sent: &Form) -> Result<Markup> {
    let groups = people::groups(&signed.app.store).await?;
    let audiences = std::iter::once(Choice::new("", "Everyone"))
        .chain(groups.iter().map(|group| Choice::new(&group.slug, &group.name)));
    Ok(html! {
        (Field::text("title", "Title").value(sent.text("title")).error(sent.error("title"))
            .max_chars(limits::LINE_CHARS_MAX))
        (Field::select("audience", "Who is asked to read it", audiences)
            .value(sent.text("audience")).error(sent.error("audience")))
        (Field::area("text", "Text", 20).value(sent.text("text")).error(sent.error("text"))
            .hint("In Markdown: ## for a heading, - for a list, **bold**, [words](https://address), tables with |."))
    })
}

fn news_fields(sent: &Form) -> Markup {
    let again = Choice::new("yes", "Everyone it is for must read it again")
        .hint("Doors that ask for this policy close until they have.");
    html! {
        (Field::area("note", "What is new", 2).value(sent.text("note")).error(sent.error("note"))
            .hint("One sentence for those who know the last version.").optional())
        (Choices::checkbox("must_be_read", again).chosen([sent.text("must_be_read")]))
    }
}

fn save_button() -> Markup {
    button_row(html! { (Button::primary("Save and look at it")) })
}
