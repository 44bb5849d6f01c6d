//! What somebody takes away who does not trust us.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use base::{Problem, Result};

use super::pages::{missing, number};
use crate::{Answered, App, Signed};

/// `GET /audit/{seq}/proof`
pub(super) async fn show(signed: Signed, Path(seq): Path<String>) -> Answered {
    Ok(download(&signed.app, number(&seq)?).await?)
}

/// The proof of entry `seq`, to be saved as a file. Whoever calls this has made sure that the person
/// may see all that the entry says: a proof holds the entry itself, word for word.
pub async fn download(app: &App, seq: u64) -> Result<Response> {
    let proof = app.audit.prove(seq).await?.ok_or_else(|| missing(&seq.to_string()))?;
    let text = serde_json::to_string_pretty(&proof)
        .map_err(|error| Problem::internal("a proof could not be written", error))?;
    Ok(file("application/json", &format!("audit-entry-{seq}.json"), text + "\n"))
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
