//! A program that runs beside a story, and ends with it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

/// How long a program may take to end when it is asked to.
const END_TIME_MAX: Duration = Duration::from_secs(15);

/// A program that was started here. It ends when this is dropped.
#[derive(Debug)]
pub struct Program {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts it, with everything that it says in the file `log`.
    pub fn start(name: &str, command: &mut Command, log: &Path) -> Self {
        let file = File::options().create(true).append(true).open(log).expect("a log file");
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone().expect("the same file"))
            .stderr(file)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} could not be started: {error}"));
        Self { name: name.to_owned(), child, log: log.to_owned() }
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Everything that it said so far.
    pub fn said(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// Asks it to end, and waits until it has.
    pub fn end(&mut self) -> ExitStatus {
        assert!(self.is_told_to_end(), "{} has ended already:\n{}", self.name, self.said());
        let Some(status) = self.waits_for_its_end() else {
            panic!("{} did not end in {END_TIME_MAX:?}; it said:\n{}", self.name, self.said());
        };
        status
    }

    /// Ends it at once, as a failing machine would.
    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn waits_for_its_end(&mut self) -> Option<ExitStatus> {
        let end = Instant::now() + END_TIME_MAX;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return Some(status);
            }
            std::thread::sleep(crate::LOOK_EVERY);
        }
        None
    }

    /// Sends SIGTERM; false if it has ended already.
    fn is_told_to_end(&self) -> bool {
        let sent = Command::new("sh").args(["-c", "kill \"$0\"", &self.pid().to_string()]).status();
        sent.is_ok_and(|status| status.success())
    }
}

impl Drop for Program {
    /// Politely first: Squid takes its shared memory with it only then.
    fn drop(&mut self) {
        let is_over = matches!(self.child.try_wait(), Ok(Some(_)));
        if !is_over && self.is_told_to_end() && self.waits_for_its_end().is_some() {
            return;
        }
        self.kill();
    }
}
