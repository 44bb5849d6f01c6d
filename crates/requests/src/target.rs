//! What is asked for: a service, or a site that no service covers.

use base::{Host, Pattern, Problem, Result, text};
use serde::{Deserialize, Serialize};
use store::Query;
use web::{Subject, api::ToSchema};

/// The category of what the catalogue does not know.
pub(crate) const UNKNOWN: &str = "unknown";

/// What a request or a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RequestTarget)]
pub struct Target {
    /// `service` or `host`.
    pub kind: String,
    /// The slug of the service, or the host.
    pub key: String,
    /// What people call it.
    pub name: String,
}

impl Target {
    /// Whether it is a service of the catalogue.
    pub fn is_service(&self) -> bool {
        self.kind == "service"
    }

    /// The page of the service.
    pub fn href(&self) -> Option<String> {
        self.is_service().then(|| format!("/services/{}", self.key))
    }

    /// What the capabilities are asked about.
    pub(crate) fn subject(&self, host: Option<&str>, category: &str) -> Subject {
        let host = host.or((!self.is_service()).then_some(self.key.as_str()));
        Subject {
            host: host.and_then(|host| host.parse().ok()),
            service: self.is_service().then(|| self.key.clone()),
            category: Some(category.to_owned()),
            request: None,
            person: None,
        }
    }
}

/// What somebody says they want: any of the three may be empty.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The slug of a service.
    pub service: String,
    /// A host or a pasted link.
    pub host: String,
    /// A name or an address, as a person types it.
    pub name: String,
}

/// What that is, as far as the catalogue knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) target: Target,
    pub(crate) category: String,
    /// The host at which they were stopped.
    pub(crate) host: Option<String>,
}

impl Found {
    pub(crate) fn subject(&self) -> Subject {
        self.target.subject(self.host.as_deref(), &self.category)
    }

    fn service(service: catalog::Service, host: Option<&Host>) -> Self {
        let target = Target { kind: "service".to_owned(), key: service.slug, name: service.name };
        Self { target, category: service.category, host: host.map(ToString::to_string) }
    }

    fn site(host: &Host) -> Self {
        let key = host.to_string();
        let target = Target { kind: "host".to_owned(), key: key.clone(), name: key.clone() };
        Self { target, category: UNKNOWN.to_owned(), host: Some(key) }
    }
}

impl Wanted {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        [&self.service, &self.host, &self.name].iter().all(|text| text.trim().is_empty())
    }

    /// What it is: the service by its slug, by a host of its own, or by its name; else the site.
    pub(crate) async fn find(&self, on: &impl Query) -> Result<Found> {
        let host = match self.host.trim() {
            "" => None,
            text => Some(Host::from_pasted(text)?),
        };
        if !self.service.trim().is_empty() {
            let slug = text::line("service", &self.service)?;
            if let Some(service) = catalog::by_slug(on, &slug).await? {
                return Ok(Found::service(service, host.as_ref()));
            }
        }
        if let Some(host) = host {
            return of_host(on, &host).await;
        }
        self.by_name(on).await
    }

    async fn by_name(&self, on: &impl Query) -> Result<Found> {
        let name =
            text::line("name", if self.name.is_empty() { &self.service } else { &self.name })?;
        if let Some(service) = catalog::named(on, &name).await? {
            return Ok(Found::service(service, None));
        }
        if !name.contains(['.', ':', '/']) {
            return Err(unknown(&name));
        }
        let host = Host::from_pasted(&name).map_err(|problem| problem.at("name"))?;
        of_host(on, &host).await.map_err(|problem| problem.at("name"))
    }
}

fn unknown(name: &str) -> Problem {
    Problem::invalid(
        "name",
        format!(
            "The catalogue does not know `{name}`. Write its address instead, like app.example.com."
        ),
    )
}

async fn of_host(on: &impl Query, host: &Host) -> Result<Found> {
    if let Some(service) = catalog::service_of(on, host).await? {
        return Ok(Found::service(service, Some(host)));
    }
    // A rule on a public suffix would cover strangers: it is refused before anybody reviews it.
    Pattern::below(host.clone()).or_else(|_| Pattern::exactly(host.clone()))?;
    Ok(Found::site(host))
}
