//! What is sent: one act, signed.

use audit::Recorded;
use base::{Problem, Result, Timestamp};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, Mac};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_json::json;
use sha2::Sha256;
use web::App;

use crate::{Delivery, Webhook};

/// The header that names the message: the same at every try.
pub const ID: HeaderName = HeaderName::from_static("webhook-id");
/// The header with the second of this try.
pub const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
/// The header with the signature.
pub const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// The text about an act: who did what to what, when, and where there is more.
pub(crate) fn body(app: &App, entry: &Recorded) -> String {
    json!({
        "type": entry.act,
        "timestamp": entry.at,
        "data": {
            "seq": entry.seq,
            "object": entry.object,
            "who": entry.who,
            "href": format!("{}/audit/{}", app.settings.url, entry.seq),
        },
    })
    .to_string()
}

/// What goes with the text.
pub(crate) fn headers(
    webhook: &Webhook,
    delivery: &Delivery,
    now: Timestamp,
    body: &str,
) -> Result<HeaderMap> {
    let id = format!("msg_{}", delivery.id);
    let signature = sign(&webhook.secret, &id, now.seconds(), body)?;
    let value = |text: &str| {
        HeaderValue::from_str(text)
            .map_err(|error| Problem::internal("a webhook could not be written", error))
    };
    Ok(HeaderMap::from_iter([
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (ID, value(&id)?),
        (TIMESTAMP, value(&now.seconds().to_string())?),
        (SIGNATURE, value(&signature)?),
    ]))
}

/// The signature of a message by “Standard Webhooks” 1.0: HMAC-SHA256 over `id.timestamp.body`.
pub fn sign(secret: &str, id: &str, seconds: i64, body: &str) -> Result<String> {
    let key = secret.strip_prefix("whsec_").unwrap_or(secret);
    let key = BASE64.decode(key);
    let key =
        key.map_err(|error| Problem::internal("the secret of a webhook is damaged", error))?;
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&key)
        .map_err(|error| Problem::internal("the secret of a webhook cannot be used", error))?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Ok(format!("v1,{}", BASE64.encode(mac.finalize().into_bytes())))
}
