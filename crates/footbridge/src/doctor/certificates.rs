//! TLS, where the server speaks it itself.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use base::Problem;
use tokio_rustls::rustls::pki_types::{CertificateDer, pem::PemObject};
use x509_parser::{certificate::X509Certificate, prelude::FromDer};

use super::{finding::Finding, premises::Premises};
use crate::serve::Certificate;

/// A certificate that ends within so many days should have been renewed.
const DAYS_LOOK: i64 = 14;
const DAY_SECONDS: i64 = 24 * 60 * 60;
const RENEW: &str = "Renew it; the server reads the new files by itself.";

pub(super) fn look(on: &Premises) -> Vec<Finding> {
    let chosen = &on.given.configuration;
    match (&chosen.tls_cert, &chosen.tls_key) {
        (Some(chain), Some(key)) => files(on, chain, key),
        (None, None) if on.settings.url.starts_with("https:") => {
            vec![Finding::fine("A proxy before the server ends TLS; its certificate is its own.")]
        }
        (None, None) => Vec::new(),
        _ => vec![Finding::wrong(
            "Only one of `tls_cert` and `tls_key` is set.",
            "Set both, or none where a proxy ends TLS.",
        )],
    }
}

fn files(on: &Premises, chain: &Path, key: &Path) -> Vec<Finding> {
    if let Err(problem) = Certificate::read(chain, key) {
        let to_do = "See that both are PEM files that the server's user may read, and of one pair.";
        return vec![Finding::wrong(format!("{}.", problem.chain()), to_do)];
    }
    let mut findings = vec![Finding::fine("The certificate and its key belong together.")];
    findings.extend(readable_by_others(key));
    findings.extend(first(chain).map(|certificate| ends(on, &certificate)));
    findings
}

fn readable_by_others(key: &Path) -> Option<Finding> {
    let mode = fs::metadata(key).ok()?.permissions().mode();
    (mode & 0o007 != 0).then(|| {
        let key = key.display();
        let what = format!("{key} is for everybody on this machine.");
        Finding::wrong(what, format!("chmod o= {key}"))
    })
}

/// The server's own stands first.
fn first(chain: &Path) -> Option<Vec<u8>> {
    let mut all = CertificateDer::pem_file_iter(chain).ok()?;
    all.next()?.ok().map(|certificate| certificate.to_vec())
}

fn ends(on: &Premises, certificate: &[u8]) -> Finding {
    let Ok((_, certificate)) = X509Certificate::from_der(certificate) else {
        let problem = Problem::invalid("tls_cert", "The certificate cannot be read");
        return Finding::wrong(format!("{}.", problem.sentence()), RENEW);
    };
    let now = on.now.to_jiff().as_second();
    let validity = certificate.validity();
    let days = (validity.not_after.timestamp() - now).div_euclid(DAY_SECONDS);
    if validity.not_before.timestamp() > now {
        let what = "The certificate is not valid yet.";
        return Finding::wrong(what, "Look at the clock, or wait until it begins.");
    }
    match days {
        ..0 => Finding::wrong(format!("The certificate ended {} days ago.", -days), RENEW),
        0..DAYS_LOOK => Finding::look(format!("The certificate ends in {days} days."), RENEW),
        _ => Finding::fine(format!("The certificate is good for {days} days.")),
    }
}
