//! Ours, and the two ways that SQLite's own shell has.

use std::{
    process::{Command, Stdio},
    time::Duration,
};

use store::DATABASE_FILE;

use crate::company::Company;

/// SQLite's page-wise copy begins again whenever another process writes: it is ended after this.
const PATIENCE: Duration = Duration::from_mins(1);
/// The others end by themselves.
const LONG: Duration = Duration::from_mins(10);

/// A way to back up a database while its server writes.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Ours,
    VacuumInto,
    PageWise,
}

impl Way {
    pub(crate) const ALL: [Self; 3] = [Self::Ours, Self::VacuumInto, Self::PageWise];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "`footbridge backup`",
            Self::VacuumInto => "`VACUUM INTO` by sqlite3",
            Self::PageWise => "`.backup` by sqlite3",
        }
    }

    fn patience(self) -> Duration {
        if matches!(self, Self::PageWise) { PATIENCE } else { LONG }
    }

    /// Does it, and removes what it wrote.
    pub(crate) async fn back_up(self, company: &Company) {
        let place = company.place("backup");
        let mut command = self.command(company);
        command.stdout(Stdio::null()).stderr(Stdio::inherit());
        let mut child = tokio::process::Command::from(command).spawn().expect("it starts");
        match tokio::time::timeout(self.patience(), child.wait()).await {
            Ok(status) => assert!(status.is_ok_and(|status| status.success()), "it goes well"),
            Err(_) => child.kill().await.expect("it is ours to end"),
        }
        // One that was ended may have written nothing.
        let _ = std::fs::remove_file(&place);
    }

    fn command(self, company: &Company) -> Command {
        let (place, database) = (company.place("backup"), company.data().join(DATABASE_FILE));
        let mut shell = Command::new("sqlite3");
        shell.arg(&database);
        match self {
            Self::Ours => {
                let mut ours = company.footbridge();
                ours.arg("backup").arg(&place);
                ours
            }
            Self::VacuumInto => {
                shell.arg(format!("VACUUM INTO '{}'", place.display()));
                shell
            }
            Self::PageWise => {
                shell.arg(format!(".backup '{}'", place.display()));
                shell
            }
        }
    }
}
