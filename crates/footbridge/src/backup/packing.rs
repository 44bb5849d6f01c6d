//! The state into an archive, page by page.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::Path,
    time::{Duration, Instant},
};

use base::{Clock, Problem, Result};
use store::{DATABASE_FILE, Frozen};
use tokio::sync::mpsc;

use crate::{
    archive::{CHECKPOINT, CONFIGURATION, KEYS, Manifest, Pack, unwritten},
    progress::Progress,
};

/// Bytes gathered before they are written.
const BUFFER: usize = 1 << 18;
/// The shortest rest between two batches.
const REST_MIN: Duration = Duration::from_millis(1);

/// What went wrong: in the database, or where the backup was to go.
pub(super) enum Failure {
    Reading(Problem),
    Writing(io::Error),
}

/// Said in a sentence.
pub(super) fn failed(place: &Path, failure: Failure) -> Problem {
    match failure {
        Failure::Reading(problem) => problem,
        Failure::Writing(error) => unwritten(place, error),
    }
}

/// Reads on this side and writes on a thread of its own, a batch of pages apart.
pub(super) async fn pack(
    frozen: &Frozen,
    directory: &Path,
    to: impl Write + Send + 'static,
) -> Result<Manifest, Failure> {
    let manifest = Manifest::of(frozen, Clock::system().now()).await.map_err(Failure::Reading)?;
    let (into, receive) = mpsc::channel(1);
    let (bytes, directory) = (frozen.bytes(), directory.to_owned());
    let writing = tokio::task::spawn_blocking(move || {
        let pages = Pages { receive, page: Vec::new(), read: 0 };
        write(&directory, BufWriter::with_capacity(BUFFER, to), manifest, pages, bytes)
    });
    let (sent, written) = tokio::join!(send_pages(frozen, into), writing);
    sent.map_err(Failure::Reading)?;
    written.unwrap_or_else(|panic| Err(io::Error::other(panic))).map_err(Failure::Writing)
}

/// Sends all pages, and rests as long after each batch as it took: whoever works with the pages of
/// the program meanwhile has at least half of what this would take.
async fn send_pages(frozen: &Frozen, to: mpsc::Sender<Vec<u8>>) -> Result<()> {
    let mut progress = Progress::of("Backing up", frozen.bytes());
    let mut read = 0;
    loop {
        let begun = Instant::now();
        let pages = frozen.pages_after(read).await?;
        let bytes = pages.concat();
        read += pages.len();
        progress.add(bytes.len() as u64);
        // Nobody takes them once writing has failed; that is told where it was noticed.
        if pages.is_empty() || to.send(bytes).await.is_err() {
            return Ok(());
        }
        tokio::time::sleep(begun.elapsed().max(REST_MIN)).await;
    }
}

/// The database as a file, as its pages come.
struct Pages {
    receive: mpsc::Receiver<Vec<u8>>,
    page: Vec<u8>,
    read: usize,
}

impl Read for Pages {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read == self.page.len() {
            self.page = self.receive.blocking_recv().unwrap_or_default();
            self.read = 0;
        }
        let count = (&self.page[self.read..]).read(buffer)?;
        self.read += count;
        Ok(count)
    }
}

fn write(
    directory: &Path,
    to: impl Write,
    manifest: Manifest,
    pages: Pages,
    bytes: u64,
) -> io::Result<Manifest> {
    let mut pack = Pack::begin(to, manifest.made_at)?;
    if let Some(checkpoint) = &manifest.audit.checkpoint {
        pack.add(CHECKPOINT, checkpoint.len() as u64, checkpoint.as_bytes())?;
    }
    for name in files(directory)? {
        let file = File::open(directory.join(&name))?;
        pack.add(&name, file.metadata()?.len(), file)?;
    }
    pack.add(DATABASE_FILE, bytes, pages)?;
    pack.seal(manifest)
}

/// What is state beside the database: the configuration, and keys that are kept as files. Editions
/// are published again from the database.
fn files(directory: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    if directory.join(CONFIGURATION).is_file() {
        names.push(CONFIGURATION.to_owned());
    }
    let keys = match fs::read_dir(directory.join(KEYS)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(names),
        keys => keys?,
    };
    for key in keys {
        let name = key?.file_name().into_string().unwrap_or_default();
        if Path::new(&name).extension().is_some_and(|end| end == "key") {
            names.push(format!("{KEYS}/{name}"));
        }
    }
    names.sort_unstable();
    Ok(names)
}
