//! “Which service is this host?”

use axum::{extract::RawQuery, http::StatusCode};
use base::{Host, Problem, Result};
use maud::{Markup, html};
use web::{
    Answered, Form, Signed,
    components::{
        Button, Empty, Field, PageHeading, button_row, error_summary, host, rows, section,
    },
};

use crate::{Service, domains, rights, service};

const TITLE: &str = "Which service is this host?";

/// `GET /services/lookup?host=`
pub(super) async fn show(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let query = Form::from_query(query.as_deref());
    let asked = query.text("host");
    if asked.is_empty() {
        return Ok(signed.page(TITLE, view(&query, html! {})));
    }
    match Host::from_pasted(asked) {
        Ok(host) => {
            let answer = answer(&signed, &host).await?;
            Ok(signed.page(TITLE, view(&query, answer)))
        }
        Err(problem) => {
            let refused = query.refused(problem.at("host"))?;
            let view = view(&refused, html! {});
            Ok(signed.page_with(StatusCode::UNPROCESSABLE_ENTITY, TITLE, view))
        }
    }
}

fn view(query: &Form, answer: Markup) -> Markup {
    html! {
        (error_summary(query.errors()))
        (PageHeading::new(TITLE))
        (super::views("/services/lookup"))
        form.filter method="get" action="/services/lookup" {
            div.field-row {
                (Field::text("host", "Host or link").value(query.text("host")).error(query.error("host")))
                (Button::secondary("Look up"))
            }
        }
        (answer)
    }
}

async fn answer(signed: &Signed, asked: &Host) -> Result<Markup, Problem> {
    let Some(service) = service::service_of(&signed.app.store, asked).await? else {
        return Ok(nobody(signed, asked));
    };
    let patterns = domains(&signed.app.store, service.id).await?;
    let covering = patterns.iter().filter(|pattern| pattern.covers(asked));
    let by = covering.max_by_key(|pattern| (pattern.host().to_string().len(), pattern.is_exact()));
    Ok(section(
        "answer",
        "It belongs to",
        html! {
            (rows([super::row(&service, &Service::href(&service))]))
            @if let Some(by) = by {
                p.quiet.small {
                    (host(&asked.to_string())) " is covered by "
                    (host(&by.host().to_string()))
                    @if by.is_exact() { ", which stands for that host alone." }
                    @else { ", which stands for all hosts below it." }
                }
            }
        },
    ))
}

fn nobody(signed: &Signed, asked: &Host) -> Markup {
    let name = asked.to_string();
    let site = asked.registrable().unwrap_or_else(|| asked.clone()).to_string();
    let ask = format!("/requests/new?{}", web::query(&[("host", &name)]));
    let add = format!("/services/new?{}", web::query(&[("domains", &site)]));
    let title = format!("No service covers {name}");
    html! {
        (Empty::new(&title, "That says nothing against it: nobody has described it yet.")
            .action(button_row(html! {
                (Button::primary("Ask for it").link(&ask))
                @if signed.may(&rights::CHANGE) {
                    (Button::secondary("Add it as a service").link(&add))
                }
            })))
    }
}
