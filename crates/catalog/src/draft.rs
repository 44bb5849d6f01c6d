//! A service as somebody describes it: checked, not yet kept. Files and forms are held to the same.

use base::{Pattern, Problem, Result, text};
use serde::Serialize;

use crate::fact::Fact;

/// Domains of one service.
pub const DOMAINS_MAX: usize = 200;
/// Facts of one service.
pub const FACTS_MAX: usize = 50;
/// Names of pages that stand where the pages of services stand.
const RESERVED: [&str; 2] = ["new", "lookup"];

/// A service as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The slug of its category.
    pub category: String,
    /// Who supplies it.
    pub vendor: Option<String>,
    /// What it is and what it is for.
    pub purpose: String,
    /// What it covers, by name.
    pub domains: Vec<Pattern>,
    /// What its text says of it, in order.
    pub facts: Vec<Fact>,
}

/// A category as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct CategoryDraft {
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What its services are for.
    pub purpose: String,
}

/// A service as it was typed into a form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    /// Its short name; made of the name if it is empty.
    pub slug: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The slug of its category.
    pub category: &'a str,
    /// Who supplies it; may be empty.
    pub vendor: &'a str,
    /// What it is and what it is for.
    pub purpose: &'a str,
    /// Patterns, separated by blanks, commas or new lines.
    pub domains: &'a str,
}

impl Draft {
    /// Checks what was typed; a problem names its field.
    pub(crate) fn check(typed: &Typed<'_>) -> Result<Self> {
        let name = text::line("name", typed.name)?;
        let slug = if typed.slug.is_empty() { slug_of(&name) } else { typed.slug.to_owned() };
        Ok(Self {
            slug: check_slug(&slug)?,
            name,
            category: typed.category.to_owned(),
            vendor: optional_line("vendor", typed.vendor)?,
            purpose: text::paragraph("purpose", typed.purpose)?,
            domains: typed_domains(typed.domains)?,
            facts: Vec::new(),
        })
    }
}

/// A short name that no page has.
pub(crate) fn check_slug(slug: &str) -> Result<String> {
    if RESERVED.contains(&slug) {
        return Err(Problem::invalid("slug", format!("`{slug}` is the name of a page of its own")));
    }
    text::slug("slug", slug)
}

/// How many domains a service may have.
pub(crate) fn check_domain_count(count: usize) -> Result<()> {
    if (1..=DOMAINS_MAX).contains(&count) {
        return Ok(());
    }
    Err(Problem::invalid(
        "domains",
        format!("A service has 1 to {DOMAINS_MAX} domains; this one has {count}"),
    ))
}

pub(crate) fn optional_line(field: &str, text: &str) -> Result<Option<String>> {
    if text.trim().is_empty() { Ok(None) } else { text::line(field, text).map(Some) }
}

fn typed_domains(text: &str) -> Result<Vec<Pattern>> {
    let words = text.split([' ', ',', ';', '\n', '\r', '\t']).filter(|word| !word.is_empty());
    let patterns: Result<Vec<Pattern>> = words.map(str::parse).collect();
    let mut patterns = patterns.map_err(|problem| problem.at("domains"))?;
    patterns.sort();
    patterns.dedup();
    check_domain_count(patterns.len())?;
    Ok(patterns)
}

/// `Sprout Social (EU)` as `sprout-social-eu`.
fn slug_of(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
