//! The catalogue that comes with the program: the files in `services/`, one for each category.

use base::Result;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    known::Known,
    text::{self, Sheet, Text},
};

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        /// The files, by name.
        pub const SHIPPED: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../services/", $name)))),*];
    };
}

// A test compares the list with the folder.
shipped![
    "advertising.toml",
    "ai.toml",
    "analytics.toml",
    "blogs.toml",
    "design.toml",
    "events.toml",
    "files.toml",
    "images.toml",
    "listening.toml",
    "messaging.toml",
    "newsletters.toml",
    "publishing.toml",
    "shorteners.toml",
    "social.toml",
    "surveys.toml",
    "video.toml",
];

pub(crate) fn texts() -> Vec<Text> {
    let text = |(name, text): &(&str, &str)| Text { name: (*name).into(), text: (*text).into() };
    SHIPPED.iter().map(text).collect()
}

/// What the files say.
pub(crate) fn sheets() -> Result<Vec<Sheet>> {
    text::read(&texts(), Known::default())
}

/// What the files claim, but for those whose names are among `replaced`: whoever mends a shipped
/// file checks it in the place of the old one.
fn known_without(replaced: &[Text]) -> Result<Known> {
    let mut kept = texts();
    kept.retain(|text| !replaced.iter().any(|other| file_name(&other.name) == text.name));
    let mut known = Known::default();
    for (sheet, text) in text::read(&kept, Known::default())?.into_iter().zip(&kept) {
        let place = format!("shipped, {}", text.name);
        known.take_up_category(sheet.category, false, &place);
        sheet.services.iter().for_each(|draft| known.take_up(draft, false, &place));
    }
    Ok(known)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Which catalogue this is: changes with any byte of any file.
pub(crate) fn sha256() -> String {
    let mut hash = Sha256::new();
    for (name, text) in SHIPPED {
        hash.update(format!("{name}\0{}\0{text}", text.len()));
    }
    format!("{:x}", hash.finalize())
}

/// What was found in files without mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Files.
    pub files: usize,
    /// Services in them.
    pub services: usize,
    /// Domains that those claim.
    pub domains: usize,
}

/// Checks files against each other and against the shipped catalogue, without a database. A file
/// with the name of a shipped one is checked in its place.
pub fn check(files: &[Text]) -> Result<Checked> {
    let sheets = text::read(files, known_without(files)?)?;
    let drafts = || sheets.iter().flat_map(|sheet| &sheet.services);
    Ok(Checked {
        files: sheets.len(),
        services: drafts().count(),
        domains: drafts().map(|draft| draft.domains.len()).sum(),
    })
}
