//! The one box: `request 17`, `#17`.

use base::{Id, Result};
use web::{Answer, App, Caller};

use crate::{case::case, request::Request};

/// The page of the request that `question` names, if there is one.
pub(crate) async fn answer(app: &App, _: &Caller, question: &str) -> Result<Option<Answer>> {
    let Some(id) = named(question) else { return Ok(None) };
    let found = case(&app.store, id).await?;
    Ok(found.map(|case| Answer::Page(case.request.href())))
}

fn named(question: &str) -> Option<Id<Request>> {
    let question = question.trim().to_lowercase();
    let rest = question.strip_prefix("request").or_else(|| question.strip_prefix('#'))?;
    rest.trim().trim_start_matches('#').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_request_is_named_by_its_number() {
        let number = |text| named(text).map(base::Id::get);
        assert_eq!(number("request 17"), Some(17));
        assert_eq!(number(" #17 "), Some(17));
        assert_eq!(number("Request #17"), Some(17));
        for other in ["17", "request", "requests", "# 17x", "#-1", "linkedin"] {
            assert_eq!(number(other), None, "{other}");
        }
    }
}
