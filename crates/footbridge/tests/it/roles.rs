//! The role table is committed, so that a change of who may do what cannot go unseen.

use std::{path::Path, process::Command};

const HEAD: &str = "# Who may do what\n\nMade by `footbridge roles`; a test compares it. The operator at the command line of the server may\neverything: the whole state is theirs.\n\n";

#[test]
fn the_committed_role_table_is_the_one_in_force() {
    let printed =
        Command::new(env!("CARGO_BIN_EXE_footbridge")).arg("roles").output().expect("it runs");
    let table = format!("{HEAD}{}", String::from_utf8(printed.stdout).expect("text"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/roles.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &table).expect("docs/roles.md is written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == table,
        "docs/roles.md differs; look at what changed, then run with BLESS=1:\n{table}"
    );
}
