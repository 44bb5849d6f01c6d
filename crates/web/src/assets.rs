//! What browsers load beside the page, under a name that changes with the content, so that it may
//! be kept for a year.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use base::{Problem, text::hex};
use sha2::{Digest, Sha256};

use crate::Failure;

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

const ASSETS: &[Asset] = &[
    Asset {
        name: "footbridge.css",
        kind: "text/css; charset=utf-8",
        bytes: include_bytes!("../assets/footbridge.css"),
    },
    Asset {
        name: "favicon.svg",
        kind: "image/svg+xml",
        bytes: include_bytes!("../assets/favicon.svg"),
    },
    Asset {
        name: "htmx.min.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../assets/htmx.min.js"),
    },
    Asset {
        name: "passkeys.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../assets/passkeys.js"),
    },
];

/// The address of the asset called `name`.
pub fn href(name: &str) -> String {
    let version = ASSETS.iter().find(|asset| asset.name == name).map(version).unwrap_or_default();
    format!("/assets/{version}/{name}")
}

fn version(asset: &Asset) -> String {
    hex(&Sha256::digest(asset.bytes)[..6])
}

/// `GET /assets/{version}/{name}`: an old version is answered with the new content, so a page that
/// was loaded before an upgrade keeps its looks.
pub(crate) async fn show(Path((_, name)): Path<(String, String)>) -> Result<Response, Failure> {
    let asset = ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .ok_or_else(|| Problem::not_found("There is no such file."))?;
    let headers = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((StatusCode::OK, headers, asset.bytes).into_response())
}
