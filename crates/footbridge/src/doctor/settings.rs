//! Whether what was chosen means something.

use super::{finding::Finding, premises::Premises};

/// It could be read, or nothing else would be looked at.
pub(super) fn look(on: &Premises) -> Vec<Finding> {
    let mut findings = vec![match &on.given.file {
        Some(file) => Finding::fine(format!("{} can be used.", file.display())),
        None => Finding::fine("There is no file; what is not given otherwise is as it comes."),
    }];
    for name in &on.given.unknown {
        findings.push(Finding::look(
            format!("{name} in the environment is no setting."),
            "See `footbridge config example` for their names, or unset it.",
        ));
    }
    if on.settings.organisation == crate::configuration::Configuration::default().organisation {
        findings.push(Finding::look(
            "The organisation has no name yet.",
            "Set `organisation`: pages and the door show it.",
        ));
    }
    findings.push(address(on));
    findings
}

/// Browsers keep a password to themselves only over TLS.
fn address(on: &Premises) -> Finding {
    let url = &on.settings.url;
    let listens_here = on.given.configuration.url.is_none();
    if listens_here {
        return Finding::look(
            format!("No `url` is set, so the door is at {url}: for this machine alone."),
            "Set `url` to the address at which people reach the pages.",
        );
    }
    if url.starts_with("https:") {
        return Finding::fine(format!("People reach the pages at {url}."));
    }
    Finding::look(
        format!(
            "People reach the pages at {url}, where passwords go over the network in the open."
        ),
        "Set `tls_cert` and `tls_key`, or put a proxy that ends TLS before it, and begin `url` with https:.",
    )
}
