//! Telling systemd how far the server is (`sd_notify(3)`); without systemd nothing is told.

use std::{
    env,
    os::{
        linux::net::SocketAddrExt,
        unix::net::{SocketAddr, UnixDatagram},
    },
};

/// Pages are answered from now on.
pub(super) fn ready() {
    tell("READY=1");
}

/// No more are taken.
pub(super) fn stopping() {
    tell("STOPPING=1");
}

fn tell(state: &str) {
    let Ok(socket) = env::var("NOTIFY_SOCKET") else { return };
    let told = address(&socket).and_then(|address| {
        UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address).map(drop)
    });
    if let Err(error) = told {
        tracing::debug!("the supervisor was not told {state}: {error}");
    }
}

/// A path, or with `@` in front a name without a file.
fn address(socket: &str) -> std::io::Result<SocketAddr> {
    match socket.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(socket),
    }
}
