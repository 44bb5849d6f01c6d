//! The audit log for somebody outside, by the command line.

use std::{
    path::Path,
    process::{Command, Output},
};

fn footbridge(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
    command.arg("--data").arg(data).args(arguments).env_remove("FOOTBRIDGE_CONFIG");
    command.current_dir(data).output().expect("the binary runs")
}

#[track_caller]
fn said(output: &Output, code: i32) -> String {
    let text = [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat();
    assert_eq!(output.status.code(), Some(code), "{text}");
    text
}

#[test]
fn the_log_is_exported_and_proved_by_the_command_line() {
    let home = tempfile::tempdir().expect("a directory");
    let data = home.path();
    let text = said(&footbridge(data, &["audit", "export", "out"]), 0);
    assert!(text.contains("out/VERIFY.txt says how to check them"), "{text}");
    let text = said(&footbridge(data, &["audit", "export", "out"]), 2);
    assert!(text.contains("`out` is not empty"), "{text}");
    said(&footbridge(data, &["audit", "proof", "--entry", "99999"]), 4);
    said(&footbridge(data, &["audit", "consistency", "--older", "99999"]), 4);

    let proof = footbridge(data, &["audit", "proof", "--entry", "0"]);
    std::fs::write(data.join("entry.json"), &proof.stdout).expect("written");
    let grew = footbridge(data, &["audit", "consistency", "--older", "1"]);
    std::fs::write(data.join("grew.json"), &grew.stdout).expect("written");
    let key = said(&footbridge(data, &["audit", "key"]), 0);
    for arguments in [&[][..], &["entry.json"], &["grew.json"]] {
        let mut check = Command::new("python3");
        check.arg("out/check.py").args(arguments).args(["--key", key.trim()]);
        match check.env("PYTHONDONTWRITEBYTECODE", "1").current_dir(data).output() {
            Ok(output) => said(&output, 0),
            Err(error) => return eprintln!("skipped: python3 is not installed: {error}"),
        };
    }
}
