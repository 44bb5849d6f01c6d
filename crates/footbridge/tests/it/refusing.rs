//! What the program says when it is started wrongly: one sentence, the right exit code, and nothing
//! half-done.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Command, Output},
};

fn footbridge(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
    command.arg("--data").arg(data).args(arguments).env_remove("FOOTBRIDGE_CONFIG");
    command.output().expect("the binary runs")
}

#[track_caller]
fn refused(output: &Output, code: i32, sentence: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(sentence), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_configuration_that_cannot_be_read_is_named_with_its_place() {
    let data = tempfile::tempdir().expect("a directory");
    let file = data.path().join("footbridge.toml");
    fs::write(&file, "organisation = \"Dune\nzone = 3").expect("a file");
    refused(&footbridge(data.path(), &["people", "list"]), 2, "footbridge.toml");
    fs::write(&file, "organization = \"Dune\"").expect("a file");
    refused(&footbridge(data.path(), &["people", "list"]), 2, "organization");
    fs::write(&file, "zone = \"Europe/Nowhere\"").expect("a file");
    refused(
        &footbridge(data.path(), &["people", "list"]),
        2,
        "`Europe/Nowhere` is not a time zone",
    );
    let missing = data.path().join("nothing.toml");
    let arguments = ["--config", missing.to_str().expect("text"), "people", "list"];
    refused(&footbridge(data.path(), &arguments), 2, "cannot be read");
}

#[test]
fn a_busy_port_is_said_in_a_sentence() {
    let data = tempfile::tempdir().expect("a directory");
    let held = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = held.local_addr().expect("an address").to_string();
    let output = footbridge(data.path(), &["serve", "--listen", &address]);
    refused(&output, 5, "Something else listens on");
    refused(
        &footbridge(data.path(), &["serve", "--listen", "nowhere"]),
        2,
        "cannot listen on `nowhere`",
    );
}

#[test]
fn a_corrupt_database_is_said_in_a_sentence() {
    let data = tempfile::tempdir().expect("a directory");
    fs::write(data.path().join("footbridge.sqlite"), "no database".repeat(500)).expect("a file");
    let output = footbridge(data.path(), &["people", "list"]);
    refused(&output, 1, "is not a database that can be read");
}

#[test]
fn a_wrong_address_of_a_database_is_said_in_a_sentence() {
    let data = tempfile::tempdir().expect("a directory");
    let output = footbridge(data.path(), &["--database", "mysql://x", "people", "list"]);
    refused(&output, 2, "postgres://user:password@host/name");
}

#[test]
fn a_wrong_csv_changes_nothing_and_names_its_line() {
    let data = tempfile::tempdir().expect("a directory");
    let csv = data.path().join("people.csv");
    fs::write(&csv, b"login,name\nnoor,Noor\nmara,M\xFFra\n").expect("a file");
    let csv = csv.to_str().expect("text");
    refused(
        &footbridge(data.path(), &["people", "import", csv, "--apply"]),
        2,
        "line 3: This is not UTF-8",
    );
    let listed = footbridge(data.path(), &["--json", "people", "list"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).trim(), "[]");
    refused(&footbridge(data.path(), &["people", "import", "/nowhere.csv"]), 2, "cannot be read");
}

#[test]
fn an_unknown_command_ends_with_two() {
    let data = tempfile::tempdir().expect("a directory");
    assert_eq!(footbridge(data.path(), &["fly"]).status.code(), Some(2));
}
