//! Measures the helper beside squidGuard on the same requests; `bench/helper/run` calls it.
//!
//! `helper_bench FOLDER [SQUIDGUARD]` writes both configurations into the folder, starts each
//! program in turn on one core, and prints lines a second, times and ratios as a Markdown table.
//! `helper_bench helper DATA` is the helper itself, `helper_bench floor -` one that answers OK to
//! every line without looking: what the pipes alone take.

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
use world::{Doors, World};

/// Lines of one run, the first tenth of them unmeasured.
const LINES: usize = 300_000;
/// How often each program runs; the best run is the one that the machine disturbed least.
const ROUNDS: usize = 3;
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
        (Some(word), Some(_)) if word == Path::new("floor") => drive::answer_without_looking(),
        (Some(folder), squidguard) => {
            compare(&folder, &squidguard.unwrap_or_else(|| "/usr/bin/squidGuard".into()))
        }
        (None, _) => Err(Problem::invalid("folder", "Name a folder for both configurations")),
    }
}

fn compare(folder: &Path, squidguard: &Path) -> Result<()> {
    println!(
        "{} domains behind walls, {} doors, {} in a hundred requests to a walled site, one core, the best of {ROUNDS} rounds.\n",
        world::DOMAINS,
        world::DOORS,
        world::WALLED_IN_100
    );
    println!(
        "| doors | in flight | helper | lines/s | p50 µs | p99 µs | Footbridge is |\n|---|---|---|---|---|---|---|"
    );
    for (doors, name) in
        [(Doors::Everybody, "for everybody"), (Doors::OnePerson, "for one person each")]
    {
        let world = World::new(doors);
        let folder = folder.join(name.replace(' ', "-"));
        fs::create_dir_all(&folder).map_err(|error| {
            Problem::internal(format!("`{}` could not be made", folder.display()), error)
        })?;
        for in_flight in [1, IN_FLIGHT] {
            compare_in(&world, name, &folder, squidguard, in_flight)?;
        }
    }
    Ok(())
}

/// The programs take turns, so that a busy moment of the machine meets all of them.
fn compare_in(
    world: &World,
    doors: &str,
    folder: &Path,
    squidguard: &Path,
    in_flight: usize,
) -> Result<()> {
    world.publish(folder)?;
    let (our_lines, their_lines) = (world.lines(LINES), world.rewrite_lines(LINES));
    let mut programs = [
        ("Footbridge", this_program("helper", folder)?, &our_lines, None),
        (
            "squidGuard",
            peer::start(squidguard, &peer::prepare(folder, squidguard, world)?),
            &their_lines,
            None,
        ),
        ("OK to everything", this_program("floor", folder)?, &our_lines, None),
    ];
    for _ in 0..ROUNDS {
        for (_, command, lines, best) in &mut programs {
            *best = Figures::better(*best, drive::measure(command, lines, in_flight)?);
        }
    }
    let own = programs[0].3.map_or(0.0, |figures| figures.lines_a_second);
    for (name, _, _, figures) in &programs {
        if let Some(figures) = figures {
            row(doors, in_flight, name, figures, own);
        }
    }
    Ok(())
}

fn this_program(word: &str, folder: &Path) -> Result<Command> {
    let program =
        env::current_exe().map_err(|error| Problem::internal("this program has no name", error))?;
    let mut command = Command::new(program);
    command.arg(word).arg(folder);
    Ok(command)
}

fn row(doors: &str, in_flight: usize, helper: &str, figures: &Figures, own: f64) {
    let Figures { lines_a_second, p50, p99 } = figures;
    let ratio = own / lines_a_second;
    println!(
        "| {doors} | {in_flight} | {helper} | {lines_a_second:.0} | {p50:.1} | {p99:.1} | {ratio:.1}x |"
    );
}
