//! Reading catalogue text: TOML, strict. Every mistake is told with its file, its line and what is
//! wrong; nothing is guessed and nothing is skipped.

mod check;
mod fault;
mod written;

use base::{Problem, Result};

use check::Checker;
pub(crate) use check::Sheet;
use fault::{Fault, Page};
use written::Written;

use crate::known::Known;

/// Bytes of one catalogue text.
pub const FILE_BYTES_MAX: usize = 1024 * 1024;
/// Services in one catalogue text.
pub const SERVICES_MAX: usize = 2_000;
/// Mistakes that are told at once.
const TOLD_MAX: usize = 30;

/// A catalogue text under the name that people know it by.
#[derive(Clone, Debug)]
pub struct Text {
    /// The name of the file.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// Reads all of `texts` against what is `known` and against each other.
pub(crate) fn read(texts: &[Text], mut known: Known) -> Result<Vec<Sheet>> {
    let mut faults = Vec::new();
    let mut written = Vec::new();
    for text in texts {
        match parse(text) {
            Ok(parsed) => written.push((Page::of(text), parsed)),
            Err(fault) => faults.push(fault),
        }
    }
    // What is described anew claims nothing of old, whichever file comes first.
    for service in written.iter().flat_map(|(_, parsed)| &parsed.service) {
        known.release_own(service.slug.get_ref());
    }
    let mut checker = Checker { known, faults };
    let sheets = written.into_iter().filter_map(|(page, parsed)| checker.sheet(&page, &parsed));
    let sheets = sheets.collect();
    refuse(&checker.faults)?;
    Ok(sheets)
}

fn parse(text: &Text) -> Result<Written, Fault> {
    let page = Page::of(text);
    let whole = |reason| Fault { place: page.place(0), reason };
    if text.text.len() > FILE_BYTES_MAX {
        return Err(whole(format!(
            "The file has {} bytes; {FILE_BYTES_MAX} fit: split it",
            text.text.len()
        )));
    }
    let written: Written = toml::from_str(&text.text).map_err(|error| Fault {
        place: page.place(error.span().map_or(0, |span| span.start)),
        reason: error.message().to_owned(),
    })?;
    if written.service.len() > SERVICES_MAX {
        return Err(whole(format!(
            "The file has {} services; {SERVICES_MAX} fit: split it",
            written.service.len()
        )));
    }
    Ok(written)
}

fn refuse(faults: &[Fault]) -> Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let mut told: Vec<String> = faults.iter().take(TOLD_MAX).map(ToString::to_string).collect();
    if faults.len() > TOLD_MAX {
        told.push(format!("and {} more", faults.len() - TOLD_MAX));
    }
    Err(Problem::invalid("file", told.join("\n")))
}
