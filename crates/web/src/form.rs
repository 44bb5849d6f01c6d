//! What was typed.

use std::str::FromStr;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use base::{Problem, Result, limits, problem::Kind};

use crate::{Failure, components::CSRF_FIELD};

/// The fields of a form as they were sent, and what is wrong with them once a verb has said so.
/// Views fill themselves from it, so nobody types anything twice.
#[derive(Clone, Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    problem: Option<(String, String)>,
}

impl Form {
    /// A form that nobody has filled in yet.
    pub fn empty() -> Self {
        Self::default()
    }

    /// With `name` filled in.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.push((name.to_owned(), value.into()));
        self
    }

    /// The fields of a query string.
    pub fn from_query(query: Option<&str>) -> Self {
        let fields = serde_urlencoded::from_str(query.unwrap_or_default()).unwrap_or_default();
        Self { fields, problem: None }
    }

    /// The text of `name`, trimmed; empty if it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// Every value of `name`: the boxes that were ticked.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.fields
            .iter()
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value.trim())
            .collect()
    }

    /// Whether the box `name` was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// The text of `name` as a `T`, with the problem placed at the field; `None` if it is empty.
    pub fn read<T: FromStr<Err = Problem>>(&self, name: &str) -> Result<Option<T>> {
        match self.text(name) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|problem: Problem| problem.at(name)),
        }
    }

    /// Sent back with what is wrong with it, if the person can mend that; any other problem is
    /// returned.
    pub fn refused(mut self, problem: Problem) -> Result<Self> {
        if !matches!(problem.kind(), Kind::Invalid | Kind::Conflict | Kind::TooMany) {
            return Err(problem);
        }
        let field = problem.field().unwrap_or_default().to_owned();
        self.problem = Some((field, problem.sentence().to_owned()));
        Ok(self)
    }

    /// What is wrong with the field `name`.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.problem
            .as_ref()
            .filter(|(field, _)| field == name)
            .map(|(_, sentence)| sentence.as_str())
    }

    /// Everything that is wrong: fields and sentences, for the summary at the top.
    pub fn errors(&self) -> impl Iterator<Item = (&str, &str)> {
        self.problem.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }
}

/// A query string; empty values are left out.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

/// Reads the body of a form whose token [`crate::router`] has checked already.
impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let body = Bytes::from_request(request, state).await.map_err(|_| too_large())?;
        Ok(Self { fields: parse(&body)?, problem: None })
    }
}

pub(crate) fn too_large() -> Problem {
    Problem::too_large(format!(
        "This form is larger than {} KiB. Send less text, or a file by the command line.",
        limits::BODY_BYTES_MAX / 1024
    ))
}

pub(crate) fn parse(body: &[u8]) -> Result<Vec<(String, String)>> {
    serde_urlencoded::from_bytes(body).map_err(|_| {
        Problem::invalid(
            "",
            "The form did not arrive as a form. Load the page again and send it once more.",
        )
    })
}

/// The token of a form body.
pub(crate) fn csrf_of(body: &[u8]) -> Option<String> {
    parse(body).ok()?.into_iter().find(|(name, _)| name == CSRF_FIELD).map(|(_, value)| value)
}
