//! One helper at the other end of the socket.

use std::{io, sync::Arc};

use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{UnixStream, unix::OwnedWriteHalf},
    sync::mpsc,
};
use web::App;

use crate::{
    memory::{Helper, Memory},
    squid::wire::{self, FromHelper, ToHelper},
};

/// The longest message that is taken from a helper, in bytes: a second's counts of a large rulebook.
const MESSAGE_BYTES_MAX: usize = wire::MESSAGE_BYTES_MAX;

/// A connection, by its number since the start.
pub(super) struct Connection {
    app: App,
    number: u64,
    memory: Arc<Memory>,
    blocks: mpsc::Sender<wire::Block>,
}

impl Connection {
    pub(super) fn new(app: App, number: u64, blocks: mpsc::Sender<wire::Block>) -> Self {
        let memory = app.memory();
        Self { app, number, memory, blocks }
    }

    /// Talks until one side ends it.
    pub(super) async fn serve(&self, stream: UnixStream) {
        let (read, write) = stream.into_split();
        let ended = tokio::select! {
            ended = self.hear(BufReader::new(read)) => ended,
            ended = self.tell(write) => ended,
        };
        if let Err(error) = ended {
            tracing::debug!(%error, connection = self.number, "a helper went away");
        }
        self.memory.part(self.number);
    }

    /// Tells of every new edition. One that comes while another is told is told next.
    async fn tell(&self, mut write: OwnedWriteHalf) -> io::Result<()> {
        let mut newest = self.memory.newest();
        loop {
            let number = *newest.borrow_and_update();
            if number > 0 {
                let mut line = serde_json::to_vec(&ToHelper::Edition(number))?;
                line.push(b'\n');
                write.write_all(&line).await?;
            }
            if newest.changed().await.is_err() {
                return Ok(());
            }
        }
    }

    async fn hear(&self, mut read: impl AsyncBufRead + Unpin) -> io::Result<()> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let limit = MESSAGE_BYTES_MAX as u64 + 1;
            let count = (&mut read).take(limit).read_until(b'\n', &mut line).await?;
            if count == 0 {
                return Ok(());
            }
            if line.last() != Some(&b'\n') {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a message without end"));
            }
            self.take(serde_json::from_slice(&line)?);
        }
    }

    fn take(&self, message: FromHelper) {
        match message {
            FromHelper::Hello(hello) => {
                let (pid, version, edition) = (hello.pid, hello.version, hello.edition);
                let helper = Helper { pid, version, edition, since: self.app.now() };
                self.memory.meet(self.number, helper);
            }
            FromHelper::Block(block) => {
                if self.blocks.try_send(block).is_err() {
                    self.memory.counters().dropped(1);
                }
            }
            FromHelper::Counts(counts) => self.memory.counters().add(&counts),
        }
    }
}
