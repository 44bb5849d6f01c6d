//! One request through the proxy, without a browser.

use std::time::Duration;

use tokio::process::Command;

/// How long one request may take, in seconds.
const SECONDS_MAX: &str = "20";
/// What `curl` writes before its figures, after the body.
const FIGURES: &str = "\n--figures--\n";

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status; 0 if there was none, as where a tunnel was refused and no page can come.
    pub status: u16,
    /// What the proxy answered to `CONNECT`; 0 without one.
    pub connect_status: u16,
    /// Where it leads, if it does.
    pub location: String,
    /// The text.
    pub body: String,
    /// How long it took.
    pub time: Duration,
    /// How `curl` ended; 0 is well.
    pub exit_code: i32,
}

impl Answer {
    /// Whether it leads to the door.
    pub fn is_the_door(&self) -> bool {
        self.status == 302 && self.location.contains("/door?t=")
    }
}

/// Runs `curl` with these arguments.
pub(crate) async fn curl(arguments: &[&str]) -> Answer {
    let figures =
        format!("{FIGURES}%{{http_code}}\n%{{http_connect}}\n%{{redirect_url}}\n%{{time_total}}\n");
    let output = Command::new("curl")
        .args(["--silent", "--globoff", "--insecure", "--max-time", SECONDS_MAX])
        .args(["--write-out", &figures])
        .args(arguments)
        .kill_on_drop(true)
        .output()
        .await
        .expect("curl is installed");
    let text = String::from_utf8_lossy(&output.stdout);
    let (body, figures) = text.rsplit_once(FIGURES).expect("curl wrote what it was told to");
    let mut figures = figures.lines();
    let mut next = || figures.next().expect("a figure a line");
    Answer {
        status: next().parse().expect("a status"),
        connect_status: next().parse().expect("a status"),
        location: next().to_owned(),
        time: Duration::from_secs_f64(next().parse().expect("seconds")),
        body: body.to_owned(),
        exit_code: output.status.code().unwrap_or(-1),
    }
}
