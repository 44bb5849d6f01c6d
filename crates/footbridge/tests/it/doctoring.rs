//! What the doctor sees.

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt, path::Path, process::Command};

use serde_json::Value;

use crate::running::{Server, have, well};

/// Everything that it found, without what this machine's own Squid says of itself.
struct Seen {
    code: Option<i32>,
    said: Value,
}

fn doctor(data: &Path, arguments: &[&str]) -> Seen {
    let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
    command.arg("--data").arg(data).args(["--json", "doctor"]).args(arguments);
    let output = command.env_remove("FOOTBRIDGE_CONFIG").output().unwrap();
    let said = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    Seen { code: output.status.code(), said }
}

impl Seen {
    /// How `check` judges what it says with these words.
    #[track_caller]
    fn state(&self, check: &str, words: &str) -> String {
        let all = self.said["checks"].as_array().unwrap();
        let of = all.iter().filter(|of| of["check"] == check);
        let mut findings = of.flat_map(|of| of["findings"].as_array().unwrap());
        let found = findings.find(|finding| finding["what"].as_str().unwrap().contains(words));
        let found =
            found.unwrap_or_else(|| panic!("{check} does not say {words:?}: {:#}", self.said));
        let state = found["state"].as_str().unwrap();
        assert_eq!(state != "fine", found["do"].is_string(), "{found}");
        state.to_owned()
    }
}

/// No Squid: the stories that need one bring theirs.
const NO_SQUID: [&str; 2] = ["--squid", "/nowhere/squid"];

fn company(folder: &Path) -> std::path::PathBuf {
    let data = folder.join("data");
    let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
    command.arg("--data").arg(&data).args(["sample", "--password", "a long enough password"]);
    well(&command.env_remove("FOOTBRIDGE_CONFIG").output().unwrap());
    data
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

#[test]
fn before_the_first_start_nothing_is_wrong_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let address = free_address();
    let seen = doctor(&data, &[&NO_SQUID[..], &["--listen", &address]].concat());
    assert_eq!(seen.code, Some(0), "{:#}", seen.said);
    assert_eq!(seen.state("database", "There is no database yet"), "look");
    assert_eq!(seen.state("network", "is free for it"), "look");
    assert!(!data.exists());
}

#[test]
fn a_company_at_work_is_in_good_health() {
    let folder = tempfile::tempdir().unwrap();
    company(folder.path());
    let server = Server::start(folder.path(), &[]);
    let address = format!("127.0.0.1:{}", server.port);
    let url = format!("http://{address}");
    let arguments = [&NO_SQUID[..], &["--listen", &address, "--url", &url]].concat();
    let seen = doctor(&folder.path().join("data"), &arguments);
    assert_eq!(seen.code, Some(0), "{:#}", seen.said);
    for (check, words) in [
        ("database", "Every migration is done"),
        ("database", "The database is whole"),
        ("audit log", "entries, signed by"),
        ("disk", "Nobody else may read"),
        ("queue", "none failed"),
        ("clock", "not behind the audit log"),
        ("network", "The server runs and listens"),
        ("network", "The pages are reached at"),
        ("Squid", "The server hears helpers"),
        ("Squid", "The helper answers a line"),
    ] {
        assert_eq!(seen.state(check, words), "fine", "{words}");
    }
    let counted = server.curl("http", "/metrics", &[]);
    assert!(counted.contains("footbridge_gate_answers_total{effect=\"deny\"} 0"), "{counted}");
}

#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let data = company(folder.path());
    fs::set_permissions(data.join("footbridge.sqlite"), fs::Permissions::from_mode(0o644)).unwrap();
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap().to_string();
    let seen =
        doctor(&data, &[&NO_SQUID[..], &["--listen", &address, "--zone", "Mars/Base"]].concat());
    assert_eq!(seen.code, Some(5));
    assert_eq!(seen.state("disk", "is for everybody on this machine"), "wrong");
    assert_eq!(seen.state("network", "Something else listens on"), "wrong");
    assert_eq!(seen.state("clock", "`Mars/Base` is not a time zone"), "wrong");
}

