//! The certificate that the server shows, read again when its files change.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use arc_swap::ArcSwap;
use base::{Problem, Result};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::{CryptoProvider, ring},
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
        server::{ClientHello, ResolvesServerCert},
        sign::CertifiedKey,
        version::{TLS12, TLS13},
    },
};

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The certificate in use. New connections get the newest that was good; others keep theirs.
#[derive(Debug)]
pub(crate) struct Certificate {
    chain: PathBuf,
    key: PathBuf,
    shown: ArcSwap<CertifiedKey>,
    seen: Mutex<Stamp>,
}

/// What tells one version of the files from the next.
type Stamp = [Option<(SystemTime, u64, u64)>; 2];

impl Certificate {
    /// Reads the chain and its key, both PEM.
    pub(crate) fn read(chain: &Path, key: &Path) -> Result<Arc<Self>> {
        let seen = Mutex::new(stamp(chain, key));
        let shown = ArcSwap::from_pointee(pair(chain, key)?);
        Ok(Arc::new(Self { chain: chain.to_owned(), key: key.to_owned(), shown, seen }))
    }

    /// What greets with it: TLS 1.2 and 1.3, HTTP/1.1 inside.
    pub(crate) fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor> {
        let builder = ServerConfig::builder_with_provider(provider());
        let mut config = builder
            .with_protocol_versions(&[&TLS13, &TLS12])
            .map_err(|error| Problem::internal("TLS could not be set up", error))?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(self) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Looks at the files now and then, for as long as the server runs.
    pub(crate) async fn keep_fresh(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            self.look();
        }
    }

    /// Takes the files into use if they changed and are good; else the old ones stay.
    pub(crate) fn look(&self) {
        let now = stamp(&self.chain, &self.key);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == now {
            return;
        }
        *seen = now;
        match pair(&self.chain, &self.key) {
            Ok(pair) => {
                self.shown.store(Arc::new(pair));
                tracing::info!(file = %self.chain.display(), "showing the new certificate");
            }
            Err(problem) => tracing::error!(
                "the new certificate is not used, the old one stays: {}",
                problem.chain()
            ),
        }
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.shown.load_full())
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// A file that cannot be looked at has no stamp: should it come back, that is a change.
fn stamp(chain: &Path, key: &Path) -> Stamp {
    [chain, key].map(|file| {
        let about = fs::metadata(file).ok()?;
        Some((about.modified().ok()?, about.len(), about.ino()))
    })
}

/// The chain with the key that belongs to it.
fn pair(chain: &Path, key: &Path) -> Result<CertifiedKey> {
    let certificates = certificates(chain)?;
    let private = PrivateKeyDer::from_pem_file(key)
        .map_err(|error| unreadable("tls_key", key, "a private key", &error.to_string()))?;
    CertifiedKey::from_der(certificates, private, &provider()).map_err(|error| {
        let (chain, key) = (chain.display(), key.display());
        let said = format!("`{chain}` and `{key}` do not make a certificate together: {error}");
        Problem::invalid("tls_cert", said)
    })
}

fn certificates(chain: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let read =
        CertificateDer::pem_file_iter(chain).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        Ok(_) => Err(unreadable("tls_cert", chain, "a certificate", "there is none in it")),
        Err(error) => Err(unreadable("tls_cert", chain, "a certificate", &error.to_string())),
    }
}

fn unreadable(field: &str, file: &Path, what: &str, why: &str) -> Problem {
    let file = file.display();
    Problem::invalid(field, format!("`{file}` cannot be read as {what} in PEM form: {why}"))
}
