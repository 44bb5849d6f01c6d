//! As whom the programs of a journey run.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

/// Debian's user for Squid.
const SQUID_USER: &str = "proxy";

/// Makes the command run as that user, if we are root.
pub(crate) fn run_as_us(command: &mut Command) {
    if let Some((user, group)) = instead_of_root() {
        // Root's home is closed to it.
        command.uid(user).gid(group).env("HOME", "/nonexistent");
    }
}

/// Gives a file or directory to that user, if we are root.
pub(crate) fn give_to_us(path: &Path) {
    if let Some((user, group)) = instead_of_root() {
        chown(path, Some(user), Some(group)).expect("root may give things away");
    }
}

/// User and group, where we are root.
pub(crate) fn instead_of_root() -> Option<(u32, u32)> {
    let we = fs::metadata("/proc/self").expect("/proc is mounted").uid();
    (we == 0).then(|| {
        let users = fs::read_to_string("/etc/passwd").expect("the users of this machine");
        let line = users.lines().find(|line| line.split(':').next() == Some(SQUID_USER));
        let line = line.expect("as root, Debian's user `proxy` is needed: install squid-openssl");
        let mut numbers = line.split(':').skip(2).map(|number| number.parse().expect("a number"));
        (numbers.next().expect("a user"), numbers.next().expect("a group"))
    })
}
