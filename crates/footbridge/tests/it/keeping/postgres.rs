//! Backup and restore on PostgreSQL are PostgreSQL's own: what docs/backup.md says is tried here.

use std::process::Command;

use super::{Program, empty_postgres, refused};

#[track_caller]
fn goes_well(command: &mut Command) {
    let output = command.output().expect("PostgreSQL's tools are installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_is_restored_and_its_audit_log_verifies() {
    let Some((database, url)) = empty_postgres().await else { return };
    let Some((empty, new_url)) = empty_postgres().await else { return };
    let program = Program::on(&database).with_company();
    let dump = database.directory.path().join("footbridge.dump");

    let mut pg_dump = Command::new("pg_dump");
    goes_well(pg_dump.args(["--format=custom", "--file"]).arg(&dump).args(["--dbname", &url]));
    let mut pg_restore = Command::new("pg_restore");
    pg_restore.args([
        "--exit-on-error",
        "--no-owner",
        "--single-transaction",
        "--dbname",
        &new_url,
    ]);
    goes_well(pg_restore.arg(&dump));

    let restored = Program::on(&empty);
    assert_eq!(restored.seen(), program.seen());
    restored.tell(&["people", "add-group", "later", "--name", "Later"]);
    restored.tell(&["audit", "verify"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_commands_name_the_tool_to_use() {
    let Some((database, _)) = empty_postgres().await else { return };
    let program = Program::on(&database);
    refused(&program.run(&["backup", "x.tar.zst"]), 5, "`pg_dump --format=custom");
    refused(&program.run(&["restore", "x.tar.zst"]), 5, "`pg_restore ");
}
