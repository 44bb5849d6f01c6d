//! Squid: is it there, does it ask us, and does the helper answer.

mod conf;
mod helper;
mod reading;

use std::{
    env, fs,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::Command,
};

use self::conf::Conf;
use super::{finding::Finding, premises::Premises};

/// Where Squid may be beside the search path: users have no `sbin` in theirs.
const FOLDERS: [&str; 3] = ["/usr/sbin", "/usr/local/sbin", "/usr/local/squid/sbin"];

pub(super) async fn look(on: &Premises) -> Vec<Finding> {
    let mut findings = vec![socket(on)];
    let Some(program) = find(&on.squid) else {
        findings.push(Finding::look(
            "Squid is not on this machine.",
            "Where it is, run this there; else install squid, or squid-openssl to look into the greeting of TLS.",
        ));
        findings.push(helper::look(on, None).await);
        return findings;
    };
    findings.push(version(&program));
    let conf = match Conf::read(&on.squid_conf) {
        Ok(conf) => conf,
        Err(error) => {
            let what = format!("{} cannot be read: {error}.", on.squid_conf.display());
            findings.push(Finding::look(what, "Run this as root, or name it with --squid-conf."));
            return findings;
        }
    };
    findings.extend(conf.judge(on));
    findings.extend(reading::look(on, &conf));
    findings.push(helper::look(on, conf.helper()).await);
    findings
}

fn find(program: &Path) -> Option<PathBuf> {
    if program.components().count() > 1 {
        return program.is_file().then(|| program.to_owned());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(FOLDERS.map(PathBuf::from));
    folders.map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn version(program: &Path) -> Finding {
    let said = Command::new(program).arg("-v").output();
    let said = said.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let first = said.as_deref().ok().and_then(|said| said.lines().next());
    let Some(version) = first.and_then(|line| line.strip_prefix("Squid Cache: Version ")) else {
        let what = format!("{} does not say which Squid it is.", program.display());
        return Finding::look(what, "Name the program of Squid with --squid.");
    };
    Finding::fine(format!("Squid {version} is installed."))
}

/// Helpers tell of blocks by it; without it they still answer.
fn socket(on: &Premises) -> Finding {
    let socket = gate::squid::wire::socket(on.data());
    if !on.is_served {
        return Finding::look(
            "No server runs on this directory: helpers answer from the last edition, and tell nobody of blocks.",
            "Start the server here.",
        );
    }
    let reached = if fs::metadata(&socket).is_ok() {
        UnixStream::connect(&socket)
    } else {
        Err(std::io::ErrorKind::NotFound.into())
    };
    match reached {
        Ok(_) => Finding::fine("The server hears helpers."),
        Err(error) => Finding::wrong(
            format!("The server is not heard on {}: {error}.", socket.display()),
            "See in the log why it could not be opened.",
        ),
    }
}
