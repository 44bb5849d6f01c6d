//! The helper, and the lines by which Squid finds it.

use std::path::{Path, PathBuf};

use base::{Problem, Result};
use clap::Args;
use web::Console;

use crate::squid::{self, Fields, Options, WithoutEdition, conf::Setting};

/// How the helper answers.
#[derive(Debug, Args)]
pub(crate) struct SquidArgs {
    /// What to answer while there is no edition at all
    #[arg(long, value_name = "EFFECT", default_value = "deny", value_parser = ["allow", "deny"])]
    without_edition: String,
    /// What stands in a line, in order, with commas between
    #[arg(long, value_name = "FIELDS")]
    fields: Option<Fields>,
    /// Lines have no channel in front (`concurrency=0` in squid.conf)
    #[arg(long)]
    no_channels: bool,
}

/// Runs until Squid closes the input. The database is not opened: the edition files are enough.
pub(super) fn run(console: &Console, args: SquidArgs) -> Result<()> {
    squid::run(Options {
        data: console.settings.data.clone(),
        fields: args.fields.unwrap_or_default(),
        channels: !args.no_channels,
        without_edition: without_edition(&args.without_edition),
    })
}

fn without_edition(word: &str) -> WithoutEdition {
    match word {
        "allow" => WithoutEdition::Allow,
        _ => WithoutEdition::Deny,
    }
}

/// How the Squid is set up.
#[derive(Debug, Args)]
pub(crate) struct ConfArgs {
    /// Judge the name in the greeting of TLS too, and show the door where browsers trust the
    /// certificate of the port; needs a Squid with OpenSSL
    #[arg(long)]
    splice: bool,
    /// People log in at the proxy
    #[arg(long)]
    login: bool,
    /// How browsers reach Footbridge [default: the configured url]
    #[arg(long, value_name = "URL")]
    door: Option<String>,
    /// The program that Squid is to start [default: this one]
    #[arg(long, value_name = "PATH")]
    program: Option<PathBuf>,
    /// What to answer while there is no edition at all
    #[arg(long, value_name = "EFFECT", default_value = "deny", value_parser = ["allow", "deny"])]
    without_edition: String,
}

impl ConfArgs {
    fn setting(&self, console: &Console) -> Result<Setting> {
        let absolute = |path: &Path| {
            std::path::absolute(path).map_err(|error| {
                Problem::internal(format!("`{}` is not a path", path.display()), error)
            })
        };
        let program = match &self.program {
            Some(program) => program.clone(),
            None => std::env::current_exe()
                .map_err(|error| Problem::internal("this program does not know its path", error))?,
        };
        Ok(Setting {
            program: absolute(&program)?,
            data: absolute(&console.settings.data)?,
            door: self.door.clone().unwrap_or_else(|| console.settings.url.clone()),
            fields: Fields::default(),
            splice: self.splice,
            login: self.login,
            without_edition: without_edition(&self.without_edition),
        })
    }
}

/// The lines, ready for a file of their own.
pub(super) fn print(console: &Console, args: &ConfArgs) -> Result<()> {
    let lines = args.setting(console)?.fragment()?;
    console.answer(&serde_json::json!({ "lines": lines }), &lines)
}

/// Which Squid checks what.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    conf: ConfArgs,
    /// The program of Squid
    #[arg(long, value_name = "PATH", default_value = "squid")]
    squid: PathBuf,
    /// Check this squid.conf instead, the lines included in it
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Has a real Squid read the lines, or a whole squid.conf.
pub(super) fn check(console: &Console, args: &CheckArgs) -> Result<()> {
    let conf = match &args.file {
        Some(file) => std::fs::read_to_string(file).map_err(|error| {
            Problem::invalid("file", format!("`{}` cannot be read: {error}", file.display()))
        })?,
        None => {
            format!("{}\n{}", surroundings(&args.conf), args.conf.setting(console)?.fragment()?)
        }
    };
    let warnings = squid::conf::check(&conf, &args.squid)?;
    let text =
        if warnings.is_empty() { String::new() } else { format!("\n{}", warnings.join("\n")) };
    let answer = serde_json::json!({ "good": true, "warnings": warnings });
    console.answer(&answer, &format!("Squid reads it without complaint{text}"))
}

/// The least of a squid.conf in which the lines mean something.
fn surroundings(args: &ConfArgs) -> &'static str {
    if args.login {
        "http_port 127.0.0.1:3128\nauth_param basic program /bin/true\n"
    } else {
        "http_port 127.0.0.1:3128\n"
    }
}
