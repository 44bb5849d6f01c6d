//! What follows from the program's key and a text: nobody can guess it who has only the text.

use base::{Result, secret};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use web::App;

/// The program's key for second factors. Fetched before an act begins: the first time, it is made.
pub(crate) struct Key(Vec<u8>);

impl Key {
    pub(crate) async fn of(app: &App) -> Result<Self> {
        let make = || secret::random::<32>().map(Vec::from);
        store::key(&app.store, &app.settings.data, "second-factor", make).await.map(Self)
    }

    /// 32 bytes for `text`, different for each `purpose`.
    pub(super) fn derive(&self, purpose: &str, text: &str) -> [u8; 32] {
        let mut mac =
            <Hmac<Sha256> as Mac>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        mac.update(b"\0");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }
}
