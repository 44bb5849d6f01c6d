//! `footbridge config …`: what can be chosen, what is chosen, and whether it can be used.

use base::Result;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;
use serde_json::Value;
use web::{Console, console};

use crate::configuration::{self, Given, SETTINGS, Setting};

pub(crate) fn command() -> Command {
    let markdown = Arg::new("markdown")
        .long("markdown")
        .action(ArgAction::SetTrue)
        .help("Print the page of the documentation instead");
    Command::new("config")
        .about("Show the configuration, and what can be chosen")
        .subcommand_required(true)
        .subcommand(
            Command::new("example")
                .about("Print an annotated configuration file with every setting")
                .arg(markdown),
        )
        .subcommand(Command::new("show").about("Print every value, and where it came from"))
        .subcommand(Command::new("check").about("Say whether the configuration can be used"))
}

/// Prints the example. Works whatever the configuration is.
pub(crate) fn run_example(json: bool, matches: &ArgMatches) -> Result<()> {
    let wants_page = matches.get_flag("markdown");
    let text = if wants_page { configuration::reference()? } else { configuration::example()? };
    console::answer(json, &serde_json::json!({ "text": text }), &text)
}

/// Does what was asked of a configuration that could be read.
pub(crate) fn run(console: &Console, given: &Given, matches: &ArgMatches) -> Result<()> {
    match matches.subcommand_name() {
        Some("show") => show(console, given),
        _ => check(console, given),
    }
}

/// One setting, as it is chosen.
#[derive(Debug, Serialize)]
struct Chosen {
    key: &'static str,
    value: Value,
    from: String,
}

fn show(console: &Console, given: &Given) -> Result<()> {
    let values = configuration::values(&given.configuration)?;
    let chosen = |setting: &Setting| Chosen {
        key: setting.key,
        value: setting.shown(&values[setting.key]),
        from: given.place(setting.key),
    };
    let all: Vec<Chosen> = SETTINGS.iter().map(chosen).collect();
    let lines = all.iter().map(|Chosen { key, value, from }| match configuration::toml(value) {
        Some(value) => format!("{key} = {value}  # {from}"),
        None => format!("# {key} is not set"),
    });
    console.answer(&all, &lines.collect::<Vec<_>>().join("\n"))
}

/// It could be read, or this would not run; what is left is what only looks odd.
fn check(console: &Console, given: &Given) -> Result<()> {
    let file = match &given.file {
        Some(file) => format!("`{}` can be used", file.display()),
        None => "there is no file; the defaults can be used".to_owned(),
    };
    let odd =
        given.unknown.iter().map(|name| format!("\n`{name}` in the environment is no setting"));
    let answer = serde_json::json!({ "good": true, "file": given.file, "unknown": given.unknown });
    console.answer(&answer, &format!("{file}{}", odd.collect::<String>()))
}
