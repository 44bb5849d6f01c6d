//! The shape of a catalogue text. Every value remembers its place; a key that is not here is a
//! mistake.

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    pub(crate) category: Category,
    #[serde(default)]
    pub(crate) service: Vec<Service>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Category {
    pub(crate) slug: Spanned<String>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) purpose: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    pub(crate) slug: Spanned<String>,
    pub(crate) name: Spanned<String>,
    pub(crate) vendor: Option<Spanned<String>>,
    pub(crate) purpose: Spanned<String>,
    pub(crate) domains: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    pub(crate) fact: Vec<Fact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub(crate) says: Spanned<String>,
    pub(crate) source: Spanned<String>,
    pub(crate) date: Spanned<String>,
}
