//! Folding: what counts as the same text.

use std::fmt::Write;

use crate::{Problem, Result, limits};

/// Text folded for search and sorting, the same on every database: lower case by Unicode, blanks
/// collapsed.
pub fn fold(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The one identity behind the names that a proxy, a directory and a person use: `DUNE\Noor`,
/// `noor@DUNE.EXAMPLE` and `Noor` are `noor`.
pub fn fold_login(login: &str) -> String {
    let name = login.rsplit(['\\', '/']).next().unwrap_or(login);
    let name = name.split('@').next().unwrap_or(name);
    name.trim().to_lowercase()
}

/// One typed line: trimmed, not empty, at most [`limits::LINE_CHARS_MAX`] characters, no control
/// characters.
pub fn line(field: &str, text: &str) -> Result<String> {
    bounded(field, text, limits::LINE_CHARS_MAX, char::is_control)
}

/// One typed paragraph: trimmed, not empty, at most [`limits::PARAGRAPH_CHARS_MAX`] characters.
pub fn paragraph(field: &str, text: &str) -> Result<String> {
    bounded(field, text, limits::PARAGRAPH_CHARS_MAX, forbidden_in_paragraphs)
}

/// One typed document: trimmed, not empty, at most [`limits::DOCUMENT_CHARS_MAX`] characters.
pub fn document(field: &str, text: &str) -> Result<String> {
    bounded(field, text, limits::DOCUMENT_CHARS_MAX, forbidden_in_paragraphs)
}

/// A typed paragraph that may be left empty.
pub fn optional_paragraph(field: &str, text: &str) -> Result<Option<String>> {
    if text.trim().is_empty() { Ok(None) } else { paragraph(field, text).map(Some) }
}

fn forbidden_in_paragraphs(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

fn bounded(field: &str, text: &str, max: usize, forbidden: fn(char) -> bool) -> Result<String> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::invalid(field, "Write something here."));
    }
    let count = text.chars().count();
    if count > max {
        return Err(Problem::invalid(field, format!("This has {count} characters; {max} fit.")));
    }
    if text.chars().any(forbidden) {
        return Err(Problem::invalid(
            field,
            "This holds a control character; write it as plain text.",
        ));
    }
    Ok(text.to_owned())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes of [`hex`]; `None` where the text is not of that form.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// A word for addresses and commands: `[a-z0-9]` with single hyphens between, at most 60 long.
pub fn slug(field: &str, text: &str) -> Result<String> {
    let good = !text.is_empty()
        && text.len() <= 60
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
    if good {
        return Ok(text.to_owned());
    }
    Err(Problem::invalid(
        field,
        format!(
            "`{text}` is not a short name: use small letters, digits and single hyphens, at most 60"
        ),
    ))
}
