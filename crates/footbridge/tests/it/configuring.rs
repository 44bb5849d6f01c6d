//! What can be chosen, what is chosen, and where that came from.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

use crate::running::well;

/// The program on a directory of its own, with these variables and nothing else of ours.
fn footbridge(data: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
    let ours =
        std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("FOOTBRIDGE_"));
    for name in ours {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied()).arg("--data").arg(data).args(arguments);
    command.output().unwrap()
}

fn text(output: &Output) -> String {
    well(output);
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&text(output)).unwrap()
}

#[track_caller]
fn refused(output: &Output, sentence: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(sentence), "{said}");
}

/// The value of a setting, and where it was given.
fn chosen(shown: &Value, key: &str) -> (Value, String) {
    let all = shown.as_array().unwrap();
    let one =
        all.iter().find(|one| one["key"] == key).unwrap_or_else(|| panic!("no {key}: {shown}"));
    (one["value"].clone(), one["from"].as_str().unwrap().to_owned())
}

#[test]
fn the_committed_page_of_settings_is_the_one_in_force() {
    let data = tempfile::tempdir().unwrap();
    let page = text(&footbridge(data.path(), &[], &["config", "example", "--markdown"]));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == page,
        "docs/configuration.md differs; look at what changed, then run with BLESS=1:\n{page}"
    );
}

#[test]
fn every_line_of_the_example_can_be_used() {
    let data = tempfile::tempdir().unwrap();
    let example = text(&footbridge(data.path(), &[], &["config", "example"]));
    let lines = example.lines().filter_map(|line| {
        // Either a line that holds anyway, or one that is only an example.
        line.strip_prefix("# For example: ")
            .or_else(|| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')))
    });
    let mut count = 0;
    for line in lines {
        let file = data.path().join("one.toml");
        fs::write(&file, line).unwrap();
        let shown =
            footbridge(data.path(), &[], &["--config", file.to_str().unwrap(), "config", "show"]);
        assert!(shown.status.success(), "{line}: {}", String::from_utf8_lossy(&shown.stderr));
        count += 1;
    }
    assert!(count > 10, "{example}");
}

#[test]
fn each_value_says_where_it_was_given_and_the_later_wins() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("footbridge.toml");
    fs::write(&file, "organisation = \"Dune\"\nzone = \"UTC\"\nmetrics_from = [\"10.0.0.0/8\"]")
        .unwrap();
    let variables = [("FOOTBRIDGE_ZONE", "Europe/Berlin"), ("FOOTBRIDGE_LISTEN", "127.0.0.1:1")];
    let arguments = ["--json", "config", "show", "--listen", "127.0.0.1:2"];
    let shown = json(&footbridge(data.path(), &variables, &arguments));
    assert_eq!(chosen(&shown, "organisation"), ("Dune".into(), file.display().to_string()));
    assert_eq!(chosen(&shown, "zone"), ("Europe/Berlin".into(), "FOOTBRIDGE_ZONE".to_owned()));
    assert_eq!(chosen(&shown, "listen"), ("127.0.0.1:2".into(), "--listen".to_owned()));
    assert_eq!(chosen(&shown, "metrics_from").0, serde_json::json!(["10.0.0.0/8"]));
    assert_eq!(chosen(&shown, "slow_request"), ("2s".into(), "default".to_owned()));
}

#[test]
fn a_list_is_given_with_commas_where_there_is_only_text() {
    let data = tempfile::tempdir().unwrap();
    let variables = [("FOOTBRIDGE_METRICS_FROM", "10.0.0.0/8, 2001:db8::/32")];
    let shown = json(&footbridge(data.path(), &variables, &["--json", "config", "show"]));
    let networks = serde_json::json!(["10.0.0.0/8", "2001:db8::/32"]);
    assert_eq!(chosen(&shown, "metrics_from"), (networks, "FOOTBRIDGE_METRICS_FROM".to_owned()));
}

#[test]
fn a_password_is_never_shown() {
    let data = tempfile::tempdir().unwrap();
    let database = "postgres://footbridge:s3cret@db.example/state?sslpassword=s3cret";
    for form in [["--json", "config", "show"], ["config", "show", "--"]] {
        let form: Vec<&str> = form.into_iter().filter(|word| *word != "--").collect();
        let said = text(&footbridge(data.path(), &[("FOOTBRIDGE_DATABASE", database)], &form));
        assert!(
            said.contains("postgres://footbridge:…@db.example/state") && !said.contains("s3cret"),
            "{said}"
        );
    }
}

#[test]
fn a_mistyped_key_is_answered_with_the_one_that_was_meant() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("footbridge.toml");
    fs::write(&file, "organization = \"Dune\"").unwrap();
    let sentence = "there is no key `organization`; did you mean `organisation`?";
    refused(&footbridge(data.path(), &[], &["config", "check"]), sentence);
    fs::write(&file, "colour = \"blue\"").unwrap();
    let sentence = "`footbridge config example` shows them all";
    refused(&footbridge(data.path(), &[], &["config", "check"]), sentence);
}

#[test]
fn a_value_that_does_not_fit_is_refused_with_its_place() {
    let data = tempfile::tempdir().unwrap();
    for (variable, value, sentence) in [
        (
            "FOOTBRIDGE_SLOW_REQUEST",
            "soon",
            "(FOOTBRIDGE_SLOW_REQUEST, slow_request): `soon` is not a length of time",
        ),
        ("FOOTBRIDGE_METRICS_FROM", "10.0.0.0/40", "metrics_from): `10.0.0.0/40`"),
        ("FOOTBRIDGE_LOG_FORMAT", "xml", "log_format"),
        ("FOOTBRIDGE_LOG", "gate=loud", "`gate=loud` does not say what to log"),
        ("FOOTBRIDGE_URL", "ftp://x", "begin it with http:// or https://"),
    ] {
        refused(&footbridge(data.path(), &[(variable, value)], &["config", "check"]), sentence);
    }
}

#[test]
fn a_variable_that_is_no_setting_is_warned_of() {
    let data = tempfile::tempdir().unwrap();
    let variables = [("FOOTBRIDGE_PORT", "tcp://10.0.0.1:80")];
    let said = text(&footbridge(data.path(), &variables, &["config", "check"]));
    assert!(said.contains("`FOOTBRIDGE_PORT` in the environment is no setting"), "{said}");
}

#[test]
fn what_tells_of_the_program_works_whatever_is_configured() {
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join("footbridge.toml"), "nonsense").unwrap();
    let man: PathBuf = data.path().join("man");
    for arguments in [
        vec!["config", "example"],
        vec!["roles"],
        vec!["completions", "bash"],
        vec!["man", man.to_str().unwrap()],
    ] {
        well(&footbridge(data.path(), &[], &arguments));
    }
}
