//! `footbridge doctor`: looks at everything that the program stands on, and says what to do.
//!
//! A check is one file beside this one and one line in [`CHECKS`]. It changes nothing.

mod certificates;
mod clock;
mod database;
mod disk;
mod finding;
mod network;
mod premises;
mod queue;
mod records;
mod settings;
mod squid;

use std::path::PathBuf;

use base::{Problem, Result};
use clap::{Arg, ArgMatches, Command, value_parser};
use futures::future::BoxFuture;
use serde::Serialize;
use web::console;

use self::{
    finding::{Finding, State},
    premises::Premises,
};

/// One thing to look at.
struct Check {
    name: &'static str,
    look: for<'a> fn(&'a Premises) -> BoxFuture<'a, Vec<Finding>>,
}

/// In the order in which one thing stands on the other.
const CHECKS: &[Check] = &[
    Check { name: "configuration", look: |on| Box::pin(async { settings::look(on) }) },
    Check { name: "disk", look: |on| Box::pin(async { disk::look(on) }) },
    Check { name: "database", look: |on| Box::pin(database::look(on)) },
    Check { name: "audit log", look: |on| Box::pin(records::look(on)) },
    Check { name: "queue", look: |on| Box::pin(queue::look(on)) },
    Check { name: "clock", look: |on| Box::pin(clock::look(on)) },
    Check { name: "certificates", look: |on| Box::pin(async { certificates::look(on) }) },
    Check { name: "network", look: |on| Box::pin(network::look(on)) },
    Check { name: "Squid", look: |on| Box::pin(squid::look(on)) },
];

const STATES: &str = "\
`fine` needs nothing; `look` may be as you want it; `wrong` keeps something from working. With anything
wrong the command ends with 5. It changes nothing.";

pub(crate) fn command() -> Command {
    let file = |name: &'static str, default: &'static str| {
        let arg = Arg::new(name).long(name).default_value(default);
        arg.value_name("FILE").value_parser(value_parser!(PathBuf))
    };
    Command::new("doctor")
        .about("Look at everything that the program stands on, and say what to do")
        .arg(file("squid-conf", "/etc/squid/squid.conf").help("The configuration of Squid"))
        .arg(file("squid", "squid").help("The program of Squid"))
        .after_help(STATES)
}

/// What was found by one check.
#[derive(Debug, Serialize)]
struct Looked {
    check: &'static str,
    findings: Vec<Finding>,
}

/// Looks at everything. Anything wrong is a conflict: exit code 5.
pub(crate) async fn run(json: bool, matches: &ArgMatches) -> Result<()> {
    let looked = match Premises::enter(matches).await {
        Ok(premises) => look_at_all(&premises).await,
        Err(problem) => {
            let example = "Mend that key; `footbridge config example` shows every key.";
            let finding = Finding::wrong(problem.chain(), example);
            vec![Looked { check: "configuration", findings: vec![finding] }]
        }
    };
    let count =
        |state| looked.iter().flat_map(|of| &of.findings).filter(|f| f.state == state).count();
    let (wrong, odd) = (count(State::Wrong), count(State::Look));
    let answer =
        serde_json::json!({ "good": wrong == 0, "wrong": wrong, "look": odd, "checks": looked });
    let parts: Vec<String> = looked.iter().map(text).collect();
    console::answer(json, &answer, &parts.join("\n"))?;
    match wrong {
        0 => Ok(()),
        1 => Err(Problem::conflict("One thing is wrong; what to do stands beside it.")),
        _ => Err(Problem::conflict(format!(
            "{wrong} things are wrong; what to do stands beside each."
        ))),
    }
}

async fn look_at_all(premises: &Premises) -> Vec<Looked> {
    let mut looked = Vec::new();
    for Check { name, look } in CHECKS {
        looked.push(Looked { check: name, findings: look(premises).await });
    }
    looked.retain(|of| !of.findings.is_empty());
    looked
}

fn text(looked: &Looked) -> String {
    let lines: String = looked.findings.iter().map(ToString::to_string).collect();
    format!("{}\n{lines}", looked.check)
}
