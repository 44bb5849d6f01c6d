//! The web behind the proxy: one server over http, one over https, under every name that a story uses.

use std::{
    fs,
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::{Program, free_port, listens};

/// The site that the sample company has a wall before. Browsers do not insist on https for it.
pub const WALLED: &str = "www.linkedin.com";
/// A site that nobody has a wall before.
pub const OPEN: &str = "www.gardens.example";
/// The path of a page that a proxy may keep; every other one is made anew each time.
pub const KEPT: &str = "/kept";
/// Under which the pages of Footbridge are reached.
pub(crate) const DOOR: &str = "footbridge.dune.example";

/// The longest head of a request, in bytes.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// Serves a page under every name, and counts who came.
#[derive(Debug)]
pub struct Site {
    /// The port for http.
    pub http: u16,
    /// The port for https.
    pub https: u16,
    visits: Arc<AtomicUsize>,
    serving: JoinHandle<()>,
    _tls: Program,
}

impl Site {
    /// Opens it; its certificate and its page over https are in `folder`.
    pub(crate) async fn open(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let http = listener.local_addr().expect("its address").port();
        let visits = Arc::new(AtomicUsize::new(0));
        let serving = tokio::spawn(serve(listener, Arc::clone(&visits)));
        certificate(folder, "site");
        fs::write(folder.join("page"), "You are through, by https.\n").expect("a page");
        let https = free_port();
        let mut command = Command::new("openssl");
        command.current_dir(folder).args(["s_server", "-quiet", "-WWW", "-accept"]);
        command.args([&format!("127.0.0.1:{https}"), "-cert", "site.pem", "-key", "site.key"]);
        let tls = Program::start("openssl s_server", &mut command, &folder.join("site.log"));
        assert!(listens(https, Duration::from_secs(10)).await, "no site over https");
        Self { http, https, visits, serving, _tls: tls }
    }

    /// The address of a page over http.
    pub fn page(&self, host: &str) -> String {
        format!("http://{host}:{}/page", self.http)
    }

    /// The address of a page over https.
    pub fn secure_page(&self, host: &str) -> String {
        format!("https://{host}:{}/page", self.https)
    }

    /// How many requests came through over http.
    pub fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A certificate that nobody trusts, `NAME.pem` and `NAME.key` in `folder`.
pub(crate) fn certificate(folder: &Path, name: &str) {
    let names = format!("subjectAltName=DNS:{WALLED},DNS:{OPEN}");
    let made = Command::new("openssl")
        .current_dir(folder)
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-batch"])
        .args(["-subj", "/CN=journeys", "-addext", &names])
        .args(["-keyout", &format!("{name}.key"), "-out", &format!("{name}.pem")])
        .output()
        .expect("openssl is installed");
    assert!(made.status.success(), "no certificate: {}", String::from_utf8_lossy(&made.stderr));
}

async fn serve(listener: TcpListener, visits: Arc<AtomicUsize>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, Arc::clone(&visits)));
    }
}

/// One page for each request, as long as the connection is kept.
async fn answer(stream: TcpStream, visits: Arc<AtomicUsize>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    loop {
        while !head.ends_with("\r\n\r\n") {
            let read = stream.read_line(&mut head).await.ok()?;
            if read == 0 || head.len() > HEAD_BYTES_MAX {
                return None;
            }
        }
        visits.fetch_add(1, Ordering::SeqCst);
        stream.write_all(page(&head).as_bytes()).await.ok()?;
        head.clear();
    }
}

fn page(head: &str) -> String {
    let host = head.lines().find_map(|line| line.strip_prefix("Host: ")).unwrap_or("nowhere");
    let host = host.split(':').next().unwrap_or_default();
    let keep = if head.contains(KEPT) { "max-age=3600" } else { "no-store" };
    let body = format!("<!doctype html><title>{host}</title><h1>You are through to {host}</h1>\n");
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nCache-Control: {keep}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
