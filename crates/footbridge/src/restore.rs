//! A backup into an empty directory, once everything in it is as it was.

mod place;

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

use audit::{Head, Report};
use base::{Clock, Problem, Result};
use capabilities::CAPABILITIES;
use clap::{Arg, ArgMatches, Command, value_parser};
use store::Location;
use web::{App, Console, Settings};

use crate::{
    archive::{Manifest, unpack},
    backup::STANDARD,
    interrupt::until_told_to_stop,
    progress::Progress,
};
use place::Place;

pub(crate) fn command() -> Command {
    Command::new("restore")
        .about("Put a backup into an empty data directory, after checking all of it")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("What `footbridge backup` wrote; - for standard input"),
        )
}

/// Restores the backup, or leaves the directory as it was.
pub(crate) async fn run(console: &Console, matches: &ArgMatches) -> Result<()> {
    let Location::Directory(directory) = &console.here()?.location else {
        return Err(on_postgres());
    };
    let file = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let place = Place::take(directory)?;
    let manifest = until_told_to_stop(bring(console, &file, place.folder())).await??;
    place.settle()?;
    let text = format!(
        "Restored what was backed up at {} by Footbridge {}: {} entries of the audit log, every one as it was written.\nThe server publishes the rules again when it starts.",
        manifest.made_at, manifest.program, manifest.audit.size
    );
    console.answer(&manifest, &text)
}

/// Unpacks into `folder`, brings the tables up to date there, and checks the log.
async fn bring(console: &Console, file: &Path, folder: &Path) -> Result<Manifest> {
    let (from, name) = open(file)?;
    let (into, said) = (folder.to_owned(), name.clone());
    let unpacking = tokio::task::spawn_blocking(move || unpack(&said, from, &into)).await;
    let manifest = unpacking
        .map_err(|error| Problem::internal("the backup could not be unpacked", error))??;
    let settings = Settings {
        data: folder.to_owned(),
        location: Location::Directory(folder.to_owned()),
        ..console.settings.clone()
    };
    let app = App::open(settings, Clock::system(), CAPABILITIES).await?;
    let checked = check(&app, &name, &manifest.audit).await;
    app.store.clone().close().await?;
    checked.map(|()| manifest)
}

/// The log is the one that was backed up, and every entry of it is as it was written.
async fn check(app: &App, name: &str, said: &Head) -> Result<()> {
    let kept = said.checkpoint.as_deref();
    let report = audit::verify(&app.store, &app.audit.trust(), kept).await?;
    if report.findings.is_empty() && audit::head(&app.store).await? == *said {
        return Ok(());
    }
    Err(Problem::conflict(format!(
        "The audit log in `{name}` is not as it was written ({}): nothing was restored. Take an earlier backup; docs/backup.md says how to look into this one.",
        first_finding(&report)
    )))
}

fn first_finding(report: &Report) -> String {
    match report.findings.split_first() {
        None => "it is not the log that the manifest names".to_owned(),
        Some((first, [])) => first.to_string(),
        Some((first, more)) => format!("{first}; {} more findings", more.len()),
    }
}

fn open(file: &Path) -> Result<(Box<dyn Read + Send>, String)> {
    if file.as_os_str() == STANDARD {
        return Ok((Box::new(io::stdin()), "standard input".to_owned()));
    }
    let name = file.display().to_string();
    let unread = |error| Problem::invalid("file", format!("`{name}` cannot be read: {error}"));
    let open = File::open(file).map_err(unread)?;
    let bytes = open.metadata().map_err(unread)?.len();
    let progress = Progress::of("Restoring", bytes);
    Ok((Box::new(Shown { file: BufReader::new(open), progress }), name))
}

/// A file whose reading is seen on the terminal.
struct Shown {
    file: BufReader<File>,
    progress: Progress,
}

impl Read for Shown {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.progress.add(count as u64);
        Ok(count)
    }
}

fn on_postgres() -> Problem {
    Problem::conflict(
        "This state is on PostgreSQL, which has its own tool for it: `pg_restore --dbname=URL footbridge.dump`, into an empty database. docs/backup.md says how.",
    )
}
