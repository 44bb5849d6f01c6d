//! Catalogue texts from the disk.

use std::{fs::File, io::Read, path::PathBuf};

use base::{Problem, Result};

use crate::{FILE_BYTES_MAX, Text};

/// The texts of `files`, under the names that were given; `-` is standard input.
pub(crate) fn read_all(files: &[PathBuf]) -> Result<Vec<Text>> {
    files.iter().map(read).collect()
}

/// One byte more than fits is enough to say that it does not fit.
fn read(path: &PathBuf) -> Result<Text> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| {
        Problem::invalid("file", format!("`{name}` cannot be read: {error}"))
    };
    let limit = FILE_BYTES_MAX as u64 + 1;
    let mut bytes = Vec::new();
    if name == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = File::open(path).map_err(failed)?;
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + String::from_utf8_lossy(before).matches('\n').count();
        Problem::invalid("file", format!("{name}:{line}: this is not UTF-8 text"))
    })?;
    Ok(Text { name, text })
}
