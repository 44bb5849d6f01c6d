//! The OpenAPI document is committed, so that a change of the API cannot go unseen.

use std::path::Path;

#[test]
fn the_committed_document_is_the_one_in_force() {
    let document = web::api::document(capabilities::CAPABILITIES);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.json");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &document).expect("openapi.json is written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == document,
        "openapi.json differs; run this test with BLESS=1 and look at what changed"
    );
}
