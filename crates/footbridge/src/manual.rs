//! Manual pages, one for each command.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base::{Problem, Result};
use clap::{Arg, ArgMatches, Command, value_parser};
use clap_mangen::Man;
use serde_json::json;
use web::console;

pub(crate) fn command() -> Command {
    Command::new("man").about("Write the manual pages into a directory").arg(
        Arg::new("directory")
            .value_name("DIR")
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help("Where to write them, for example /usr/local/share/man/man1"),
    )
}

/// Writes the pages of `whole`, the command line as it is.
pub(crate) fn run(mut whole: Command, json: bool, matches: &ArgMatches) -> Result<()> {
    let directory = matches.get_one::<PathBuf>("directory").cloned().unwrap_or_default();
    fs::create_dir_all(&directory).map_err(|error| unwritable(&directory, &error))?;
    whole.build();
    let mut pages = Vec::new();
    write(&directory, whole, &mut pages)?;
    let said = format!("{} pages in {}", pages.len(), directory.display());
    console::answer(json, &json!({ "pages": pages }), &said)
}

/// The page of `command`, then those of its verbs: `footbridge-gate-wall.1`.
fn write(directory: &Path, command: Command, pages: &mut Vec<PathBuf>) -> Result<()> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let path = directory.join(format!("{name}.1"));
    let verbs: Vec<Command> = command.get_subcommands().cloned().collect();
    let mut page = Vec::new();
    Man::new(command.name(name).version(env!("CARGO_PKG_VERSION")))
        .render(&mut page)
        .and_then(|()| fs::write(&path, page))
        .map_err(|error| unwritable(&path, &error))?;
    pages.push(path);
    verbs
        .into_iter()
        .filter(|verb| verb.get_name() != "help")
        .try_for_each(|verb| write(directory, verb, pages))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::invalid("directory", format!("`{}` cannot be written: {error}", path.display()))
}
