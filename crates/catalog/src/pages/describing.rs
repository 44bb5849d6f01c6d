//! The forms that describe an own service.

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::Response,
};
use base::Result;
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{Button, Choice, Field, PageHeading, button_row, error_summary, form},
};

use crate::{Draft, Typed, categories, own, service};

/// A description under way: a new service, or one that is there.
struct Page<'a> {
    title: &'a str,
    action: &'a str,
    back: &'a str,
    /// A slug stays once it is given.
    new: bool,
}

const NEW: Page<'_> =
    Page { title: "Add a service", action: "/services", back: "/services", new: true };

/// `GET /services/new?name=&domains=`
pub(super) async fn new(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let view = view(&signed, &NEW, &Form::from_query(query.as_deref())).await?;
    Ok(signed.page(NEW.title, view))
}

/// `POST /services`
pub(super) async fn create(signed: Signed, form: Form) -> Answered {
    match own::add(&signed.app, &signed.caller, &typed(&form)).await {
        Ok(slug) => {
            Ok(signed.go_saying(&service::href(&slug), "Added. Nobody has reviewed it yet."))
        }
        Err(problem) => refused(&signed, &NEW, form.refused(problem)?).await,
    }
}

/// `GET /services/{slug}/edit`
pub(super) async fn edit(signed: Signed, Path(slug): Path<String>) -> Answered {
    let draft = own::description(&signed.app.store, &slug).await?;
    let href = service::href(&slug);
    let page = Page { title: "Change a service", action: &href, back: &href, new: false };
    let view = view(&signed, &page, &filled(&draft)).await?;
    Ok(signed.page(page.title, view))
}

/// `POST /services/{slug}`
pub(super) async fn change(signed: Signed, Path(slug): Path<String>, form: Form) -> Answered {
    let href = service::href(&slug);
    match own::change(&signed.app, &signed.caller, &slug, &typed(&form)).await {
        Ok(()) => Ok(signed.go_saying(&href, "Saved.")),
        Err(problem) => {
            let page = Page { title: "Change a service", action: &href, back: &href, new: false };
            refused(&signed, &page, form.refused(problem)?).await
        }
    }
}

async fn refused(signed: &Signed, page: &Page<'_>, sent: Form) -> Answered<Response> {
    let view = view(signed, page, &sent).await?;
    Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, page.title, view))
}

fn typed(form: &Form) -> Typed<'_> {
    Typed {
        slug: form.text("slug"),
        name: form.text("name"),
        category: form.text("category"),
        vendor: form.text("vendor"),
        purpose: form.text("purpose"),
        domains: form.text("domains"),
    }
}

fn filled(draft: &Draft) -> Form {
    let domains: Vec<String> = draft.domains.iter().map(ToString::to_string).collect();
    Form::empty()
        .with("name", &draft.name)
        .with("category", &draft.category)
        .with("vendor", draft.vendor.as_deref().unwrap_or_default())
        .with("purpose", &draft.purpose)
        .with("domains", domains.join("\n"))
}

async fn view(signed: &Signed, page: &Page<'_>, sent: &Form) -> Result<Markup> {
    let categories = categories(&signed.app.store).await?;
    let choices = std::iter::once(Choice::new("", "Choose one"))
        .chain(categories.iter().map(|category| Choice::new(&category.slug, &category.name)));
    let field = |field: Field<'_>, name: &str| {
        html! { (field.value(sent.text(name)).error(sent.error(name))) }
    };
    Ok(html! {
        (error_summary(sent.errors()))
        (PageHeading::new(page.title).above(html! { a href=(page.back) { "Back" } }))
        (form(page.action, &signed.csrf, html! {
            (field(Field::text("name", "Name").hint("As people call it."), "name"))
            @if page.new {
                (field(Field::text("slug", "Short name").optional()
                    .hint("For addresses and commands. Made from the name if you leave it empty; it stays."), "slug"))
            }
            (field(Field::select("category", "Category", choices), "category"))
            (field(Field::area("purpose", "What it is for", 2)
                .hint("One sentence for somebody who has never heard of it."), "purpose"))
            (field(Field::text("vendor", "Who supplies it").optional(), "vendor"))
            (field(Field::area("domains", "Domains", 4)
                .hint("One a line. example.com covers everything below it; =www.example.com that host alone."), "domains"))
            (button_row(html! {
                (Button::primary(if page.new { "Add service" } else { "Save" }))
                (Button::quiet("Cancel").link(page.back))
            }))
        }))
    })
}
