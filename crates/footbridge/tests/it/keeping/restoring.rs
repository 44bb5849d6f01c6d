//! Only what is whole and true comes back, into an empty place.

use std::{
    fs::{self, File},
    io::Read,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use store::{Location, Store};

use super::{Program, company, names, refused};

/// A company, the file of its backup, and a place for what is restored.
fn backed_up() -> (tempfile::TempDir, Program, PathBuf, Program) {
    let (directory, program) = company();
    let file = directory.path().join("backup.tar.zst");
    program.tell(&["backup", file.to_str().unwrap()]);
    let new = Program::at(&directory.path().join("new"));
    (directory, program, file, new)
}

#[test]
fn everything_is_as_it_was_and_work_goes_on() {
    let (directory, program) = company();
    let (data, file) = (directory.path().join("data"), directory.path().join("backup.tar.zst"));
    fs::write(data.join("footbridge.toml"), "organisation = \"Dune & Daughters\"\n").unwrap();
    fs::create_dir(data.join("keys")).unwrap();
    fs::write(data.join("keys/door.key"), "a key that is kept as a file").unwrap();
    let seen = program.seen();
    program.tell(&["backup", file.to_str().unwrap()]);
    program.tell(&["people", "add-group", "later", "--name", "Later"]);

    let new = Program::at(&directory.path().join("new"));
    let said = new.tell(&["restore", file.to_str().unwrap()]);
    assert!(said.contains("every one as it was written"), "{said}");
    assert_eq!(new.seen(), seen);
    let key = directory.path().join("new/keys/door.key");
    assert_eq!(fs::read(&key).unwrap(), b"a key that is kept as a file");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(new.tell(&["config", "show"]).contains("Dune & Daughters"));
    new.tell(&["people", "add-group", "later", "--name", "Later"]);
    new.tell(&["audit", "verify"]);
}

#[test]
fn a_directory_with_anything_in_it_is_left_alone() {
    let (_directory, program, file, new) = backed_up();
    let file = file.to_str().unwrap();
    refused(&program.run(&["restore", file]), 5, "is not empty: it holds `audit.checkpoint`");
    new.tell(&["restore", file]);
    refused(&new.run(&["restore", file]), 5, "is not empty");
    new.tell(&["audit", "verify"]);
}

#[test]
fn a_directory_with_nothing_but_a_configuration_is_empty_enough() {
    let (directory, program, file, new) = backed_up();
    let data = directory.path().join("new");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("footbridge.toml"), "organisation = \"The new house\"\n").unwrap();
    new.tell(&["restore", file.to_str().unwrap()]);
    assert_eq!(new.seen(), program.seen());
    assert!(new.tell(&["config", "show"]).contains("The new house"));
}

#[test]
fn a_damaged_or_truncated_file_is_refused_and_nothing_is_left() {
    let (directory, _, file, new) = backed_up();
    let whole = fs::read(&file).unwrap();
    let bad = directory.path().join("bad.tar.zst");
    let refuses = |bytes: &[u8]| {
        fs::write(&bad, bytes).unwrap();
        let output = new.run(&["restore", bad.to_str().unwrap()]);
        refused(&output, 2, "is not a whole backup of Footbridge");
        assert_eq!(names(directory.path()), ["backup.tar.zst", "bad.tar.zst", "data"]);
    };
    for part in [0, 1, 4, 50, 90, 99] {
        refuses(&whole[..whole.len() * part / 100]);
    }
    refuses(&whole[..whole.len() - 1]);
    for part in 0..12 {
        let mut bytes = whole.clone();
        let place = (bytes.len() - 1) * part / 11;
        bytes[place] ^= 0x10;
        refuses(&bytes);
    }
    refuses(b"this was never a backup");
    refuses(&zstd::encode_all(&b"nor was this"[..], 1).unwrap());
}

#[test]
fn a_file_that_is_not_there_is_said_in_a_sentence() {
    let (directory, _, _, new) = backed_up();
    refused(&new.run(&["restore", "/nowhere.tar.zst"]), 2, "`/nowhere.tar.zst` cannot be read");
    assert_eq!(names(directory.path()), ["backup.tar.zst", "data"]);
}

/// The archive with its members, but for the manifest, changed by `change`.
fn repacked(file: &Path, change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) {
    let mut archive = tar::Archive::new(zstd::Decoder::new(File::open(file).unwrap()).unwrap());
    let mut members = Vec::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let (name, mut bytes) = (entry.path().unwrap().display().to_string(), Vec::new());
        entry.read_to_end(&mut bytes).unwrap();
        members.push((name, bytes));
    }
    let (_, manifest) = members.pop().expect("the manifest is the last");
    let mut manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    change(&mut members);
    manifest["members"] = members
        .iter()
        .map(|(name, bytes)| {
            let sha256 = format!("{:x}", Sha256::digest(bytes));
            serde_json::json!({ "name": name, "bytes": bytes.len(), "sha256": sha256 })
        })
        .collect();
    members.push(("MANIFEST.json".to_owned(), serde_json::to_vec(&manifest).unwrap()));
    let mut tar = tar::Builder::new(zstd::Encoder::new(File::create(file).unwrap(), 1).unwrap());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        // Written as it is, also where it leads out of the archive.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, bytes.as_slice()).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap();
}

#[tokio::test]
async fn a_log_that_was_rewritten_is_refused_even_where_every_hash_fits() {
    let (directory, _, file, new) = backed_up();
    let folder = tempfile::tempdir().expect("a directory");
    Program::at(folder.path()).tell(&["restore", file.to_str().unwrap()]);
    let location = Location::Directory(folder.path().to_owned());
    let store = Store::open(&location).await.expect("it opens");
    let tx = store.begin().await.expect("a transaction");
    let forge = "UPDATE audit_entry SET leaf = replace(leaf, ':', ': ') WHERE seq = 7";
    assert_eq!(tx.execute(forge, vec![]).await.expect("changed"), 1);
    tx.commit().await.expect("saved");
    store.close().await.expect("closed");
    let forged = fs::read(folder.path().join("footbridge.sqlite")).unwrap();
    repacked(&file, |members| {
        let database = members.iter_mut().find(|(name, _)| name == "footbridge.sqlite");
        database.expect("it is there").1 = forged;
    });
    let output = new.run(&["restore", file.to_str().unwrap()]);
    refused(&output, 5, "is not as it was written (entry 7: was changed");
    assert_eq!(names(directory.path()), ["backup.tar.zst", "data"]);
}

#[test]
fn an_archive_writes_nowhere_else() {
    for name in ["../escaped", "/tmp/escaped", "keys/../../escaped", "server.lock", "editions/x"] {
        let (directory, _, file, new) = backed_up();
        repacked(&file, |members| members.push((name.to_owned(), b"evil".to_vec())));
        let output = new.run(&["restore", file.to_str().unwrap()]);
        refused(&output, 2, "is not a whole backup of Footbridge (it holds ");
        assert_eq!(names(directory.path()), ["backup.tar.zst", "data"]);
    }
}
