//! What shells and `man` make of the command line.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::running::{have, well};

fn footbridge(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_footbridge")).args(arguments).output().unwrap()
}

fn completions(folder: &Path, shell: &str) -> PathBuf {
    let script = footbridge(&["completions", shell]);
    well(&script);
    let file = folder.join(format!("footbridge.{shell}"));
    fs::write(&file, script.stdout).unwrap();
    file
}

#[test]
fn bash_completes_commands_and_flags() {
    if !have(&["bash"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = completions(folder.path(), "bash");
    let asked = r#"
        source "$1"
        COMP_WORDS=(footbridge "${@:2}"); COMP_CWORD=$(($# - 1))
        _footbridge footbridge "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let completes = |words: &[&str]| {
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", asked, "bash"]).arg(&file).args(words);
        well(&bash.output().unwrap()).lines().map(str::to_owned).collect::<BTreeSet<_>>()
    };
    assert!(completes(&["doc"]).contains("doctor"));
    assert!(completes(&["gate", "squid-"]).contains("squid-conf"));
    assert!(completes(&["serve", "--lis"]).contains("--listen"));
    assert!(completes(&["completions", ""]).contains("fish"));
}

#[test]
fn zsh_and_fish_load_theirs() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["zsh", "fish"] {
        let file = completions(folder.path(), shell);
        if !have(&[shell]) {
            continue;
        }
        let mut command = Command::new(shell);
        match shell {
            "zsh" => command
                .args([
                    "-f",
                    "-c",
                    "autoload -U compinit; compinit -u; source $1; whence _footbridge",
                    "zsh",
                ])
                .arg(&file),
            _ => command
                .args(["--no-config", "-c", "source $argv[1]; complete -C 'footbridge doc'"])
                .arg(&file),
        };
        let said = well(&command.env("HOME", folder.path()).output().unwrap());
        assert!(said.contains("footbridge") || said.contains("doctor"), "{shell}: {said}");
    }
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    well(&footbridge(&["man", folder.to_str().unwrap()]));
    let mut pages: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    assert!(pages.len() > 40, "{pages:?}");
    pages
}

#[test]
fn every_command_has_a_page_that_man_reads() {
    let folder = tempfile::tempdir().unwrap();
    let pages = pages(folder.path());
    if have(&["lexgrog"]) {
        let said = well(&Command::new("lexgrog").args(&pages).output().unwrap());
        assert_eq!(said.lines().count(), pages.len(), "{said}");
        assert!(said.contains("\"footbridge-doctor - Look at everything"), "{said}");
    }
    if have(&["man"]) {
        for page in &pages {
            let mut man = Command::new("man");
            man.args(["--warnings", "-E", "UTF-8", "-l", "-Z"]).arg(page).env("MANWIDTH", "80");
            let read = man.output().unwrap();
            well(&read);
            assert_eq!(String::from_utf8_lossy(&read.stderr), "", "{}", page.display());
        }
    }
}

#[test]
fn every_command_says_what_its_exit_codes_mean() {
    let folder = tempfile::tempdir().unwrap();
    for page in pages(folder.path()) {
        let text = fs::read_to_string(&page).unwrap();
        assert!(text.contains("Exit codes: 0 done; 1 the program failed"), "{}", page.display());
        let name = page.file_stem().unwrap().to_str().unwrap().replace('-', " ");
        // Names of verbs have dashes of their own; those are tried by their pages alone.
        let words: Vec<&str> = name.split(' ').skip(1).chain(["--help"]).collect();
        let help = footbridge(&words);
        if help.status.success() {
            assert!(String::from_utf8_lossy(&help.stdout).contains("Exit codes:"), "{name}");
        }
    }
}

#[test]
fn exit_codes_mean_what_is_written() {
    let data = tempfile::tempdir().unwrap();
    let code_in = |data: &Path, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
        command.arg("--data").arg(data).args(arguments).env_remove("FOOTBRIDGE_CONFIG");
        command.output().unwrap().status.code()
    };
    let code = |arguments: &[&str]| code_in(data.path(), arguments);
    assert_eq!(code(&["people", "list"]), Some(0));
    assert_eq!(code(&["people", "fly"]), Some(2));
    assert_eq!(code(&["people", "switch-off", "nobody"]), Some(4));
    assert_eq!(code(&["sample", "--password", "a long enough password"]), Some(0));
    assert_eq!(code(&["sample", "--password", "a long enough password"]), Some(5));
    // In a directory of its own: a log beside the file would mend it.
    let broken = tempfile::tempdir().unwrap();
    fs::write(broken.path().join("footbridge.sqlite"), "no database".repeat(500)).unwrap();
    assert_eq!(code_in(broken.path(), &["people", "list"]), Some(1));
}
