//! TLS by the server itself, tried with the tools that everybody has.

use std::{fs, path::Path, process::Command};

use crate::running::{Server, have, until, well};

/// A certificate for localhost in the name of `unit`, as the files that the server reads.
fn certificate(folder: &Path, unit: &str) {
    let subject = format!("/CN=localhost/OU={unit}");
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    openssl
        .args(["-nodes", "-days", "2", "-subj", &subject, "-keyout", "new.key", "-out", "new.crt"]);
    well(&openssl.current_dir(folder).output().unwrap());
    // Renewed as the usual tools do it: a whole file takes the place of the old one.
    fs::rename(folder.join("new.key"), folder.join("live.key")).unwrap();
    fs::rename(folder.join("new.crt"), folder.join("live.crt")).unwrap();
}

fn started(folder: &Path) -> Server {
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    Server::start(folder, &["--tls-cert", &file("live.crt"), "--tls-key", &file("live.key")])
}

fn shows(server: &Server, unit: &str) -> bool {
    server.greeting(&[]).contains(&format!("OU = {unit}"))
}

#[test]
fn a_renewed_certificate_is_shown_and_no_conversation_breaks_off() {
    if !have(&["openssl"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path(), "first");
    let server = started(folder.path());
    let mut open = server.conversation();
    open.asks_whether_it_lives();
    assert!(shows(&server, "first"));

    certificate(folder.path(), "second");
    until("the second certificate is shown by itself", || shows(&server, "second"));
    open.asks_whether_it_lives();

    certificate(folder.path(), "third");
    server.signal("HUP");
    until("the third certificate is shown", || shows(&server, "third"));
    open.asks_whether_it_lives();
}

#[test]
fn a_certificate_that_is_no_good_leaves_the_old_one_standing() {
    if !have(&["openssl"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path(), "good");
    let server = started(folder.path());
    fs::write(folder.path().join("live.crt"), "no certificate").unwrap();
    server.signal("HUP");
    until("the server complains", || server.said().contains("the new certificate is not used"));
    assert!(shows(&server, "good"));
    certificate(folder.path(), "better");
    until("the better certificate is shown", || shows(&server, "better"));
}

#[test]
fn only_versions_of_tls_that_hold_are_spoken() {
    if !have(&["openssl", "curl"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path(), "any");
    let server = started(folder.path());
    for (version, spoken) in [("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)] {
        let greeted = !server.greeting(&[version]).contains("Cipher is (NONE)");
        assert_eq!(greeted, spoken, "{version}");
    }
    let page = server.curl("https", "/sign-in", &[]);
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("set-cookie: __Host-footbridge="), "{page}");
    assert!(page.contains("strict-transport-security: max-age="), "{page}");
    let other = server.curl("https", "/sign-in", &["--header", "Host: evil.example"]);
    assert!(other.starts_with("HTTP/1.1 421"), "{other}");
}

#[test]
fn half_a_pair_or_a_wrong_file_is_refused_with_its_name() {
    if !have(&["openssl"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path(), "any");
    fs::write(folder.path().join("empty.pem"), "").unwrap();
    let cases = [
        (vec!["--tls-cert", "live.crt"], "without `tls_key`"),
        (
            vec!["--tls-cert", "live.crt", "--tls-key", "nothing.key"],
            "`nothing.key` cannot be read",
        ),
        (vec!["--tls-cert", "empty.pem", "--tls-key", "live.key"], "`empty.pem` cannot be read"),
        (vec!["--trusted-proxies", "10.0.0.0/99"], "`10.0.0.0/99` is not a network"),
        (vec!["--hosts", "a b"], "`a b` is not a host"),
    ];
    for (arguments, sentence) in cases {
        let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
        command.args(["--data", "data", "serve"]).args(arguments).current_dir(folder.path());
        let output = command.env_remove("FOOTBRIDGE_CONFIG").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(sentence), "{said}");
    }
}