#[test]
fn a_configuration_that_cannot_be_read_ends_the_look() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("footbridge.toml"), "zoen = 1").unwrap();
    let seen = doctor(folder.path(), &[]);
    assert_eq!(seen.code, Some(5));
    assert_eq!(seen.state("configuration", "did you mean `zone`?"), "wrong");
}

#[test]
fn an_older_database_beside_a_newer_checkpoint_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let data = company(folder.path());
    let parts = ["footbridge.sqlite", "footbridge.sqlite-wal", "footbridge.sqlite-shm"];
    let old = parts.map(|part| (data.join(part), fs::read(data.join(part)).ok()));
    let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
    let more = ["people", "switch-off", "noor"];
    well(
        &command
            .arg("--data")
            .arg(&data)
            .args(more)
            .env_remove("FOOTBRIDGE_CONFIG")
            .output()
            .unwrap(),
    );
    for (file, bytes) in old {
        match bytes {
            Some(bytes) => fs::write(file, bytes).unwrap(),
            None => drop(fs::remove_file(file)),
        }
    }
    let seen = doctor(&data, &NO_SQUID);
    assert_eq!(seen.state("audit log", "older than audit.checkpoint beside it"), "wrong");
}

#[test]
fn a_certificate_that_ends_or_does_not_fit_its_key_is_seen() {
    if !have(&["openssl"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, days: &str| {
        let mut openssl = Command::new("openssl");
        openssl.args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ]);
        openssl.args(["-days", days, "-subj", "/CN=localhost"]);
        openssl.args(["-keyout", &format!("{name}.key"), "-out", &format!("{name}.crt")]);
        well(&openssl.current_dir(folder.path()).output().unwrap());
    };
    make("long", "90");
    make("short", "3");
    let look = |chain: &str, key: &str| {
        let (chain, key) = (folder.path().join(chain), folder.path().join(key));
        let files = ["--tls-cert", chain.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
        doctor(&folder.path().join("data"), &[&NO_SQUID[..], &files].concat())
    };
    assert_eq!(look("long.crt", "long.key").state("certificates", "is good for "), "fine");
    assert_eq!(look("short.crt", "short.key").state("certificates", "ends in "), "look");
    assert_eq!(
        look("long.crt", "short.key").state("certificates", "do not make a certificate together"),
        "wrong"
    );
    assert_eq!(look("none.crt", "long.key").state("certificates", "cannot be read"), "wrong");
}

#[test]
fn squid_is_seen_by_its_configuration() {
    if !Path::new("/usr/sbin/squid").exists() {
        eprintln!("skipped: squid is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let data = company(folder.path());
    let conf = folder.path().join("squid.conf");
    let included = folder.path().join("conf.d");
    fs::create_dir(&included).unwrap();
    let look = |conf: &Path| doctor(&data, &["--squid-conf", conf.to_str().unwrap()]);
    fs::write(&conf, "http_port 3128\nhttp_access deny all\n").unwrap();
    assert_eq!(look(&conf).state("Squid", "does not ask Footbridge"), "wrong");

    let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
    let lines = ["--url", "http://door.example", "gate", "squid-conf"];
    let lines = command
        .arg("--data")
        .arg(&data)
        .args(lines)
        .env_remove("FOOTBRIDGE_CONFIG")
        .output()
        .unwrap();
    well(&lines);
    fs::write(included.join("footbridge.conf"), &lines.stdout).unwrap();
    let include = format!("include {}/*.conf\n", included.display());
    fs::write(
        &conf,
        format!("http_port 3128\n{include}http_access allow localhost\nhttp_access deny all\n"),
    )
    .unwrap();
    let seen = look(&conf);
    assert_eq!(seen.state("Squid", "asks Footbridge before it lets anything through"), "fine");
    assert_eq!(seen.state("Squid", "answers from this data directory"), "fine");
    assert_eq!(seen.state("Squid", "The helper answers a line"), "fine");

    fs::write(&conf, format!("http_access allow localhost\n{include}")).unwrap();
    assert_eq!(
        look(&conf).state("Squid", "`http_access allow localhost` lets through before"),
        "look"
    );
}
