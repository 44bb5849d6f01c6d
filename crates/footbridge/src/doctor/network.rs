//! Where the server listens, and whether people reach it.

use std::{io::ErrorKind, net::TcpListener, time::Duration};

use super::{finding::Finding, premises::Premises};

/// How long an answer may take.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(5);
/// What `/healthz` says.
const ALIVE: &str = "alive";

pub(super) async fn look(on: &Premises) -> Vec<Finding> {
    let mut findings = vec![if on.is_served { served(on).await } else { free(on) }];
    if on.given.configuration.url.is_some() {
        findings.push(door(on).await);
    }
    findings
}

/// What is there when `/healthz` is asked for.
enum There {
    /// A server of ours.
    Ours,
    /// Something that answers with this status.
    Other(u16),
    /// Nothing that answers; why.
    Nobody(String),
}

async fn ask(address: &str) -> There {
    let client = reqwest::Client::builder().timeout(ANSWER_TIME_MAX).no_proxy().build();
    let answer = match client {
        Ok(client) => client.get(format!("{address}/healthz")).send().await,
        Err(error) => Err(error),
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return There::Nobody(reasons(&error)),
    };
    let status = answer.status().as_u16();
    match answer.text().await {
        Ok(text) if text.trim() == ALIVE => There::Ours,
        _ => There::Other(status),
    }
}

/// The last cause says most.
fn reasons(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    last.to_string()
}

async fn served(on: &Premises) -> Finding {
    let listen = &on.given.configuration.listen;
    // By its own certificate it may not be called so; that it answers at all is what counts.
    let answers = tokio::time::timeout(ANSWER_TIME_MAX, tokio::net::TcpStream::connect(listen));
    match answers.await {
        Ok(Ok(_)) => Finding::fine(format!("The server runs and listens on {listen}.")),
        Ok(Err(_)) | Err(_) => Finding::look(
            format!("A server runs on this directory, but not on {listen}."),
            "Start it with the same configuration as this command, or give `--listen` here too.",
        ),
    }
}

fn free(on: &Premises) -> Finding {
    let listen = &on.given.configuration.listen;
    match TcpListener::bind(listen) {
        Ok(_) => Finding::look(
            format!("No server runs on this directory; {listen} is free for it."),
            "Start it: `footbridge serve`, or `systemctl start footbridge`.",
        ),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Finding::wrong(
            format!("Something else listens on {listen}."),
            "Find it with `ss -ltnp` and stop it, or set `listen` to another address.",
        ),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Finding::look(
            format!("You may not listen on {listen}."),
            "The unit that is shipped may; else choose a port from 1024 up behind a proxy.",
        ),
        Err(error) => Finding::wrong(
            format!("{listen} cannot be listened on: {error}."),
            "Set `listen` to an address of this machine and a port, such as 0.0.0.0:8080.",
        ),
    }
}

async fn door(on: &Premises) -> Finding {
    let url = &on.settings.url;
    match (ask(url).await, on.is_served) {
        (There::Ours, _) => Finding::fine(format!("The pages are reached at {url}.")),
        (There::Other(status), true) => Finding::wrong(
            format!("{url} answers, but not Footbridge: status {status}."),
            "See that the proxy before the server leads every path to it, and that `url` is its address.",
        ),
        (There::Nobody(why), true) => Finding::wrong(
            format!("{url} does not answer from here: {why}."),
            "See that the name leads here, that the proxy runs, and that its certificate is one this machine trusts.",
        ),
        (There::Other(_) | There::Nobody(_), false) => Finding::look(
            format!("{url} does not lead to a server, and none runs."),
            "Start the server, then look again.",
        ),
    }
}
