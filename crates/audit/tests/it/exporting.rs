//! The export: what a stranger is given to check, and that they find whatever was altered.

use std::{fs, path::Path};

use audit::{Audit, Exported};
use store::{Engine, testing::TestDatabase};

use crate::{
    log, record,
    tools::{PYMERKLE, PYTHON, have, ill, run, well},
};

/// Alters an export, byte by byte and line by line, and runs its own check on each.
const ALTER: &str = include_str!("alter.py");

async fn export(audit: &Audit, to: &Path) -> Exported {
    audit.export(to, "Dune & Daughters", |_, _| {}).await.expect("exported")
}

/// The commands that a stranger copies out of the instructions, but for those that need more.
fn commands(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join("VERIFY.txt")).expect("instructions");
    let is_command = |line: &&str| line.starts_with("    ") && !line.starts_with("    $");
    text.lines().filter(is_command).collect::<Vec<_>>().join("\n")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<_> = entries.map(|entry| name(entry).into_string().expect("text")).collect();
    names.sort();
    names
}

async fn database() -> TestDatabase {
    TestDatabase::new(Engine::Sqlite).await.expect("a database")
}

store::on_both_engines! {
    async fn a_stranger_who_follows_the_instructions_finds_the_log_whole(database: TestDatabase) {
        if !have(&["bash", "sha256sum", "basenc", "openssl", PYTHON]) {
            return;
        }
        let (_, audit, _) = log(&database, 0).await;
        for size in 1..=8_u64 {
            record(&audit, 0).await;
            if [4, 5, 6].contains(&size) {
                continue;
            }
            let folder = database.directory.path().join(format!("of-{size}"));
            assert_eq!(export(&audit, &folder).await.entries, size);
            let said = well(&run("bash", &["-euo", "pipefail", "-c", &commands(&folder)], &folder));
            assert!(said.contains("Signature Verified Successfully"), "{said}");
            assert!(said.contains(&format!("entry {} is in the log", (size - 1) / 2)), "{said}");
            assert!(said.contains(&format!("{size} entries: every one is as it was written and signed.")), "{said}");
        }
    }
}

