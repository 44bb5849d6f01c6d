//! What somebody takes away who does not trust us.

use audit::Proof;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use base::{Problem, Result};

use super::pages::{missing, number};
use crate::{Answered, Signed};

/// `GET /audit/{seq}/proof`
pub(super) async fn show(signed: Signed, Path(seq): Path<String>) -> Answered {
    let proof = signed.app.audit.prove(number(&seq)?).await?.ok_or_else(|| missing(&seq))?;
    Ok(download(&proof)?)
}

/// A proof, to be saved as a file. Whoever calls this has made sure that the person may see all that
/// the entry says: a proof holds the entry itself, word for word.
pub fn download(proof: &Proof) -> Result<Response> {
    let text = serde_json::to_string_pretty(proof)
        .map_err(|error| Problem::internal("a proof could not be written", error))?;
    Ok(file("application/json", &format!("audit-entry-{}.json", proof.entry), text + "\n"))
}

/// `GET /audit/check.py`
pub(super) async fn checker() -> Response {
    file("text/x-python; charset=utf-8", "check.py", audit::CHECKER.to_owned())
}

fn file(kind: &'static str, name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, text).into_response()
}
