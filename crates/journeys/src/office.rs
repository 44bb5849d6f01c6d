//! Everything that one story needs: the state, the server, the proxy, the sites.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use store::{Location, testing::TestDatabase};
use tokio::sync::OnceCell;

use crate::{
    Desk, Program, Site, Squid,
    desk::DESKS,
    free_port, listens,
    site::DOOR,
    user::{give_to_us, instead_of_root, run_as_us},
};

/// Everybody's password.
pub const PASSWORD: &str = "a quiet morning at sea";
/// By whose clock the office lives.
const ZONE: &str = "Europe/Berlin";
/// How long the server may take to start, on a busy machine.
const START_TIME_MAX: Duration = Duration::from_mins(1);
/// Complaints of the server with which no story may end.
const COMPLAINTS: [&str; 3] = [" WARN ", " ERROR ", "panicked at"];

/// One company with its proxy.
#[derive(Debug)]
pub struct Office {
    site: Site,
    squid: Squid,
    server: Option<Program>,
    driver: OnceCell<(Program, u16)>,
    program: PathBuf,
    listen: String,
    url: String,
    log: PathBuf,
    database: TestDatabase,
}

impl Office {
    /// Opens the office of Dune & Daughters: the sample company, a desk for everybody, the server
    /// and Squid running.
    pub async fn open(database: TestDatabase) -> Self {
        let data = database.directory.path().to_owned();
        let folder = data.join("journey");
        fs::create_dir(&folder).expect("a folder");
        give_to_us(&data);
        give_to_us(&folder);
        let port = free_port();
        let url = format!("http://{DOOR}:{port}");
        let listen = format!("127.0.0.1:{port}");
        let program = reachable(&folder);
        let teller = Teller { program: &program, data: &data, location: &database.location };
        teller.tell(&["sample", "--password", PASSWORD]);
        for (login, address) in DESKS {
            teller.tell(&["people", "map-address", &address.to_string(), login]);
        }
        let fragment = teller.tell(&["gate", "squid-conf", "--splice", "--door", &url]);
        let log = folder.join("server.log");
        let server = Some(start_server(&teller, &listen, &url, &log).await);
        let squid = Squid::start(&folder, &fragment, &logins()).await;
        let site = Site::open(&folder).await;
        let driver = OnceCell::new();
        Self { site, squid, server, driver, program, listen, url, log, database }
    }

    /// Somebody's desk.
    pub fn desk(&self, login: &str) -> Desk<'_> {
        Desk::of(self, login)
    }

    /// The sites behind the proxy.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The proxy.
    pub fn squid(&self) -> &Squid {
        &self.squid
    }

    /// Where the story keeps its files.
    pub fn folder(&self) -> &Path {
        self.log.parent().expect("a log is in a folder")
    }

    /// The server.
    pub fn server(&self) -> &Program {
        self.server.as_ref().expect("it is running")
    }

    /// Where the pages are, without a proxy.
    pub fn address(&self) -> &str {
        &self.listen
    }

    /// Where the pages are.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs `footbridge` on this state, which must go well; gives what it answers.
    pub fn footbridge(&self, arguments: &[&str]) -> String {
        self.teller().tell(arguments)
    }

    /// The server fails as a machine does, with no word to anybody.
    pub fn server_is_killed(&mut self) {
        self.server.take().expect("it was running").kill();
    }

    /// The server is started again.
    pub async fn server_is_started(&mut self) {
        let server = start_server(&self.teller(), &self.listen, &self.url, &self.log).await;
        self.server = Some(server);
    }

    /// The story is told: the audit log of it verifies, the server ends when it is asked to, and
    /// nothing in its log or in Squid's is a complaint.
    pub fn closes(mut self) {
        self.footbridge(&["audit", "verify"]);
        let mut server = self.server.take().expect("it was running");
        let status = server.end();
        let said = server.said();
        assert!(status.success(), "the server ended with {status}:\n{said}");
        let complaint = complaint_in(&said, &[]);
        assert!(complaint.is_none(), "the server complains: {complaint:?}\n{said}");
        self.squid.is_content();
    }

    /// The port of the driver of browsers, started when the first browser is opened.
    pub(crate) async fn driver(&self) -> u16 {
        let start = || async {
            let port = free_port();
            let mut command = Command::new("chromedriver");
            command.args([&format!("--port={port}"), "--allowed-ips=127.0.0.1"]);
            let log = self.log.with_file_name("chromedriver.log");
            let program = Program::start("chromedriver", &mut command, &log);
            assert!(listens(port, START_TIME_MAX).await, "no driver: {}", program.said());
            (program, port)
        };
        self.driver.get_or_init(start).await.1
    }

    fn teller(&self) -> Teller<'_> {
        Teller {
            program: &self.program,
            data: self.database.directory.path(),
            location: &self.database.location,
        }
    }
}

