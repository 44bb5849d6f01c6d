//! Room, and who may read what.

use std::{
    fs,
    io::ErrorKind,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use rustix::fs::statvfs;

use super::{finding::Finding, premises::Premises};

/// Less room than this on the disk of the data is worth a look, in bytes.
const ROOM_LOOK: u64 = 1 << 30;
/// With less room than this the next backup or edition may fail, in bytes.
const ROOM_WRONG: u64 = 100 << 20;
/// Fewer files than this that may still be made are too few.
const FILES_WRONG: u64 = 1_000;
const MIB: u64 = 1 << 20;
/// The part of a mode that is for everybody else.
const OTHERS: u32 = 0o007;

pub(super) fn look(on: &Premises) -> Vec<Finding> {
    let data = on.data();
    let about = match fs::metadata(data) {
        Ok(about) if about.is_dir() => about,
        Ok(_) => return vec![not_a_directory(data)],
        Err(error) if error.kind() == ErrorKind::NotFound => return vec![not_there(data)],
        Err(error) => {
            let what = format!("{} cannot be looked at: {error}.", data.display());
            return vec![Finding::wrong(what, "Run this as the user that the server runs as.")];
        }
    };
    let mut findings = vec![room(data), writable(data), owner(data, about.uid())];
    let secrets = secrets(data);
    let open: Vec<&PathBuf> = secrets.iter().filter(|file| is_for_others(file)).collect();
    findings.extend(open.iter().map(|file| for_others(file)));
    if open.is_empty() {
        findings.push(Finding::fine("Nobody else may read the database and the keys."));
    }
    findings
}

fn not_there(data: &Path) -> Finding {
    Finding::look(
        format!("The data directory {} is not there yet.", data.display()),
        "The first start makes it. If there was one, see that `data` names it.",
    )
}

fn not_a_directory(data: &Path) -> Finding {
    Finding::wrong(format!("{} is not a directory.", data.display()), "Set `data` to a directory.")
}

fn room(data: &Path) -> Finding {
    let disk = match statvfs(data) {
        Ok(disk) => disk,
        Err(error) => {
            let what = format!("The disk of {} does not tell its room: {error}.", data.display());
            return Finding::look(what, "See with `df` how much is free.");
        }
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let what = format!("{} MiB are free where the data is.", free / MIB);
    if free < ROOM_WRONG {
        return Finding::wrong(what, "Make room: with a full disk nothing can be decided.");
    }
    // File systems without a fixed number of files say 0.
    if disk.f_files > 0 && disk.f_favail < FILES_WRONG {
        let what = format!("{} more files can be made where the data is.", disk.f_favail);
        return Finding::wrong(what, "Remove files: see `df -i`.");
    }
    if free < ROOM_LOOK {
        return Finding::look(
            what,
            "Make room before it runs out; backups need as much as the data.",
        );
    }
    Finding::fine(what)
}

/// By a file that is gone at once.
fn writable(data: &Path) -> Finding {
    let file = data.join(format!(".doctor-{}", std::process::id()));
    let written = fs::write(&file, "written").and_then(|()| fs::remove_file(&file));
    match written {
        Ok(()) => Finding::fine(format!("{} can be written.", data.display())),
        Err(error) => Finding::wrong(
            format!("{} cannot be written: {error}.", data.display()),
            "Run this as the user that the server runs as; if it still fails, give them the directory.",
        ),
    }
}

/// What root makes in the directory of somebody else, they cannot write.
fn owner(data: &Path, uid: u32) -> Finding {
    let own = rustix::process::geteuid().as_raw();
    if uid == own {
        return Finding::fine("The data belongs to the user who looks.");
    }
    Finding::look(
        format!("{} belongs to user {uid}, and you are user {own}.", data.display()),
        "Run commands as the user that the server runs as (`sudo -u`), so that no file becomes yours.",
    )
}

fn secrets(data: &Path) -> Vec<PathBuf> {
    let keys = fs::read_dir(data.join("keys")).into_iter().flatten();
    let keys = keys.filter_map(|entry| Some(entry.ok()?.path()));
    let database = store::DATABASE_FILE;
    let own = [database.to_owned(), format!("{database}-wal"), "keys".to_owned()];
    own.iter().map(|name| data.join(name)).chain(keys).collect()
}

fn is_for_others(file: &PathBuf) -> bool {
    fs::metadata(file).is_ok_and(|about| about.permissions().mode() & OTHERS != 0)
}

fn for_others(file: &Path) -> Finding {
    let file = file.display();
    Finding::wrong(format!("{file} is for everybody on this machine."), format!("chmod o= {file}"))
}
