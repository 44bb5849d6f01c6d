//! What squid.conf says of us.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::super::{finding::Finding, premises::Premises};

/// How deep files may include each other; Squid itself stops at 16.
const DEPTH_MAX: usize = 16;
const DEFAULT_USER: &str = "proxy";

/// The lines of squid.conf and of what it includes, in order.
pub(super) struct Conf {
    lines: Vec<String>,
}

/// The line by which Squid starts the helper.
pub(super) struct Helper<'a> {
    /// The program, then what it is given.
    pub(super) words: Vec<&'a str>,
}

impl Conf {
    pub(super) fn read(file: &Path) -> io::Result<Self> {
        let mut lines = Vec::new();
        gather(file, &mut lines, 0)?;
        Ok(Self { lines })
    }

    /// The value of a directive that stands once.
    fn value(&self, directive: &str) -> Option<&str> {
        self.lines
            .iter()
            .find_map(|line| line.strip_prefix(directive)?.strip_prefix(' '))
            .map(str::trim)
    }

    /// As whom Squid runs its helpers.
    pub(super) fn user(&self) -> &str {
        self.value("cache_effective_user").unwrap_or(DEFAULT_USER)
    }

    /// Where Squid says which process it is.
    fn pid_file(&self) -> PathBuf {
        PathBuf::from(self.value("pid_filename").unwrap_or("/run/squid.pid"))
    }

    pub(super) fn helper(&self) -> Option<Helper<'_>> {
        let lines = self.lines.iter().filter(|line| line.starts_with("external_acl_type "));
        let mut lines = lines.map(|line| line.split_whitespace().collect::<Vec<_>>());
        lines.find_map(|words| {
            let place = words.windows(2).position(|pair| pair == ["gate", "squid"])?;
            let words = words.get(place.checked_sub(1)?..)?.to_vec();
            Some(Helper { words })
        })
    }

    pub(super) fn judge(&self, on: &Premises) -> Vec<Finding> {
        let Some(helper) = self.helper() else { return vec![not_asked(on)] };
        let mut findings = vec![self.denies(), helper.looks_at(on.data()), self.runs()];
        if !Path::new(helper.words[0]).is_file() {
            findings.push(Finding::wrong(
                format!("{}, which Squid starts as the helper, is not there.", helper.words[0]),
                RENEW,
            ));
        }
        findings
    }

    /// The first rule that fits decides, so nothing may be let through before ours.
    fn denies(&self) -> Finding {
        let mut rules = self.lines.iter().filter(|line| line.starts_with("http_access "));
        let is_ours = |line: &str| line.contains("deny ") && line.contains("!footbridge");
        let before = rules.by_ref().take_while(|line| !is_ours(line));
        let open = before.filter(|line| line.starts_with("http_access allow")).last().cloned();
        let is_there =
            self.lines.iter().any(|line| line.starts_with("http_access ") && is_ours(line));
        match (is_there, open) {
            (true, None) => Finding::fine("Squid asks Footbridge before it lets anything through."),
            (true, Some(open)) => Finding::look(
                format!("`{open}` lets through before Footbridge is asked."),
                "If that is not meant, include the lines of Footbridge above it.",
            ),
            (false, _) => {
                Finding::wrong("squid.conf knows the helper, but no rule asks it.", RENEW)
            }
        }
    }

    fn runs(&self) -> Finding {
        let pid = fs::read_to_string(self.pid_file()).unwrap_or_default();
        let is_there = !pid.trim().is_empty() && Path::new("/proc").join(pid.trim()).exists();
        if is_there {
            return Finding::fine("Squid runs.");
        }
        Finding::look("Squid does not run, or not with this file.", "systemctl start squid")
    }
}

const RENEW: &str =
    "Print the lines again with `footbridge gate squid-conf`, then `squid -k reconfigure`.";

fn not_asked(on: &Premises) -> Finding {
    Finding::wrong(
        format!("{} does not ask Footbridge.", on.squid_conf.display()),
        "Put what `footbridge gate squid-conf` prints into a file of its own, include it before the first http_access, then `squid -k reconfigure`.",
    )
}

impl<'a> Helper<'a> {
    /// What stands after this word.
    pub(super) fn after(&self, word: &str) -> Option<&'a str> {
        let place = self.words.iter().position(|known| *known == word)?;
        self.words.get(place + 1).copied()
    }

    fn looks_at(&self, data: &Path) -> Finding {
        let named = self.after("--data").unwrap_or("data");
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if real(Path::new(named)) == real(data) {
            return Finding::fine("Squid's helper answers from this data directory.");
        }
        Finding::wrong(
            format!("Squid's helper answers from {named}, and this is {}.", data.display()),
            RENEW,
        )
    }
}

/// Comments and blanks are left out; a line that ends in `\` goes on.
fn gather(file: &Path, lines: &mut Vec<String>, depth: usize) -> io::Result<()> {
    let text = fs::read_to_string(file)?.replace("\\\n", " ");
    for line in
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.strip_prefix("include ") {
            Some(included) if depth < DEPTH_MAX => {
                for file in named(included) {
                    gather(&file, lines, depth + 1)?;
                }
            }
            _ => lines.push(line),
        }
    }
    Ok(())
}

/// `/etc/squid/conf.d/*.conf`: a star stands for anything in the last part alone.
fn named(pattern: &str) -> Vec<PathBuf> {
    let path = Path::new(pattern.trim_matches('"'));
    let (Some(folder), Some(name)) =
        (path.parent(), path.file_name().and_then(|name| name.to_str()))
    else {
        return Vec::new();
    };
    let Some((start, end)) = name.split_once('*') else { return vec![path.to_owned()] };
    let fits = |name: &str| {
        name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
    };
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_str().is_some_and(fits))
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files
}