/// The whole second after this much time: fields of the pages know nothing smaller.
pub fn second_after(time: Duration) -> SystemTime {
    let since = (SystemTime::now() + time).duration_since(UNIX_EPOCH).expect("after 1970");
    UNIX_EPOCH + Duration::from_secs(since.as_secs() + 1)
}

/// An instant as the fields of the pages take it.
pub fn typed(at: SystemTime) -> String {
    let at = jiff::Timestamp::try_from(at).expect("a time of this century");
    at.in_tz(ZONE).expect("a zone").strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// The first line of a server's log that complains of anything but what was `expected`.
pub(crate) fn complaint_in<'l>(said: &'l str, expected: &[&str]) -> Option<&'l str> {
    let holds = |line: &str, words: &[&str]| words.iter().any(|word| line.contains(word));
    said.lines().find(|line| holds(line, &COMPLAINTS) && !holds(line, expected))
}

/// Tells the program what to do, on one state.
pub(crate) struct Teller<'a> {
    pub(crate) program: &'a Path,
    pub(crate) data: &'a Path,
    pub(crate) location: &'a Location,
}

impl Teller<'_> {
    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        // What was chosen for this machine is not chosen for the story.
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FOOTBRIDGE_")) {
            command.env_remove(name);
        }
        command.args(["--organisation", "Dune & Daughters", "--zone", ZONE, "--data"]);
        command.arg(self.data);
        if let Location::Postgres(url) = self.location {
            command.args(["--database", url]);
        }
        run_as_us(&mut command);
        command
    }

    pub(crate) fn tell(&self, arguments: &[&str]) -> String {
        let output = self.command().args(arguments).output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?} ended with {}: {said}", output.status);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

pub(crate) async fn start_server(
    teller: &Teller<'_>,
    listen: &str,
    url: &str,
    log: &Path,
) -> Program {
    let mut command = teller.command();
    command.args(["serve", "--listen", listen, "--url", url]);
    let begun = fs::read_to_string(log).unwrap_or_default().matches("listening on").count();
    let server = Program::start("footbridge", &mut command, log);
    let ready = crate::within(START_TIME_MAX, || async {
        (server.said().matches("listening on").count() > begun).then_some(())
    });
    assert!(ready.await.is_some(), "the server did not start; it said:\n{}", server.said());
    server
}

/// The shipped program: the one that `script/test` names, or else built here.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| std::env::var_os("JOURNEYS_BINARY").map_or_else(build, PathBuf::from))
}

fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--package", "footbridge-footbridge"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(built.is_ok_and(|status| status.success()), "the program could not be built");
    // This test is target/PROFILE/deps/it-HASH.
    let test = std::env::current_exe().expect("a test has a path");
    test.ancestors().nth(2).expect("a test is in target/PROFILE/deps").join("footbridge")
}

/// The program where the user that runs it can reach it: the sources may be in root's own home.
pub(crate) fn reachable(folder: &Path) -> PathBuf {
    if instead_of_root().is_none() {
        return binary().to_owned();
    }
    let copy = folder.join("footbridge");
    fs::copy(binary(), &copy).expect("the program can be copied");
    copy
}

/// Everybody's login at the proxy.
pub(crate) fn logins() -> String {
    let hash = Command::new("openssl").args(["passwd", "-apr1", PASSWORD]).output();
    let hash = String::from_utf8(hash.expect("openssl is installed").stdout).expect("text");
    DESKS.map(|(login, _)| format!("{login}:{hash}")).concat()
}
