//! Bytes into lines, and answers back.

use std::io::{self, ErrorKind, Read, Write};

use super::answering::Answering;

/// The longest line that is judged, in bytes: Squid's own limit for a request's head (64 KiB), with
/// every byte escaped, and room to spare. A longer line is answered, but denied.
pub const LINE_BYTES_MAX: usize = 256 * 1024;
/// How much of a line that is too long is kept: enough for its channel.
const KEPT_BYTES: usize = 32;
const BUFFER_BYTES: usize = 2 * LINE_BYTES_MAX;

/// A line without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) bytes: &'a [u8],
    /// Whether it was longer than [`LINE_BYTES_MAX`] and only begins here.
    pub(super) is_cut: bool,
}

/// Reads all lines that are there, answers them, writes all answers at once; until the input ends.
pub(super) fn pump(
    mut input: impl Read,
    mut output: impl Write,
    answering: &mut Answering,
) -> io::Result<()> {
    let mut lines = Lines::new();
    let mut answers = Vec::with_capacity(BUFFER_BYTES);
    loop {
        let more = lines.read(&mut input)?;
        answering.batch(|batch| lines.drain(|line| batch.answer(line, &mut answers)));
        output.write_all(&answers)?;
        output.flush()?;
        answers.clear();
        if !more {
            return Ok(());
        }
    }
}

/// What was read and not yet answered.
struct Lines {
    buffer: Box<[u8]>,
    end: usize,
    /// Whether the middle of the line in the buffer was thrown away.
    is_cut: bool,
}

impl Lines {
    fn new() -> Self {
        Self { buffer: vec![0; BUFFER_BYTES].into_boxed_slice(), end: 0, is_cut: false }
    }

    /// False at the end of the input; what stands there without a line feed is a line too.
    fn read(&mut self, input: &mut impl Read) -> io::Result<bool> {
        let count = loop {
            match input.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        self.end += count;
        if count == 0 && self.end > 0 {
            self.buffer[self.end] = b'\n';
            self.end += 1;
        }
        Ok(count > 0)
    }

    /// Hands over every line that is complete.
    fn drain(&mut self, mut each: impl FnMut(Line<'_>)) {
        let mut start = 0;
        while let Some(length) = self.buffer[start..self.end].iter().position(|byte| *byte == b'\n')
        {
            let bytes = &self.buffer[start..start + length];
            let is_cut = self.is_cut || length > LINE_BYTES_MAX;
            each(Line { bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes), is_cut });
            self.is_cut = false;
            start += length + 1;
        }
        self.buffer.copy_within(start..self.end, 0);
        self.end -= start;
        if self.end > LINE_BYTES_MAX {
            self.is_cut = true;
            self.end = KEPT_BYTES;
        }
    }
}
