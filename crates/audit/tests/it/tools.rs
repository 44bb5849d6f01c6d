//! What strangers have on their machines.

use std::{
    path::Path,
    process::{Command, Output},
};

/// Any Python 3.
pub(crate) const PYTHON: &str = "python3";
/// The Python in which `script/setup test` installed pymerkle.
pub(crate) const PYMERKLE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../.setup/pymerkle/bin/python");

/// Whether all of them are here; else says what is left out. `script/test` says it once more.
pub(crate) fn have(programs: &[&str]) -> bool {
    let is_absent = |program: &&&str| Command::new(program).arg("--version").output().is_err();
    let absent: Vec<&&str> = programs.iter().filter(is_absent).collect();
    if !absent.is_empty() {
        eprintln!("skipped: not installed: {absent:?}; script/setup test installs them");
    }
    absent.is_empty()
}

pub(crate) fn run(program: &str, arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(program);
    // What Python compiles would lie in the folder that is checked.
    command.args(arguments).current_dir(folder).env("PYTHONDONTWRITEBYTECODE", "1");
    command.output().expect("it is installed")
}

/// What a command said that went well.
#[track_caller]
pub(crate) fn well(output: &Output) -> String {
    let said = [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat();
    assert!(output.status.success(), "ended with {}:\n{said}", output.status);
    said
}

/// A check that found something wrong, and said what.
#[track_caller]
pub(crate) fn ill(output: &Output, what: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "it found nothing wrong: {said}");
    assert!(said.contains("NOT as it was written") && said.contains(what), "{said}");
}
