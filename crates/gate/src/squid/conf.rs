//! What to write into squid.conf, and what Squid says to it.

use std::{
    fs::OpenOptions,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use base::{Host, Problem, secret};

use super::{Fields, WithoutEdition};

/// How many requests may be in flight with the helper at once.
const CONCURRENCY: u32 = 1_000;
/// How many more may wait in Squid before it says that it is too busy.
const QUEUE: u32 = 10_000;

/// How a Squid is set up.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The program, as Squid is to start it.
    pub program: PathBuf,
    /// The data directory.
    pub data: PathBuf,
    /// Where the server is in the browser, such as `https://footbridge.dune.example`.
    pub door: String,
    /// What Squid tells the helper.
    pub fields: Fields,
    /// Peek at the greeting of TLS and splice: needs `squid-openssl`.
    pub splice: bool,
    /// People log in at the proxy; `auth_param` lines stand above.
    pub login: bool,
    /// What the helper answers without any edition.
    pub without_edition: WithoutEdition,
}

impl Setting {
    /// The lines to include before the first `http_access` of squid.conf.
    ///
    /// Refuses a path that Squid would read as several words, and a door that is no address.
    pub fn fragment(&self) -> Result<String, Problem> {
        let parts = [
            "# Footbridge. Include this file before the first http_access line of squid.conf.\n"
                .to_owned(),
            self.login_lines(),
            self.helper_lines()?,
            self.deny_lines()?,
            self.splice_lines(),
        ];
        Ok(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n"))
    }

    /// A later edition must hold for the next request, so Squid keeps no answers.
    fn helper_lines(&self) -> Result<String, Problem> {
        let fields = if self.splice { self.fields.clone() } else { self.fields.without_sni() };
        let codes = fields.iter().map(super::Field::code).collect::<Vec<_>>().join(" ");
        let (program, data) = (word("program", &self.program)?, word("data", &self.data)?);
        let without = match self.without_edition {
            WithoutEdition::Deny => "deny",
            WithoutEdition::Allow => "allow",
        };
        Ok(format!(
            "# Every request asks: a decision holds from the next request on.\n\
             external_acl_type footbridge ttl=0 negative_ttl=0 cache=0 children-max=1 children-startup=1 \
             children-idle=1 concurrency={CONCURRENCY} queue-size={QUEUE} {codes} {program} gate squid \
             --data {data} --fields {fields} --without-edition {without}\n\
             acl footbridge external footbridge\n"
        ))
    }

    /// An answer of ERR denies, and so does no answer. The door itself is never closed: a wall around
    /// everything would send browsers round in a circle.
    fn deny_lines(&self) -> Result<String, Problem> {
        let door = door(&self.door)?;
        let host = host_of(door);
        Ok(format!(
            "# Whoever does not get through lands on the door, which is itself never closed.\n\
             acl footbridge_door dstdomain -n {host}\n\
             deny_info 302:{door}/door?t=%o footbridge\n\
             http_access deny !footbridge_door !footbridge\n"
        ))
    }

    fn login_lines(&self) -> String {
        if !self.login {
            return String::new();
        }
        "# Everybody logs in at the proxy; your auth_param lines stand above this file.\n\
         acl footbridge_login proxy_auth REQUIRED\n\
         http_access deny !footbridge_login\n"
            .to_owned()
    }

    fn splice_lines(&self) -> String {
        if !self.splice {
            return String::new();
        }
        "# Look at the name in the greeting of TLS, then pass everything on unopened. Your http_port needs\n\
         # `ssl-bump` with a certificate; where browsers trust it, a denied site shows the door.\n\
         acl footbridge_greeting at_step SslBump1\n\
         ssl_bump peek footbridge_greeting\n\
         ssl_bump splice all\n"
            .to_owned()
    }
}

/// A path as one word of squid.conf.
fn word<'a>(field: &str, path: &'a Path) -> Result<&'a str, Problem> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-+:@~".contains(&b);
    let text = path.to_str().filter(|text| path.is_absolute() && text.bytes().all(plain));
    text.ok_or_else(|| {
        Problem::invalid(field, format!(
            "`{}` cannot stand in squid.conf: use a whole path without blanks, quotes or signs that Squid reads in its own way",
            path.display()
        ))
    })
}

/// The host of a door, as it stands in an address: an IPv6 one keeps its brackets, as in Squid.
fn host_of(door: &str) -> &str {
    let rest = door.split_once("://").map_or(door, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or(rest);
    match authority.find(']') {
        Some(end) => &authority[..=end],
        None => authority.split(':').next().unwrap_or(authority),
    }
}

fn door(text: &str) -> Result<&str, Problem> {
    let text = text.trim_end_matches('/');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-:[]".contains(&b);
    match rest {
        Some(rest) if rest.bytes().all(plain) && Host::from_pasted(rest).is_ok() => Ok(text),
        _ => Err(Problem::invalid(
            "door",
            format!(
                "`{text}` is not where a browser finds the server: write it like https://footbridge.dune.example"
            ),
        )),
    }
}

/// Lets the Squid at `squid` read the configuration, without starting it.
///
/// The problem is every complaint that Squid has; the value is what it only warns of.
pub fn check(conf: &str, squid: &Path) -> Result<Vec<String>, Problem> {
    let file = Draft::write(conf)?;
    let output = Command::new(squid)
        .args(["-k", "parse", "-f"])
        .arg(&file.0)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            Problem::internal(format!("`{}` could not be started", squid.display()), error)
        })?;
    let said = String::from_utf8_lossy(&output.stderr);
    let (complaints, warnings) = sort(&said, &file.0.to_string_lossy());
    if output.status.success() && complaints.is_empty() {
        return Ok(warnings);
    }
    let complaints =
        if complaints.is_empty() { vec![output.status.to_string()] } else { complaints };
    Err(Problem::invalid(
        "squid.conf",
        format!("Squid does not accept this: {}.", complaints.join("; ")),
    ))
}

/// What Squid says of a configuration, without its dates: what stops it, and what it warns of.
/// A directive that this Squid does not know would be passed over, so it stops it too.
fn sort(said: &str, file: &str) -> (Vec<String>, Vec<String>) {
    let (mut complaints, mut warnings) = (Vec::new(), Vec::new());
    for line in said.lines().map(without_date) {
        let line = line.replace(&format!("Bungled {file} "), "").replace(file, "line ");
        if let Some(warning) = line.strip_prefix("WARNING: ") {
            warnings.push(warning.trim().to_owned());
        } else if COMPLAINTS.iter().any(|mark| line.contains(mark)) {
            complaints
                .push(line.trim_start_matches("FATAL: ").trim_end_matches('.').trim().to_owned());
        }
    }
    (complaints, warnings)
}

const COMPLAINTS: [&str; 4] = ["FATAL: ", "ERROR: ", "unrecognized: ", "ACL not found: "];

/// `2026/11/22 03:00:00| FATAL: …` begins with a date.
fn without_date(line: &str) -> &str {
    line.split_once("| ").map_or(line, |(_, rest)| rest).trim_start()
}

/// A configuration in a file of its own, which goes with it.
struct Draft(PathBuf);

impl Draft {
    fn write(conf: &str) -> Result<Self, Problem> {
        let path = std::env::temp_dir().join(format!("footbridge-{}.conf", secret::token()?));
        let trouble =
            |error| Problem::internal(format!("`{}` could not be written", path.display()), error);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(trouble)?;
        let draft = Self(path.clone());
        file.write_all(conf.as_bytes()).map_err(trouble)?;
        Ok(draft)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // A file that somebody else removed already is gone as well.
        let _ = std::fs::remove_file(&self.0);
    }
}
