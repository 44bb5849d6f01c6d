//! One file, while others work.

use std::{
    fs::{self, File},
    os::unix::fs::PermissionsExt,
    process::{Command, Stdio},
    time::Duration,
};

use capabilities::CAPABILITIES;
use store::{Engine, testing::TestDatabase};
use web::{Caller, testing::House};

use super::{Program, company, names, refused};

/// Between two acts of the load: what it writes is verified too.
const PAUSE: Duration = Duration::from_millis(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_is_the_state_of_one_instant() {
    let database = TestDatabase::new(Engine::Sqlite).await.expect("an embedded database");
    let program = Program::on(&database);
    let house = House::open(database, CAPABILITIES).await;
    let app = house.app.clone();
    let load = tokio::spawn(async move {
        for n in 0.. {
            let word = format!("group-{n}");
            people::add_group(&app, &Caller::operator(), &word, &word, None).await.expect("added");
            tokio::time::sleep(PAUSE).await;
        }
    });
    let folder = tempfile::tempdir().expect("a directory");
    let mut entries = Vec::new();
    for n in 0..3 {
        let file = folder.path().join(format!("{n}.tar.zst"));
        let data = folder.path().join(n.to_string());
        let backup = program.command(&["backup", file.to_str().unwrap()]).output();
        assert!(backup.expect("it starts").status.success());
        let restored = Program::at(&data);
        restored.tell(&["restore", file.to_str().unwrap()]);
        let report: serde_json::Value =
            serde_json::from_str(&restored.tell(&["audit", "verify", "--json"])).expect("a report");
        entries.push(report["entries"].as_u64().expect("a number"));
    }
    assert!(!load.is_finished(), "others worked all the while");
    load.abort();
    assert!(entries.is_sorted_by(|a, b| a < b), "each is later than the one before: {entries:?}");
}

#[test]
fn only_its_owner_reads_a_backup_and_nothing_is_beside_it() {
    let (directory, program) = company();
    let file = directory.path().join("backup.tar.zst");
    let said = program.tell(&["backup", file.to_str().unwrap()]);
    assert!(said.contains("entries of the audit log"), "{said}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(names(directory.path()), ["backup.tar.zst", "data"]);
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_told_to() {
    let (directory, program) = company();
    let file = directory.path().join("backup.tar.zst");
    fs::write(&file, "the only copy of something").unwrap();
    let file = file.to_str().unwrap();
    refused(&program.run(&["backup", file]), 5, "replace it with --force");
    assert_eq!(fs::read(file).unwrap(), b"the only copy of something");
    program.tell(&["backup", "--force", file]);
    Program::at(&directory.path().join("new")).tell(&["restore", file]);
}

#[test]
fn a_backup_goes_through_a_pipe_too() {
    let (directory, program) = company();
    let new = Program::at(&directory.path().join("new"));
    let mut backup =
        program.command(&["backup", "-"]).stdout(Stdio::piped()).spawn().expect("it starts");
    let piped = backup.stdout.take().expect("a pipe");
    let restored = new.command(&["restore", "-"]).stdin(piped).output().expect("it starts");
    assert!(backup.wait().expect("it ends").success());
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    assert_eq!(new.seen(), program.seen());
}

#[test]
fn a_full_disk_leaves_nothing_half_done() {
    let (directory, program) = company();
    let file = directory.path().join("backup.tar.zst");
    // Files of this user may have 64 KiB: as on a full disk, a write fails.
    let backup = program.command(&["backup", file.to_str().unwrap()]);
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 128; exec \"$0\" \"$@\""]);
    limited.arg(backup.get_program()).args(backup.get_args());
    refused(&limited.output().expect("it starts"), 5, "There is no room for");
    assert_eq!(names(directory.path()), ["data"]);

    let full = File::options().write(true).open("/dev/full").expect("there is one");
    let output = program.command(&["backup", "-"]).stdout(full).output().expect("it starts");
    refused(&output, 5, "There is no room for `standard output`");
}

#[test]
fn what_cannot_be_backed_up_is_said_in_a_sentence() {
    let (directory, program) = company();
    refused(&program.run(&["backup", "/nowhere/at/all"]), 4, "The folder of");
    let nothing = Program::at(&directory.path().join("nothing"));
    refused(&nothing.run(&["backup", "x.tar.zst"]), 4, "There is no database in");
    assert_eq!(names(directory.path()), ["data"]);
}

#[test]
fn common_tools_read_a_backup() {
    let (directory, program) = company();
    let file = directory.path().join("backup.tar.zst");
    program.tell(&["backup", file.to_str().unwrap()]);
    let archive = zstd::decode_all(File::open(&file).unwrap()).expect("zstd");
    fs::write(directory.path().join("backup.tar"), archive).unwrap();
    let listed = Command::new("tar").arg("-tf").arg(directory.path().join("backup.tar")).output();
    let listed = String::from_utf8(listed.expect("tar is installed").stdout).unwrap();
    assert_eq!(
        listed.lines().collect::<Vec<_>>(),
        ["audit.checkpoint", "footbridge.sqlite", "MANIFEST.json"]
    );
}