/// Over more entries than are held at a time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_implementation_finds_the_same_tree() {
    let database = database().await;
    let (_, audit, _) = log(&database, 1_061).await;
    let folder = database.directory.path().join("export");
    let mut told = Vec::new();
    audit.export(&folder, "D&D", |done, of| told.push((done, of))).await.expect("exported");
    assert_eq!(told, [(1_024, 1_061), (1_061, 1_061)]);
    if have(&[PYTHON]) {
        well(&run(PYTHON, &["check.py"], &folder));
    }
    if have(&[PYMERKLE]) {
        let said = well(&run(PYMERKLE, &["check_with_pymerkle.py"], &folder));
        assert!(said.contains("1061 leaves, 1061 roots, 1061 proofs"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_byte_of_an_export_can_be_altered_unnoticed() {
    if !have(&[PYTHON]) {
        return;
    }
    let database = database().await;
    let (_, audit, _) = log(&database, 2).await;
    let folder = database.directory.path().join("export");
    export(&audit, &folder).await;
    let said = well(&run(PYTHON, &["-c", ALTER], &folder));
    assert!(said.contains("all noticed"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_written_anew_is_noticed_by_whoever_kept_a_key_or_a_checkpoint() {
    if !have(&[PYTHON]) {
        return;
    }
    let (genuine, forged, stolen) = (database().await, database().await, database().await);
    let (store, audit, _) = log(&genuine, 5).await;
    let (key, kept) = (audit.trust().to_text(), genuine.directory.path().join("audit.checkpoint"));
    let kept = kept.to_str().expect("text");

    let (_, other, _) = log(&forged, 6).await;
    let folder = forged.directory.path().join("export");
    export(&other, &folder).await;
    well(&run(PYTHON, &["check.py"], &folder));
    ill(&run(PYTHON, &["check.py", "--key", &key], &folder), "another log");
    ill(&run(PYTHON, &["check.py", "--checkpoint", kept], &folder), "the log whose key this is");

    let private = store::key(&store, genuine.directory.path(), "audit", || unreachable!()).await;
    fs::create_dir(stolen.directory.path().join("keys")).expect("a folder");
    let place = stolen.directory.path().join("keys/audit.key");
    fs::write(place, private.expect("a key")).expect("stolen");
    let (_, anew, _) = log(&stolen, 0).await;
    for n in 1..7 {
        record(&anew, n).await;
    }
    let folder = stolen.directory.path().join("export");
    export(&anew, &folder).await;
    well(&run(PYTHON, &["check.py", "--key", &key], &folder));
    ill(&run(PYTHON, &["check.py", "--checkpoint", kept], &folder), "written anew");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_ends_before_a_kept_checkpoint_is_noticed() {
    if !have(&[PYTHON]) {
        return;
    }
    let database = database().await;
    let (_, audit, _) = log(&database, 4).await;
    let folder = database.directory.path().join("export");
    export(&audit, &folder).await;
    record(&audit, 4).await;
    let kept = database.directory.path().join("audit.checkpoint");
    let kept = kept.to_str().expect("text");
    ill(&run(PYTHON, &["check.py", "--checkpoint", kept], &folder), "newer than this export");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_appears_whole_or_not_at_all() {
    let database = database().await;
    let (store, audit, _) = log(&database, 0).await;
    let home = database.directory.path().join("exports");
    fs::create_dir(&home).expect("a folder");
    let refused = async |name: &str| {
        let tried = audit.export(&home.join(name), "D&D", |_, _| {}).await;
        tried.expect_err("nothing to export here").to_string()
    };
    assert!(refused("empty-log").await.contains("no entry yet"));
    record(&audit, 0).await;

    fs::create_dir_all(home.join("empty")).expect("a folder");
    export(&audit, &home.join("empty")).await;
    export(&audit, &home.join("new")).await;
    assert!(refused("new").await.contains("is not empty"));
    fs::write(home.join("file"), "").expect("a file");
    assert!(refused("file").await.contains("cannot be used"));
    assert!(refused("no/such/place").await.contains("cannot be made"));

    let tx = store.begin().await.expect("a transaction");
    tx.execute("UPDATE audit_entry SET leaf = '{}'", vec![]).await.expect("altered");
    tx.commit().await.expect("saved");
    assert!(refused("altered").await.contains("not as it was written"));
    assert_eq!(names(&home), ["empty", "file", "new"]);
    assert_eq!(names(&home.join("new")), names(&home.join("empty")));
}

/// What `footbridge audit proof` prints is checked by the same program as an export.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_single_proof_is_checked_by_itself() {
    if !have(&[PYTHON]) {
        return;
    }
    let database = database().await;
    let (_, audit, _) = log(&database, 13).await;
    let folder = database.directory.path();
    fs::write(folder.join("check.py"), audit::CHECKER).expect("written");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");

    let proof = audit.prove(7).await.expect("proved").expect("an entry");
    let proof = serde_json::to_string_pretty(&proof).expect("JSON");
    write("proof.json", &proof);
    let said = well(&run(PYTHON, &["check.py", "proof.json"], folder));
    assert!(said.contains("Entry 7 is in the log of 13 entries"), "{said}");
    write("proof.json", &proof.replace("because", "no reason"));
    ill(&run(PYTHON, &["check.py", "proof.json"], folder), "not in the log");
    write("proof.json", &proof.replace("\"entry\": 7", "\"entry\": 6"));
    ill(&run(PYTHON, &["check.py", "proof.json"], folder), "not in the log");

    for older in [1, 5, 8, 13] {
        let proof = audit.prove_consistency(older, None).await.expect("proved");
        write("proof.json", &serde_json::to_string(&proof).expect("JSON"));
        let said = well(&run(PYTHON, &["check.py", "proof.json"], folder));
        assert!(said.contains(&format!("of 13 entries continues the one of {older}")), "{said}");
    }
}
