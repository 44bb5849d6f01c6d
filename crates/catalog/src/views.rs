//! The page of one service, as functions.

use base::Pattern;
use maud::{Markup, html};
use web::{
    Form, Signed,
    components::{
        Button, Choice, Choices, Empty, Field, PageHeading, Tag, button_row, description_list,
        disclosure, error_summary, form, host, rows, section, standing,
    },
    log,
};

use crate::{Kept, Service, Standing, rights, service};

/// All that the page shows.
pub(crate) struct Sheet<'a> {
    pub(crate) service: &'a Service,
    pub(crate) domains: Vec<Pattern>,
    pub(crate) facts: Vec<Kept>,
    /// Others of the category that people may use already.
    pub(crate) look_alikes: Vec<Service>,
    /// A form that came back with what is wrong with it.
    pub(crate) sent: &'a Form,
}

pub(crate) fn sheet(signed: &Signed, sheet: &Sheet<'_>) -> Markup {
    html! {
        (error_summary(sheet.sent.errors()))
        (heading(signed, sheet.service))
        div.columns {
            div {
                (about(sheet))
                (section("facts", "What is known", facts(signed, sheet)))
                @if !sheet.look_alikes.is_empty() {
                    (section("others", "Good to use for the same purpose", others(&sheet.look_alikes)))
                }
            }
            aside {
                (section("standing", "Where we stand", where_we_stand(signed, sheet)))
            }
        }
    }
}

fn heading(signed: &Signed, service: &Service) -> Markup {
    let category = format!("/services?{}", web::query(&[("category", &service.category)]));
    let ask = format!("/requests/new?{}", web::query(&[("service", &service.slug)]));
    let edit = format!("{}/edit", service.href());
    html! {
        (PageHeading::new(&service.name)
            .above(html! { a href=(category) { (service.category_name) } })
            .lede(html! { (standing(service.standing().word())) " " (service.purpose) })
            .actions(html! {
                (Button::primary("Ask for it").link(&ask))
                @if service.own && signed.may(&rights::CHANGE) {
                    (Button::secondary("Change").about(&service.name).link(&edit))
                }
            }))
    }
}

fn about(sheet: &Sheet<'_>) -> Markup {
    let service = sheet.service;
    description_list([
        ("Supplied by", html! { (service.vendor.as_deref().unwrap_or("Not known")) }),
        ("Domains", domains(&sheet.domains)),
        (
            "In the catalogue",
            html! {
                @if service.own { "Added here" } @else { "Comes with Footbridge" }
                ", short name " code { (service.slug) }
            },
        ),
    ])
}

fn domains(patterns: &[Pattern]) -> Markup {
    html! {
        @if patterns.is_empty() { "None: other services hold them." }
        @else {
            ul.plain-list role="list" {
                @for pattern in patterns {
                    li {
                        (host(&pattern.host().to_string()))
                        @if pattern.is_exact() { " " (Tag::plain("this host alone")) }
                    }
                }
            }
        }
    }
}

fn facts(signed: &Signed, sheet: &Sheet<'_>) -> Markup {
    html! {
        @if sheet.facts.is_empty() {
            (Empty::new("Nothing is known yet", "Where data are kept, who the contract is with, how people sign in: what a decision needs comes here, each with its source."))
        } @else {
            ul.rows role="list" { @for kept in &sheet.facts { (fact(kept)) } }
        }
        @if signed.may(&rights::ADD_FACT) { (fact_form(signed, sheet)) }
    }
}

fn fact(kept: &Kept) -> Markup {
    let day = kept.fact.date;
    html! {
        li.row {
            div.row-main {
                p { (kept.fact.says) }
                p.row-meta {
                    (source(&kept.fact.source)) " · as of "
                    time datetime=(day) { (day.strftime("%-d %B %Y")) }
                    @if let Some((who, _)) = &kept.added { " · added by " (who) }
                }
            }
        }
    }
}

/// An address of the web as a link that names its host; anything else as it was written.
fn source(text: &str) -> Markup {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    html! {
        @match rest.and_then(|rest| rest.split('/').next()) {
            Some(name) => a href=(text) title=(text) rel="noreferrer" { (name) },
            None => (text),
        }
    }
}

fn fact_form(signed: &Signed, sheet: &Sheet<'_>) -> Markup {
    let sent = sheet.sent;
    let action = format!("{}/facts", sheet.service.href());
    let fields = form(
        &action,
        &signed.csrf,
        html! {
            (Field::area("says", "What is known", 2).value(sent.text("says")).error(sent.error("says"))
                .hint("One sentence that somebody can check."))
            (Field::text("source", "Source").value(sent.text("source")).error(sent.error("source"))
                .hint("An address, a document, or who was asked."))
            (Field::date("date", "As of").value(sent.text("date")).error(sent.error("date")))
            (button_row(html! { (Button::secondary("Add fact")) }))
        },
    );
    let wrong = ["says", "source", "date"].iter().any(|field| sent.error(field).is_some());
    if wrong { fields } else { disclosure("Add a fact", fields) }
}

fn others(services: &[Service]) -> Markup {
    let hrefs: Vec<String> = services.iter().map(Service::href).collect();
    rows(services.iter().zip(&hrefs).map(|(service, href)| crate::pages::row(service, href)))
}

fn where_we_stand(signed: &Signed, sheet: &Sheet<'_>) -> Markup {
    let review = &sheet.service.review;
    let when = signed.when();
    html! {
        div.panel.stack {
            div.stack {
                p { (standing(review.standing.word())) " " (review.standing.meaning()) }
                @if let Some(reason) = &review.reason { blockquote { (reason) } }
                @if let (Some(by), Some(at)) = (&review.by, review.at) {
                    p.quiet.small { (by) ", " (when.day(at)) }
                }
            }
            @if signed.may(&rights::SET_STANDING) { (standing_form(signed, sheet)) }
        }
        @if signed.may(&log::READ) {
            p.small { a href=(log::object_href(&service::object(&sheet.service.slug))) { "History in the audit log" } }
        }
    }
}

fn standing_form(signed: &Signed, sheet: &Sheet<'_>) -> Markup {
    let sent = sheet.sent;
    let action = format!("{}/standings", sheet.service.href());
    let choices = Standing::ALL
        .map(|standing| Choice::new(standing.word(), standing.title()).hint(standing.meaning()));
    let fields = form(
        &action,
        &signed.csrf,
        html! {
            (Choices::radios("standing", "Standing", choices)
                .chosen([sent.text("standing")]).error(sent.error("standing")))
            (Field::area("reason", "Why", 3).value(sent.text("reason")).error(sent.error("reason"))
                .hint("People read this, and the next who reviews it."))
            (button_row(html! { (Button::primary("Set standing")) }))
        },
    );
    let wrong = ["standing", "reason"].iter().any(|field| sent.error(field).is_some());
    if wrong { fields } else { disclosure("Set the standing", fields) }
}
