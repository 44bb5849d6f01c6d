//! What the catalogue answers to the one box, and what it tells those who decide.

use base::{Host, Result};
use store::Query;
use web::{Answer, App, Caller, Evidence, Statement, Subject};

use crate::{Service, facts, rights, service};

/// Letters of a beginning that are enough to guess what somebody means.
const BEGINNING_CHARS_MIN: usize = 3;

/// The page of the service that `text` names; hosts and links are the gate's to answer.
pub(crate) async fn answer(app: &App, caller: &Caller, text: &str) -> Result<Option<Answer>> {
    if !caller.may(&rights::READ) || (text.contains('.') && Host::from_pasted(text).is_ok()) {
        return Ok(None);
    }
    let mut meant = service::named(&app.store, text).await?;
    if meant.is_none() && text.trim().chars().count() >= BEGINNING_CHARS_MIN {
        meant = service::beginning(&app.store, text).await?;
    }
    Ok(meant.map(|service| Answer::Page(service.href())))
}

/// What is known of the service on which a decision is to be made, and what of its kind is good to
/// use already.
pub(crate) async fn evidence(app: &App, subject: &Subject) -> Result<Vec<Evidence>> {
    let on = &app.store;
    let service = match (&subject.service, &subject.host) {
        (Some(slug), _) => service::by_slug(on, slug).await?,
        (None, Some(host)) => service::service_of(on, host).await?,
        (None, None) => None,
    };
    let mut found = Vec::new();
    match (&service, &subject.host) {
        (Some(service), _) => found.push(known(on, service).await?),
        (None, Some(host)) => found.push(unknown(host)),
        (None, None) => {}
    }
    let category = service.as_ref().map(|service| &service.category).or(subject.category.as_ref());
    if let Some(category) = category {
        let slug = service.as_ref().map_or("", |service| &service.slug);
        found.extend(others(&service::look_alikes(on, category, slug).await?));
    }
    Ok(found)
}

async fn known(on: &impl Query, service: &Service) -> Result<Evidence> {
    let mut lines = vec![Statement::own(format!("{}: {}", service.category_name, service.purpose))];
    lines.extend(
        service
            .vendor
            .as_ref()
            .map(|vendor| Statement::own(format!("Supplied by {}.", vendor.trim_end_matches('.')))),
    );
    lines.push(standing(service));
    lines.extend(facts(on, service.id).await?.into_iter().map(|kept| Statement {
        says: kept.fact.says,
        source: Some(kept.fact.source),
        date: Some(kept.fact.date.to_string()),
    }));
    let title = format!("What we know of {}", service.name);
    Ok(Evidence { title, href: Some(service.href()), lines })
}

fn standing(service: &Service) -> Statement {
    let review = &service.review;
    let title = review.standing.title();
    let says = match &review.reason {
        Some(reason) => format!("Standing: {title}. {reason}"),
        None => format!("Standing: {title}. {}", review.standing.meaning()),
    };
    let date = review.at.map(|at| at.to_jiff().strftime("%Y-%m-%d").to_string());
    Statement { says, source: review.by.clone(), date }
}

fn unknown(host: &Host) -> Evidence {
    Evidence {
        title: format!("What we know of {host}"),
        href: Some(format!("/services/lookup?{}", web::query(&[("host", &host.to_string())]))),
        lines: vec![Statement::own("No service in the catalogue covers this host.")],
    }
}

fn others(services: &[Service]) -> Option<Evidence> {
    let first = services.first()?;
    let line = |service: &Service| {
        Statement::own(format!(
            "{}: {}. {}",
            service.name,
            service.standing().title(),
            service.purpose
        ))
    };
    Some(Evidence {
        title: format!("Good to use already: {}", first.category_name),
        href: Some(format!("/services?{}", web::query(&[("category", &first.category)]))),
        lines: services.iter().map(line).collect(),
    })
}
