//! What shells know of the command line.

use base::{Problem, Result};
use clap::{Arg, ArgMatches, Command, ValueEnum, builder::PossibleValuesParser};
use clap_complete::{Shell, generate};
use serde_json::json;
use web::console;

/// Those that the tests load.
const SHELLS: [&str; 3] = ["bash", "zsh", "fish"];

const WHERE_TO: &str = "\
bash: footbridge completions bash > /etc/bash_completion.d/footbridge
zsh:  footbridge completions zsh > /usr/local/share/zsh/site-functions/_footbridge
fish: footbridge completions fish > /etc/fish/completions/footbridge.fish";

pub(crate) fn command() -> Command {
    let shell = Arg::new("shell").value_name("SHELL").required(true).help("Which shell");
    Command::new("completions")
        .about("Print the completions for a shell")
        .after_help(WHERE_TO)
        .arg(shell.value_parser(PossibleValuesParser::new(SHELLS)))
}

/// Prints them for `whole`, the command line as it is.
pub(crate) fn run(mut whole: Command, json: bool, matches: &ArgMatches) -> Result<()> {
    let name = matches.get_one::<String>("shell").map_or("", String::as_str);
    let shell = Shell::from_str(name, false).map_err(|error| Problem::invalid("shell", error))?;
    let mut script = Vec::new();
    generate(shell, &mut whole, "footbridge", &mut script);
    let script = String::from_utf8_lossy(&script);
    console::answer(json, &json!({ "shell": name, "script": script }), &script)
}
