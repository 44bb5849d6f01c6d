//! Other people's requests, by `wrk`.

use std::{fs, process::Command, time::Duration};

use journeys::{Entrance, KEPT, OPEN, Office, Program, Squid};

/// Connections that `wrk` keeps busy.
const CONNECTIONS: &str = "-c8";
/// Longer than any bench runs.
const FOR_LONG: &str = "-d3600";

/// A load that lasts until it is ended.
pub(crate) struct Load<'o> {
    office: &'o Office,
    wrk: Program,
    visits: usize,
    begun: std::time::Instant,
}

impl<'o> Load<'o> {
    /// Everybody else, through this Squid: pages that are made anew each time.
    pub(crate) fn on(office: &'o Office, squid: &Squid) -> Self {
        let mut command = wrk(office, squid, "/page");
        command.arg(FOR_LONG);
        let wrk = Program::start("wrk", &mut command, &office.folder().join("wrk.log"));
        Self { office, wrk, visits: office.site().visits(), begun: std::time::Instant::now() }
    }

    /// Ends it; gives the requests that it had answered, a second.
    pub(crate) fn ends(self) -> f64 {
        let (visits, time) = (self.office.site().visits() - self.visits, self.begun.elapsed());
        drop(self.wrk);
        #[expect(clippy::cast_precision_loss, reason = "no bench makes 2^52 requests")]
        let visits = visits as f64;
        visits / time.as_secs_f64()
    }
}

/// Requests a second that this Squid answers out of its memory, so that nothing but Squid and its
/// helper is measured.
pub(crate) fn rate(office: &Office, squid: &Squid, time: Duration) -> f64 {
    let mut command = wrk(office, squid, KEPT);
    let output = command.arg(format!("-d{}", time.as_secs())).output().expect("wrk is installed");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(!said.contains("Non-2xx"), "not every answer was the page:\n{said}");
    let rate = said.lines().find_map(|line| line.strip_prefix("Requests/sec:"));
    rate.and_then(|rate| rate.trim().parse().ok()).unwrap_or_else(|| panic!("no rate in:\n{said}"))
}

fn wrk(office: &Office, squid: &Squid, path: &str) -> Command {
    let script = office.folder().join("wrk.lua");
    let page = format!("http://{OPEN}:{}{path}", office.site().http);
    let lua = format!(
        "request = function() return wrk.format(\"GET\", \"{page}\", {{[\"Host\"] = \"{OPEN}\"}}) end\n"
    );
    fs::write(&script, lua).expect("a script for wrk");
    let mut command = Command::new("wrk");
    command.args(["-t1", CONNECTIONS, "-s"]).arg(script);
    command.arg(format!("http://127.0.0.1:{}/", squid.port(Entrance::Plain)));
    command
}
