//! The command line: what belongs to the whole program, and each capability's own verbs.

use base::{Problem, Result};
use capabilities::CAPABILITIES;
use clap::{Arg, ArgAction, ArgMatches, Command};
use web::{Console, api::Server};

use crate::{
    backup, completions, config,
    configuration::{self, Given, SETTINGS, Scope, Setting},
    doctor, logging, manual, move_to, restore, roles, sample, serve,
};

const EXIT_CODES: &str = "Exit codes: 0 done; 1 the program failed; 2 the input is wrong; 3 not \
    allowed; 4 not found; 5 things are not as expected; 6 too often.";

/// Where flags of the configuration stand in help: after a command's own.
const AFTER_OWN: usize = 1_000;

/// The whole command line.
pub(crate) fn command() -> Command {
    let json = Arg::new("json").long("json").global(true).action(ArgAction::SetTrue);
    let config = Arg::new("config").long("config").value_name("FILE").global(true);
    let mut command = Command::new("footbridge")
        .version(env!("CARGO_PKG_VERSION"))
        .about("The social-media IT department as one program")
        .subcommand_required(true)
        .arg(json.help("Answer in JSON"))
        .arg(
            config
                .help_heading("Settings")
                .help("A configuration file [default: footbridge.toml in the data directory]"),
        )
        .args(flags(Scope::Everywhere))
        .args(elsewhere())
        .subcommand(serve::command().args(flags(Scope::Server)))
        .subcommand(config::command().args(flags(Scope::Server)))
        .subcommand(doctor::command().args(flags(Scope::Server)))
        .subcommand(backup::command())
        .subcommand(restore::command())
        .subcommand(move_to::command())
        .subcommand(sample::command())
        .subcommand(roles::command())
        .subcommand(completions::command())
        .subcommand(manual::command());
    for capability in CAPABILITIES {
        if let Some(own) = &capability.command {
            command =
                command.subcommand((own.build)(Command::new(capability.name).about(own.about)));
        }
    }
    with_exit_codes(command)
}

/// Where to work, if it is not on this machine's own state.
fn elsewhere() -> [Arg; 2] {
    let server = Arg::new("server").long("server").value_name("URL").env("FOOTBRIDGE_SERVER");
    let token = Arg::new("token").long("token").value_name("TOKEN").env("FOOTBRIDGE_TOKEN");
    let both = [
        server.help("Work at another server, by its API"),
        token.hide_env_values(true).help("The access token for it, from your own page there"),
    ];
    both.map(|arg| arg.global(true).help_heading("Another server").display_order(AFTER_OWN))
}

/// The settings of this scope as flags.
fn flags(scope: Scope) -> Vec<Arg> {
    let settings = SETTINGS.iter().enumerate().filter(|(_, setting)| setting.scope == scope);
    let flag = |(place, setting): (usize, &Setting)| {
        setting.arg(configuration::default_of(setting).as_deref()).display_order(AFTER_OWN + place)
    };
    settings.map(flag).collect()
}

/// The codes stand under the help of every command, after what it says itself.
fn with_exit_codes(command: Command) -> Command {
    let own = command.get_after_help().map(|own| format!("{own}\n\n")).unwrap_or_default();
    command.after_help(format!("{own}{EXIT_CODES}")).mut_subcommands(with_exit_codes)
}

/// Does what was asked. What tells of the program itself works whatever is configured.
pub(crate) fn run(matches: &ArgMatches) -> Result<()> {
    let (name, own) = matches
        .subcommand()
        .ok_or_else(|| Problem::invalid("command", "a sub-command is missing; see --help"))?;
    let json = own.get_flag("json");
    match (name, own.subcommand()) {
        ("completions", _) => completions::run(command(), json, own),
        ("man", _) => manual::run(command(), json, own),
        ("roles", _) => roles::run(json),
        ("config", Some(("example", verb))) => config::run_example(json, verb),
        ("doctor", _) => threads()?.block_on(doctor::run(json, own)),
        _ => run_configured(name, json, own),
    }
}

fn run_configured(name: &str, json: bool, own: &ArgMatches) -> Result<()> {
    let given = Given::read(own)?;
    logging::start(&given)?;
    let settings = given.configuration.settings()?;
    let console = Console { settings, server: server(own)?, json, capabilities: CAPABILITIES };
    threads()?.block_on(async {
        match name {
            "serve" => serve::run(&given.configuration, &console).await,
            "config" => config::run(&console, &given, own),
            "backup" => backup::run(&console, own).await,
            "restore" => restore::run(&console, own).await,
            "move" => move_to::run(&console, own).await,
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

/// The server to work at, where one was named.
fn server(matches: &ArgMatches) -> Result<Option<Server>> {
    let given = |name: &str| matches.try_get_one::<String>(name).ok().flatten().cloned();
    let Some(url) = given("server") else { return Ok(None) };
    let token = given("token").ok_or_else(|| {
        Problem::invalid(
            "token",
            "--server needs an access token: make one on your own page there, and give it as FOOTBRIDGE_TOKEN or --token",
        )
    })?;
    Ok(Some(Server { url, token }))
}

fn threads() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::internal("the program could not start its threads", error))
}
