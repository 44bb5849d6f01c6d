//! Measures the helper beside squidGuard on the same requests; `bench/helper/run` calls it.
//!
//! `helper_bench FOLDER [SQUIDGUARD]` writes both configurations into the folder, starts each
//! program in turn on one core, and prints lines a second, times and ratios as a Markdown table.
//! `helper_bench helper DATA` is the helper itself.

mod drive;
mod peer;
mod world;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use base::{Problem, Result};
use drive::Figures;
use gate::squid::{Fields, Options, WithoutEdition, run};
use world::World;

/// Lines of one run, the first tenth of them unmeasured.
const LINES: usize = 300_000;
/// How many lines are on their way in the second kind of run.
const IN_FLIGHT: usize = 64;

fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    match (arguments.next(), arguments.next()) {
        (Some(word), Some(data)) if word == Path::new("helper") => run(Options {
            data,
            fields: Fields::default(),
            channels: true,
            without_edition: WithoutEdition::Deny,
        }),
        (Some(folder), squidguard) => {
            compare(&folder, &squidguard.unwrap_or_else(|| "/usr/bin/squidGuard".into()))
        }
        (None, _) => Err(Problem::invalid("folder", "Name a folder for both configurations")),
    }
}

fn compare(folder: &Path, squidguard: &Path) -> Result<()> {
    let trouble =
        |error| Problem::internal(format!("`{}` could not be prepared", folder.display()), error);
    fs::create_dir_all(folder).map_err(trouble)?;
    let world = World::new();
    world.publish(folder)?;
    let program =
        env::current_exe().map_err(|error| Problem::internal("this program has no name", error))?;
    let mut ours = Command::new(program);
    ours.arg("helper").arg(folder);
    let with_doors = peer::prepare(folder, squidguard, &world, true)?;
    let list_alone = peer::prepare(folder, squidguard, &world, false)?;
    println!(
        "{} domains, {} doors, {} requests, {} in a hundred to walled sites.\n",
        world::DOMAINS,
        world::DOORS,
        LINES,
        world::WALLED_IN_100
    );
    println!(
        "| helper | in flight | lines/s | p50 µs | p99 µs | ours is |\n|---|---|---|---|---|---|"
    );
    for in_flight in [1, IN_FLIGHT] {
        let own = drive::measure(&mut ours, &world.lines(LINES), in_flight)?;
        row("Footbridge", in_flight, &own, None);
        for (name, mut command) in [
            ("squidGuard, the same doors", peer::start(squidguard, &with_doors)),
            ("squidGuard, no doors", peer::start(squidguard, &list_alone)),
        ] {
            let theirs = drive::measure(&mut command, &world.rewrite_lines(LINES), in_flight)?;
            row(name, in_flight, &theirs, Some(own.lines_a_second / theirs.lines_a_second));
        }
    }
    Ok(())
}

fn row(name: &str, in_flight: usize, figures: &Figures, ratio: Option<f64>) {
    let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.1}x"));
    let Figures { lines_a_second, p50, p99 } = figures;
    println!("| {name} | {in_flight} | {lines_a_second:.0} | {p50:.1} | {p99:.1} | {ratio} |");
}
