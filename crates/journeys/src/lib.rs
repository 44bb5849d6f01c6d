#![doc = include_str!("../README.md")]
// Whoever reads a failed story wants to know where it broke, so this whole crate may panic.
#![allow(clippy::panic, clippy::missing_panics_doc, clippy::must_use_candidate)]

mod balancer;
mod browser;
mod curl;
mod desk;
mod nodes;
mod office;
mod program;
mod site;
mod squid;
mod user;
mod visitor;

use std::{future::Future, time::Duration};

pub use browser::{Authenticator, Browser};
pub use curl::Answer;
pub use desk::Desk;
pub use nodes::{AGREEMENT, Node, Nodes};
pub use office::{Office, PASSWORD, binary, second_after, typed};
pub use program::Program;
pub use site::{KEPT, OPEN, Site, WALLED};
pub use squid::{Entrance, Squid};
pub use visitor::{Page, Visitor};

/// How often something that is waited for is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Waits until `look` finds something; `None` if it did not in time.
pub async fn within<T, F: Future<Output = Option<T>>>(
    time: Duration,
    mut look: impl FnMut() -> F,
) -> Option<T> {
    let end = tokio::time::Instant::now() + time;
    loop {
        if let Some(found) = look().await {
            return Some(found);
        }
        if tokio::time::Instant::now() >= end {
            return None;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// A loopback port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its number").port()
}

/// Waits until something listens on the port.
pub(crate) async fn listens(port: u16, time: Duration) -> bool {
    let look = || async { tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok() };
    within(time, look).await.is_some()
}
