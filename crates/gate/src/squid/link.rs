//! The connection with the server, which may be gone at any time.

use std::{
    io::{self, ErrorKind, Read, Write},
    os::unix::net::UnixStream,
    path::Path,
    time::Duration,
};

use super::wire::{self, FromHelper, ToHelper};

/// How long the server may take to take a message before it counts as gone.
const WRITE_TIME_MAX: Duration = Duration::from_millis(200);
/// The longest message of the server, in bytes: it has only numbers to tell.
const NOTICE_BYTES_MAX: usize = 1024;

/// An open connection.
pub(super) struct Link {
    stream: UnixStream,
    pending: Vec<u8>,
}

impl Link {
    /// Connects; reads of the link wait at most `patience`.
    pub(super) fn open(socket: &Path, patience: Duration) -> io::Result<Self> {
        let (path, _folder) = wire::reach(socket)?;
        let stream = UnixStream::connect(path)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(WRITE_TIME_MAX))?;
        Ok(Self { stream, pending: Vec::new() })
    }

    pub(super) fn send(&mut self, message: &FromHelper) -> io::Result<()> {
        let mut line = serde_json::to_vec(message)?;
        line.push(b'\n');
        self.stream.write_all(&line)
    }

    /// Waits for a notice of the server; `false` if none came in time.
    pub(super) fn hear(&mut self) -> io::Result<bool> {
        let mut chunk = [0; NOTICE_BYTES_MAX];
        match self.stream.read(&mut chunk) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                self.pending.extend_from_slice(&chunk[..count]);
                self.take_notices()
            }
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
                ) =>
            {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Whatever the number, the file says which edition is in force.
    fn take_notices(&mut self) -> io::Result<bool> {
        let mut any = false;
        while let Some(end) = self.pending.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.pending.drain(..=end).collect();
            let ToHelper::Edition(_) = serde_json::from_slice(&line)?;
            any = true;
        }
        if self.pending.len() > NOTICE_BYTES_MAX {
            return Err(io::Error::new(ErrorKind::InvalidData, "a notice that does not end"));
        }
        Ok(any)
    }
}
