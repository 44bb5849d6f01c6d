//! Footbridge: the social-media IT department as one program.
//!
//! This crate is the binary: the list of capabilities, the configuration, and the command line.

mod archive;
mod backup;
mod command;
mod completions;
mod config;
mod configuration;
mod doctor;
mod interrupt;
mod logging;
mod manual;
mod memory;
mod move_to;
mod progress;
mod restore;
mod roles;
mod sample;
mod serve;

use std::process::ExitCode;

fn main() -> ExitCode {
    let matches = command::command().get_matches();
    memory::give_back();
    match command::run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("footbridge: {}", problem.chain());
            ExitCode::from(problem.exit_code())
        }
    }
}
