//! The state is kept: backed up, restored, moved, brought up to date.

mod backing_up;
mod moving;
mod postgres;
mod restoring;
mod upgrading;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use store::{Engine, Location, testing::TestDatabase};

/// The program on one state.
pub(crate) struct Program {
    data: PathBuf,
    database: Option<String>,
}

impl Program {
    /// On the embedded database in `data`.
    pub(crate) fn at(data: &Path) -> Self {
        Self { data: data.to_owned(), database: None }
    }

    /// On a database of a test.
    pub(crate) fn on(database: &TestDatabase) -> Self {
        let url = match &database.location {
            Location::Directory(_) => None,
            Location::Postgres(url) => Some(url.clone()),
        };
        Self { data: database.directory.path().to_owned(), database: url }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_footbridge"));
        // What was chosen for this machine is not chosen for the test.
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FOOTBRIDGE_")) {
            command.env_remove(name);
        }
        command.args(arguments).arg("--data").arg(&self.data);
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program starts")
    }

    /// Does what must go well; gives what it answers.
    #[track_caller]
    pub(crate) fn tell(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?} ended with {}: {said}", output.status);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The sample company moves in.
    #[track_caller]
    pub(crate) fn with_company(self) -> Self {
        self.tell(&["sample", "--password", people::testing::PASSWORD]);
        self
    }

    /// What people see of the state, and that its audit log verifies.
    #[track_caller]
    pub(crate) fn seen(&self) -> Vec<String> {
        let looks: [&[&str]; 6] = [
            &["people", "list"],
            &["requests", "list"],
            &["requests", "decisions"],
            &["audit", "list", "--limit", "1000"],
            &["audit", "key"],
            &["audit", "verify"],
        ];
        looks.map(|look| self.tell(&[look, &["--json"]].concat())).to_vec()
    }
}

/// The sample company on the embedded database, in a directory that goes with the test.
#[track_caller]
pub(crate) fn company() -> (tempfile::TempDir, Program) {
    let directory = tempfile::tempdir().expect("a directory");
    let program = Program::at(&directory.path().join("data")).with_company();
    (directory, program)
}

/// An empty PostgreSQL database, where there is a server for tests.
pub(crate) async fn empty_postgres() -> Option<(TestDatabase, String)> {
    let database = TestDatabase::new(Engine::Postgres).await?;
    let Location::Postgres(url) = database.location.clone() else { return None };
    Some((database, url))
}

/// It ended with this code and said this, once, without breaking.
#[track_caller]
pub(crate) fn refused(output: &Output, code: i32, sentence: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(sentence), "{said}");
    assert_eq!(said.trim().lines().count(), 1, "{said}");
}

/// The names in a folder, sorted; none if it is not there.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}
