//! A service: what people use, known by its domains.

use base::{Host, Id, Pattern, Problem, Result, Timestamp, text::fold};
use serde::{Deserialize, Serialize};
use store::{Query, Value, values};
use web::api::ToSchema;

use crate::{
    sql,
    standing::{Review, Standing},
};

/// Services that one page lists.
pub const LISTED_MAX: usize = 500;

/// What people use: a social network, a site, a marketing tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Service {
    /// Its number.
    pub id: Id<Service>,
    /// Its short name, in addresses and commands.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The slug of its category.
    pub category: String,
    /// The name of its category.
    pub category_name: String,
    /// Who supplies it, if that is known.
    pub vendor: Option<String>,
    /// What it is and what it is for, in a sentence.
    pub purpose: String,
    /// Whether the organisation added it; else it was shipped.
    pub own: bool,
    /// Where the organisation stands on it.
    #[serde(flatten)]
    pub review: Review,
}

impl Service {
    /// Where the organisation stands on it.
    pub fn standing(&self) -> Standing {
        self.review.standing
    }

    /// Its page.
    pub fn href(&self) -> String {
        href(&self.slug)
    }
}

/// The page of the service `slug`.
pub(crate) fn href(slug: &str) -> String {
    format!("/services/{slug}")
}

/// What the audit log calls the service `slug`.
pub(crate) fn object(slug: &str) -> String {
    format!("service/{slug}")
}

store::row! {
    struct Row {
        id: i64,
        slug: String,
        name: String,
        category: String,
        category_name: String,
        vendor: Option<String>,
        purpose: String,
        own: i64,
        standing: String,
        standing_by: Option<String>,
        standing_at: Option<Timestamp>,
        standing_reason: Option<String>,
    }
}

impl TryFrom<Row> for Service {
    type Error = Problem;

    fn try_from(row: Row) -> Result<Self> {
        let review = Review {
            standing: row.standing.parse()?,
            by: row.standing_by,
            at: row.standing_at,
            reason: row.standing_reason,
        };
        Ok(Self {
            id: Id::new(row.id),
            slug: row.slug,
            name: row.name,
            category: row.category,
            category_name: row.category_name,
            vendor: row.vendor,
            purpose: row.purpose,
            own: row.own != 0,
            review,
        })
    }
}

async fn one(on: &impl Query, sql: &str, values: Vec<Value>) -> Result<Option<Service>> {
    on.first::<Row>(sql, values).await?.map(Service::try_from).transpose()
}

async fn many(on: &impl Query, sql: &str, values: Vec<Value>) -> Result<Vec<Service>> {
    on.all::<Row>(sql, values).await?.into_iter().map(Service::try_from).collect()
}

/// The service whose most specific pattern covers `host`: of two the deeper one, and a pattern for
/// that host alone before one for all below it.
pub async fn service_of(on: &impl Query, host: &Host) -> Result<Option<Service>> {
    let patterns = covering(host);
    let sql = sql::service_of(patterns.len());
    one(on, &sql, patterns.into_iter().map(Value::from).collect()).await
}

/// Every pattern that covers `host`, as the tables spell it.
fn covering(host: &Host) -> Vec<String> {
    let Some(name) = host.as_name() else { return vec![host.to_string()] };
    let parents = name.match_indices('.').map(|(dot, _)| name[dot + 1..].to_owned());
    [format!("={name}"), name.to_owned()].into_iter().chain(parents).collect()
}

/// The service called `slug`.
pub async fn by_slug(on: &impl Query, slug: &str) -> Result<Option<Service>> {
    one(on, sql::SERVICE_BY_SLUG, values![slug]).await
}

/// The service called `slug`, else a sentence.
pub(crate) async fn required(on: &impl Query, slug: &str) -> Result<Service> {
    by_slug(on, slug).await?.ok_or_else(|| {
        Problem::not_found(format!("The catalogue has no service `{slug}`. Look for it by name."))
    })
}

/// The service whose name or slug `text` is, by its letters alone.
pub async fn named(on: &impl Query, text: &str) -> Result<Option<Service>> {
    let folded = fold(text);
    one(on, sql::SERVICE_NAMED, values![folded.clone(), folded]).await
}

/// The one service whose name or slug begins with `text`; none if there are several.
pub(crate) async fn beginning(on: &impl Query, text: &str) -> Result<Option<Service>> {
    let start = format!("{}%", literal(&fold(text)));
    let mut found = many(on, sql::SERVICES_BEGINNING, values![start.clone(), start]).await?;
    Ok(found.pop().filter(|_| found.is_empty()))
}

/// What is wanted of the services; an empty word stands for any.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of the name, the slug or the vendor.
    pub text: String,
    /// The slug of a category.
    pub category: String,
    /// The word of a standing, or [`REVIEWED`].
    pub standing: String,
}

/// Stands for every standing that somebody has set.
pub const REVIEWED: &str = "reviewed";

/// The services that fit, by category and name, at most `limit`.
pub async fn list(on: &impl Query, filter: &Filter, limit: usize) -> Result<Vec<Service>> {
    let (category, standing) = (filter.category.as_str(), filter.standing.as_str());
    let part = format!("%{}%", literal(&fold(&filter.text)));
    let values = values![
        category,
        category,
        standing,
        standing,
        standing,
        part,
        i64::try_from(limit).unwrap_or(i64::MAX),
    ];
    many(on, sql::SERVICES_THAT_FIT, values).await
}

/// The services that fit, by slug, after the slug `after`, at most `limit`.
pub(crate) async fn after(
    on: &impl Query,
    filter: &Filter,
    after: &str,
    limit: i64,
) -> Result<Vec<Service>> {
    let (category, standing) = (filter.category.as_str(), filter.standing.as_str());
    let part = format!("%{}%", literal(&fold(&filter.text)));
    let values = values![category, category, standing, standing, part, after, limit];
    many(on, sql::SERVICES_AFTER, values).await
}

/// What somebody has reviewed, newest first.
pub(crate) async fn reviewed_lately(on: &impl Query) -> Result<Vec<Service>> {
    many(on, sql::REVIEWED_LATELY, vec![]).await
}

/// Other services of the same category that people may use already.
pub(crate) async fn look_alikes(
    on: &impl Query,
    category: &str,
    slug: &str,
) -> Result<Vec<Service>> {
    many(on, sql::LOOK_ALIKES, values![category, slug]).await
}

/// What a service covers, by name.
pub async fn domains(on: &impl Query, service: Id<Service>) -> Result<Vec<Pattern>> {
    let rows = on.column::<String>(sql::DOMAINS_OF, values![service]).await?;
    rows.iter().map(|pattern| pattern.parse()).collect()
}

/// The text with the signs that mean something to LIKE escaped.
fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
