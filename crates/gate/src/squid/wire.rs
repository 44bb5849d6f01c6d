//! What helper and server tell each other through `DATA/run/gate.sock`: JSON, one message a line.

use std::{
    fs::File,
    io,
    net::IpAddr,
    os::fd::AsRawFd,
    path::{Path, PathBuf},
};

use base::{Host, Timestamp};
use serde::{Deserialize, Serialize};

/// The longest message, in bytes.
pub const MESSAGE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Where the server listens.
pub fn socket(data: &Path) -> PathBuf {
    data.join("run").join("gate.sock")
}

/// The longest path in the address of a socket, in bytes (`sun_path` of Linux, without its end).
const SOCKET_PATH_BYTES_MAX: usize = 107;

/// A path by which `socket` can be bound or connected to; a long one by way of its folder, for as
/// long as that is held open.
pub(crate) fn reach(socket: &Path) -> io::Result<(PathBuf, Option<File>)> {
    let (Some(folder), Some(name)) = (socket.parent(), socket.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    if socket.as_os_str().len() <= SOCKET_PATH_BYTES_MAX {
        return Ok((socket.to_owned(), None));
    }
    let folder = File::open(folder)?;
    let path = Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name);
    Ok((path, Some(folder)))
}

/// From the server: `{"edition":13}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToHelper {
    /// This edition is in force now; the helper looks at the file by itself.
    Edition(i64),
}

/// From a helper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromHelper {
    /// First, and again with every edition that it takes up.
    Hello(Hello),
    /// Somebody did not get through.
    Block(Block),
    /// About every second in which something was answered.
    Counts(Counts),
}

/// Which helper this is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The number of its process.
    pub pid: u32,
    /// The version of the program.
    pub version: String,
    /// The edition from which it answers, if it has one.
    pub edition: Option<i64>,
}

/// Somebody did not get through. The address of the page and the browser stay with the proxy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// When.
    pub at: Timestamp,
    /// The edition that decided.
    pub edition: i64,
    /// The number of the person, if the rulebook knows them.
    pub person: Option<i64>,
    /// The folded login at the proxy, known or not.
    pub login: Option<String>,
    /// Where they sat.
    pub address: Option<IpAddr>,
    /// The destination, or the name in its greeting if that was the reason.
    pub host: Host,
    /// The port asked for.
    pub port: Option<u16>,
    /// The method asked for.
    pub method: Option<String>,
    /// `coach` or `deny`.
    pub effect: String,
    /// The ids of the rules that decided; none if the organisation's default did.
    pub rules: Vec<String>,
    /// What leads to the door, if the helper has the key.
    pub token: Option<String>,
}

/// How often which rule decided, since the last time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// The end of the time in which it was counted.
    pub at: Timestamp,
    /// The edition at that time.
    pub edition: Option<i64>,
    /// The counts.
    pub counts: Vec<Count>,
    /// Blocks and counts that found no room.
    pub dropped: u64,
}

/// How often one rule decided with one effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The id of the rule, or `default`, or why nothing could be judged (`unreadable`, `no-host`,
    /// `too-long`, `no-channel`, `no-edition`).
    pub rule: String,
    /// `allow`, `coach` or `deny`.
    pub effect: String,
    /// How often.
    pub times: u64,
}
