//! The sample company: Dune & Daughters, who make deck chairs.

use base::Result;
use clap::{Arg, ArgMatches, Command};
use web::Console;

pub(crate) fn command() -> Command {
    Command::new("sample")
        .about("Fill an empty state with the sample company Dune & Daughters")
        .arg(
            Arg::new("password")
                .long("password")
                .value_name("TEXT")
                .required(true)
                .help("Everybody's password"),
        )
}

/// Fills the state, or says that somebody is here already.
pub(crate) async fn run(_console: &Console, _matches: &ArgMatches) -> Result<()> {
    Ok(())
}
