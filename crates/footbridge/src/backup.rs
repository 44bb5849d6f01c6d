//! A backup while the server goes on working.

mod packing;

use std::{
    fs,
    io::{IsTerminal, stdout},
    path::{Path, PathBuf},
};

use base::{Problem, Result};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use store::{Frozen, Location};
use web::Console;

use self::packing::{failed, pack};
use crate::{archive::Draft, interrupt::until_told_to_stop};

/// The word for standard output and standard input.
pub(crate) const STANDARD: &str = "-";
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
