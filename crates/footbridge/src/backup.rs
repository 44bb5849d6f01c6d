//! A backup while the server goes on working.

use std::{
    fs::{self, File},
    io::{self, BufWriter, IsTerminal, Read, Write, stdout},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use base::{Clock, Problem, Result};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use store::{DATABASE_FILE, Frozen, Location};
use tokio::sync::mpsc;
use web::Console;

use crate::{
    archive::{CHECKPOINT, CONFIGURATION, Draft, KEYS, Manifest, Pack, unwritten},
    interrupt::until_told_to_stop,
    progress::Progress,
};

/// The word for standard output and standard input.
pub(crate) const STANDARD: &str = "-";
/// Bytes gathered before they are written.
const BUFFER: usize = 1 << 18;
/// How willingly this gives way to whoever else wants a processor.
const NICE: i32 = 10;

pub(crate) fn command() -> Command {
    Command::new("backup")
        .about("Write the whole state into one file, while the server runs")
        .after_help("docs/backup.md says what is in it and how common tools read it.")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("Where to, for example footbridge.tar.zst; - for standard output"),
        )
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .help("Replace a file that is there already"),
        )
}

/// Writes the backup, or leaves nothing.
pub(crate) async fn run(console: &Console, matches: &ArgMatches) -> Result<()> {
    let Location::Directory(directory) = &console.here()?.location else {
        return Err(on_postgres());
    };
    let file = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    give_way();
    let frozen = Frozen::open(directory).await?;
    if file.as_os_str() == STANDARD {
        return to_standard_output(&frozen, directory).await;
    }
    let force = matches.get_flag("force");
    let draft = Draft::begin(&file, force)?;
    let packing = pack(&frozen, directory, draft.writer()?);
    let manifest = until_told_to_stop(packing).await?.map_err(|error| failed(&file, error))?;
    draft.keep(force)?;
    let bytes = fs::metadata(&file).map_or(0, |file| file.len());
    let text = format!(
        "Backed up to {}: {} entries of the audit log, {bytes} bytes.",
        file.display(),
        manifest.audit.size
    );
    console.answer(&manifest, &text)
}

async fn to_standard_output(frozen: &Frozen, directory: &Path) -> Result<()> {
    if stdout().is_terminal() {
        return Err(Problem::invalid(
            "file",
            "A backup is nothing to read on a terminal. Name a file, or send it on with `|` or `>`.",
        ));
    }
    let packed = until_told_to_stop(pack(frozen, directory, stdout())).await?;
    packed.map(drop).map_err(|error| failed(Path::new("standard output"), error))
}

/// What went wrong: in the database, or where the backup was to go.
enum Failure {
    Reading(Problem),
    Writing(io::Error),
}

fn failed(place: &Path, failure: Failure) -> Problem {
    match failure {
        Failure::Reading(problem) => problem,
        Failure::Writing(error) => unwritten(place, error),
    }
}

/// Reads on this side and writes on a thread of its own, a batch of pages apart.
async fn pack(
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

/// The shortest rest between two batches.
const REST_MIN: Duration = Duration::from_millis(1);

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

/// Others first: a backup has time.
fn give_way() {
    if let Err(error) = rustix::process::nice(NICE) {
        tracing::debug!(%error, "the backup could not be made to give way");
    }
}

fn on_postgres() -> Problem {
    Problem::conflict(
        "This state is on PostgreSQL, which has its own tool for it: `pg_dump --format=custom --file=footbridge.dump --dbname=URL`. docs/backup.md says how to restore that.",
    )
}
