//! The sample company after years of work: a gigabyte of requests and what was said about them.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use journeys::{PASSWORD, Program};
use store::{DATABASE_FILE, Location, Store, values};
use tempfile::TempDir;

/// Requests that are stored.
const REQUESTS: i64 = 50_000;
/// Comments on each.
const COMMENTS: i64 = 6;
/// Characters of each comment: hexadecimal digits of random bytes, harder to compress than words.
const CHARACTERS: i64 = 2_800;
/// How long the server may take to start.
const START_TIME_MAX: Duration = Duration::from_secs(30);

/// The company and its server.
pub(crate) struct Company {
    folder: TempDir,
    server: Program,
    address: String,
}

impl Company {
    /// Fills a fresh state and starts the server on it.
    pub(crate) async fn open() -> Self {
        let folder = TempDir::new().expect("a directory");
        let data = folder.path().join("data");
        tell(footbridge(&data).args(["sample", "--password", PASSWORD]));
        fill(&data).await;
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its number").to_string();
        drop(listener);
        let log = folder.path().join("server.log");
        let mut serve = footbridge(&data);
        let server =
            Program::start("footbridge", serve.args(["serve", "--listen", &address]), &log);
        let ready = journeys::within(START_TIME_MAX, || async {
            server.said().contains("listening on").then_some(())
        });
        assert!(ready.await.is_some(), "the server did not start; it said:\n{}", server.said());
        Self { folder, server, address }
    }

    /// Where the pages are.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The data directory.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Where backups go: the same disk.
    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// How many requests there are to open.
    pub(crate) const fn requests() -> i64 {
        REQUESTS
    }

    /// The program, on this state.
    pub(crate) fn footbridge(&self) -> Command {
        footbridge(&self.data())
    }

    pub(crate) fn gigabytes(&self) -> f64 {
        let bytes = fs::metadata(self.data().join(DATABASE_FILE)).expect("it is there").len();
        #[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
        let bytes = bytes as f64;
        bytes / 1e9
    }

    /// The server ends when it is asked to, and every entry of the log is as it was written.
    pub(crate) fn closes(mut self) {
        assert!(self.server.end().success(), "{}", self.server.said());
        tell(self.footbridge().args(["audit", "verify"]));
    }
}

fn footbridge(data: &Path) -> Command {
    let binary = std::env::var_os("JOURNEYS_BINARY").expect("the run script names the program");
    let mut command = Command::new(binary);
    command.arg("--data").arg(data);
    command
}

/// Runs it, which must go well.
pub(crate) fn tell(command: &mut Command) {
    let output = command.output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ended with {}: {said}", output.status);
}

async fn fill(data: &Path) {
    let store = Store::open(&Location::Directory(data.to_owned())).await.expect("it opens");
    let tx = store.begin().await.expect("a transaction");
    for statement in [ASK, PROPOSE] {
        tx.execute(statement, values![REQUESTS]).await.expect("rows");
    }
    let comments = values![REQUESTS, COMMENTS, CHARACTERS / 2];
    tx.execute(COMMENT, comments).await.expect("rows");
    tx.commit().await.expect("saved");
    store.close().await.expect("closed");
}

const ASK: &str = "
    WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 999 + $1)
    INSERT INTO request (id, asker_id, target_kind, target, target_name, category, purpose, revision,
                         asked_at)
    SELECT i, (SELECT id FROM person WHERE login = 'noor'), 'host', 'site-' || i || '.example',
           'site-' || i || '.example', '', 'We need it for the spring collection, number ' || i, 1,
           1700000000000000 + i * 60000000
    FROM n";

const PROPOSE: &str = "
    WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 999 + $1)
    INSERT INTO request_revision (request_id, revision, audience, conditions, changed_by, changed_at)
    SELECT i, 1, '{\"everyone\":true,\"people\":[],\"groups\":[]}', '[]',
           (SELECT id FROM person WHERE login = 'noor'), 1700000000000000 + i * 60000000
    FROM n";

const COMMENT: &str = "
    WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 999 + $1),
                   m (j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM m WHERE j < $2)
    INSERT INTO request_comment (request_id, person_id, words, commented_at)
    SELECT i, (SELECT id FROM person WHERE login = 'mara'), hex(randomblob($3)),
           1700000000000000 + i * 60000000 + j
    FROM n CROSS JOIN m";
