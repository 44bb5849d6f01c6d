//! The cheapest helper there can be: OK to everything, without a look.

use std::{
    fs::File,
    io::{self, Read, Write},
    os::fd::AsFd,
};

/// With this word as its argument the bench is that helper.
pub(crate) const WORD: &str = "always-ok";

pub(crate) fn answer() -> io::Result<()> {
    let mut input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let (mut pending, mut answers) = (Vec::new(), Vec::new());
    let mut chunk = vec![0; 256 * 1024];
    loop {
        let count = input.read(&mut chunk)?;
        if count == 0 {
            return Ok(());
        }
        pending.extend_from_slice(&chunk[..count]);
        let whole = pending.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        for line in pending[..whole].split_inclusive(|byte| *byte == b'\n') {
            let channel = line.split(|byte| *byte == b' ').next().unwrap_or_default();
            answers.extend_from_slice(channel);
            answers.extend_from_slice(b" OK\n");
        }
        pending.drain(..whole);
        output.write_all(&answers)?;
        answers.clear();
    }
}
