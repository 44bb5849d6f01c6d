//! The real server on loopback, and the tools that strangers try it with.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Output, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// How long something may take that a story waits for, on a busy machine.
const WAIT_MAX: Duration = Duration::from_secs(30);
/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Whether all of these are here; else says what is left out.
pub(crate) fn have(programs: &[&str]) -> bool {
    let is_absent = |program: &&&str| Command::new(program).arg("--version").output().is_err();
    let absent: Vec<&&str> = programs.iter().filter(is_absent).collect();
    if !absent.is_empty() {
        eprintln!("skipped: not installed: {absent:?}; script/setup test installs them");
    }
    absent.is_empty()
}

/// What a command said that went well.
#[track_caller]
pub(crate) fn well(output: &Output) -> String {
    let said = [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat();
    assert!(output.status.success(), "ended with {}:\n{said}", output.status);
    said
}

/// Waits until `look` is true.
#[track_caller]
pub(crate) fn until(what: &str, mut look: impl FnMut() -> bool) {
    let end = Instant::now() + WAIT_MAX;
    while !look() {
        assert!(Instant::now() < end, "waited in vain until {what}");
        sleep(LOOK_EVERY);
    }
}

/// The server; it ends when this is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    log: std::path::PathBuf,
}

impl Server {
    /// Starts it on `folder/data`, on a free port, and waits until it listens.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let log = folder.join("server.log");
        let said = File::create(&log).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_footbridge"))
            .arg("--data")
            .arg(folder.join("data"))
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .args(arguments)
            .env_remove("FOOTBRIDGE_CONFIG")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(said)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let begun = lines.any(|line| line.is_ok_and(|line| line.starts_with("listening on")));
        let server = Self { child, port, log };
        assert!(begun, "the server did not start: {}", server.said());
        server
    }

    /// What it said to standard error.
    pub(crate) fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        well(&Command::new("sh").args(["-c", "kill -s $0 $1", name, &pid]).output().unwrap());
    }

    /// What `curl` says of a path.
    pub(crate) fn curl(&self, scheme: &str, path: &str, arguments: &[&str]) -> String {
        let url = format!("{scheme}://localhost:{}{path}", self.port);
        let mut command = Command::new("curl");
        command.args(["--silent", "--show-error", "--insecure", "--include", "--max-time", "20"]);
        well(&command.args(arguments).arg(url).output().unwrap())
    }

    /// A conversation inside TLS that stays open.
    pub(crate) fn conversation(&self) -> Conversation {
        let mut child = Command::new("openssl")
            .args(["s_client", "-quiet", "-connect", &format!("127.0.0.1:{}", self.port)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Conversation { child, answers }
    }

    /// What `openssl s_client` says of a greeting.
    pub(crate) fn greeting(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("openssl");
        command.args(["s_client", "-connect", &format!("127.0.0.1:{}", self.port)]);
        let output = command.args(arguments).stdin(Stdio::null()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// See [`Server::conversation`].
pub(crate) struct Conversation {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Conversation {
    /// Asks for `/healthz`, and reads until it says that it lives.
    pub(crate) fn asks_whether_it_lives(&mut self) {
        let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
        self.child.stdin.as_mut().unwrap().write_all(request.as_bytes()).unwrap();
        let alive = (&mut self.answers).lines().any(|line| line.unwrap() == "alive");
        assert!(alive, "the conversation was broken off");
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
