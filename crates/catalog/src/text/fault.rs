//! A mistake and where it is.

use std::fmt;

use super::Text;

/// A line of a file: `social.toml:12`.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    file: String,
    line: usize,
}

/// A text with its lines counted, so that a place is found without reading it again.
pub(crate) struct Page<'a> {
    file: &'a str,
    /// Where each line but the first begins.
    starts: Vec<usize>,
}

impl<'a> Page<'a> {
    pub(crate) fn of(text: &'a Text) -> Self {
        let starts = text.text.match_indices('\n').map(|(newline, _)| newline + 1).collect();
        Self { file: &text.name, starts }
    }

    /// The line in which the byte `offset` is.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let line = 1 + self.starts.partition_point(|start| *start <= offset);
        Place { file: self.file.to_owned(), line }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What is wrong at a place.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) place: Place,
    pub(crate) reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}
