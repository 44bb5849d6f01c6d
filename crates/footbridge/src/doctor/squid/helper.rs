//! The helper, asked as Squid asks it.

use std::{env, io, os::unix::fs::symlink, path::Path, process::Stdio, time::Duration};

use gate::squid::Fields;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
    time::timeout,
};

use super::{
    super::{finding::Finding, premises::Premises},
    conf::Helper,
};

/// How long Squid would wait at most.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(3);
const SEE: &str = "Run it by hand as Squid's user and see what it says.";

/// Asks the helper of squid.conf, or the one that this program would be.
pub(super) async fn look(on: &Premises, helper: Option<Helper<'_>>) -> Finding {
    if !on.data().join("editions/current").exists() {
        return Finding::look(
            "No edition is published here yet: helpers deny everything.",
            "Start the server once, or run `footbridge gate publish`.",
        );
    }
    match ask(on, helper.as_ref()).await {
        Ok(answer) if answer.starts_with("0 OK") || answer.starts_with("0 ERR") => {
            Finding::fine("The helper answers a line.")
        }
        Ok(answer) if answer.is_empty() => {
            Finding::wrong("The helper ends without an answer.", SEE)
        }
        Ok(answer) => Finding::wrong(format!("The helper answers `{}`.", answer.trim_end()), SEE),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => {
            Finding::wrong("The helper does not answer within three seconds.", SEE)
        }
        Err(error) => Finding::wrong(format!("The helper cannot be asked: {error}."), SEE),
    }
}

async fn ask(on: &Premises, helper: Option<&Helper<'_>>) -> io::Result<String> {
    let quiet = quiet(on.data())?;
    let own = env::current_exe()?;
    let program = helper.map_or(own.as_path(), |helper| Path::new(helper.words[0]));
    let fields = helper.and_then(|helper| helper.after("--fields")).map(str::to_owned);
    let fields = fields.unwrap_or_else(|| Fields::default().to_string());
    let mut asked = Command::new(program)
        .args(["gate", "squid", "--fields", &fields, "--data"])
        .arg(quiet.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let line = format!("0 {}\n", fields.split(',').map(example).collect::<Vec<_>>().join(" "));
    let answer = async {
        let mut input = asked.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        input.write_all(line.as_bytes()).await?;
        // The end of the input is the end of the helper.
        drop(input);
        let mut answer = String::new();
        let mut output = asked.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        output.read_to_string(&mut answer).await?;
        Ok(answer)
    };
    timeout(ANSWER_TIME_MAX, answer).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

/// A question about nobody and a host that there cannot be (RFC 2606).
fn example(field: &str) -> &'static str {
    match field {
        "dst" => "doctor.invalid",
        "src" => "192.0.2.1",
        "port" => "443",
        "method" => "CONNECT",
        _ => "-",
    }
}

/// A directory with the same editions and keys but without the server's socket, so that the question
/// is neither counted nor kept.
fn quiet(data: &Path) -> io::Result<TempDir> {
    let quiet = tempfile::tempdir()?;
    for part in ["editions", "keys"] {
        let real = std::path::absolute(data.join(part))?;
        if real.exists() {
            symlink(real, quiet.path().join(part))?;
        }
    }
    Ok(quiet)
}
