//! The command line: what belongs to the whole program, and each capability's own verbs.

use base::{Problem, Result};
use clap::{Arg, ArgAction, ArgMatches, Command};
use web::Console;

use crate::{capabilities::CAPABILITIES, configuration::Configuration, roles, sample, serve};

const EXIT_CODES: &str = "Exit codes: 0 done; 1 the program failed; 2 the input is wrong; 3 not \
    allowed; 4 not found; 5 things are not as expected; 6 too often.";

/// The whole command line.
pub(crate) fn command() -> Command {
    let mut command = Command::new("footbridge")
        .version(env!("CARGO_PKG_VERSION"))
        .about("The social-media IT department as one program")
        .after_help(EXIT_CODES)
        .subcommand_required(true)
        .args([
            global("data", "DIR", "The directory of the state [default: data]"),
            global(
                "database",
                "URL",
                "postgres://… for several nodes; without it the embedded database",
            ),
            global(
                "config",
                "FILE",
                "A configuration file [default: footbridge.toml in the data directory]",
            ),
            global("organisation", "NAME", "The organisation's name, as pages show it"),
            global(
                "zone",
                "ZONE",
                "The time zone in which times are shown, for example Europe/Berlin",
            ),
            global("url", "URL", "How people reach the pages"),
            Arg::new("json")
                .long("json")
                .global(true)
                .action(ArgAction::SetTrue)
                .help("Answer in JSON"),
        ])
        .subcommand(serve::command())
        .subcommand(sample::command())
        .subcommand(roles::command());
    for capability in CAPABILITIES {
        if let Some(own) = &capability.command {
            command =
                command.subcommand((own.build)(Command::new(capability.name).about(own.about)));
        }
    }
    command
}

fn global(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).global(true).help(help)
}

/// Does what was asked.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    let (name, own) = matches
        .subcommand()
        .ok_or_else(|| Problem::invalid("command", "a sub-command is missing; see --help"))?;
    let configuration = Configuration::read(own)?;
    let console = Console {
        settings: configuration.settings()?,
        json: own.get_flag("json"),
        capabilities: CAPABILITIES,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::internal("the program could not start its threads", error))?;
    runtime.block_on(async {
        match name {
            "serve" => serve::run(&configuration, &console).await,
            "roles" => roles::run(&console),
            "sample" => sample::run(&console, own).await,
            _ => {
                let capability = CAPABILITIES.iter().find(|capability| capability.name == name);
                let command = capability.and_then(|capability| capability.command.as_ref());
                let command = command
                    .ok_or_else(|| Problem::not_found(format!("there is no command `{name}`")))?;
                (command.run)(&console, own).await
            }
        }
    })
}
