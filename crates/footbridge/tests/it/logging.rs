//! The log: it reads alone, has fields, and names nobody.

use std::{path::Path, process::Command};

use serde_json::Value;

use crate::running::{Server, until, well};

const PASSWORD: &str = "a long enough password";
/// What a log must not say while people work: logins, names, hosts, services, addresses, what was
/// typed, and tokens.
const PERSONAL: [&str; 10] = [
    "noor",
    "haddad",
    "mara",
    "instagram",
    "tiktok",
    "127.0.0.1",
    "s3cret",
    "password",
    "?",
    "csrf",
];

fn footbridge(data: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
    well(
        &command
            .arg("--data")
            .arg(data)
            .args(arguments)
            .env_remove("FOOTBRIDGE_CONFIG")
            .output()
            .unwrap(),
    );
}

/// Noor signs in and asks, as a browser would.
struct Noor<'a> {
    server: &'a Server,
    cookies: String,
}

impl Noor<'_> {
    fn opens(&self, path: &str) -> String {
        self.server.curl("http", path, &["--cookie", &self.cookies, "--cookie-jar", &self.cookies])
    }

    fn sends(&self, from: &str, action: &str, fields: &[&str]) -> String {
        let page = self.opens(from);
        let (_, rest) =
            page.split_once("name=\"csrf\" value=\"").unwrap_or_else(|| panic!("{page}"));
        let token = format!("csrf={}", rest.split('"').next().unwrap());
        let mut arguments = vec!["--cookie", &self.cookies, "--cookie-jar", &self.cookies];
        for field in [&[token.as_str()], fields].concat() {
            arguments.extend(["--data-urlencode", field]);
        }
        self.server.curl("http", action, &arguments)
    }
}

/// The log of a server at which somebody signs in, asks, and looks for what is not there. Every
/// request counts as slow, so that each leaves a line.
fn log_of_a_working_day(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    footbridge(&folder.path().join("data"), &["sample", "--password", PASSWORD]);
    let server = Server::start(folder.path(), &[&["--slow-request", "0s"], arguments].concat());
    let noor =
        Noor { server: &server, cookies: folder.path().join("cookies").display().to_string() };
    noor.sends("/sign-in", "/sign-in", &["login=noor", "password=s3cret"]);
    noor.sends("/sign-in", "/sign-in", &["login=noor", &format!("password={PASSWORD}")]);
    let fields =
        ["service=tiktok", "purpose=We show how chairs are made.", "audience=me", "until=week"];
    let asked = noor.sends("/requests/new?service=tiktok", "/requests", &fields);
    assert!(asked.starts_with("HTTP/1.1 303"), "{asked}");
    noor.opens("/people/mara");
    noor.opens("/nowhere/noor?s3cret=instagram");
    footbridge(&folder.path().join("data"), &["people", "switch-off", "noor"]);
    until("the edition without Noor is published", || {
        server.said().matches("published an edition").count() >= 1
    });
    server.said()
}

#[test]
fn while_people_work_the_log_names_nobody() {
    for form in ["text", "json"] {
        let log = log_of_a_working_day(&["--log-format", form]);
        assert!(log.contains("/requests/new") && log.contains("a request was slow"), "{log}");
        let folded = log.to_lowercase();
        for word in PERSONAL {
            // A level, a field or a sentence of ours may hold a mark of its own.
            assert!(!folded.contains(word), "{word:?} stands in the log:\n{log}");
        }
    }
}

#[test]
fn each_line_of_a_json_log_has_its_fields() {
    let log = log_of_a_working_day(&["--log-format", "json"]);
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let request =
        lines.iter().find(|line| line["span"]["route"] == "/requests" && line["status"] == 303);
    let request = request.unwrap_or_else(|| panic!("{log}"));
    assert_eq!(request["message"], "a request was slow");
    assert_eq!(request["span"]["method"], "POST");
    assert_eq!(request["span"]["id"].as_str().unwrap().len(), 16);
    assert!(
        request["took_ms"].is_u64()
            && request["timestamp"].is_string()
            && request["level"] == "INFO"
    );
}

#[test]
fn a_line_of_a_text_log_reads_alone() {
    let log = log_of_a_working_day(&[]);
    let line = log.lines().find(|line| line.contains("route=\"/people/{login}\"")).unwrap();
    assert!(line.contains("INFO request{id="), "{line}");
    assert!(line.contains("a request was slow status="), "{line}");
}
