//! The process as the kernel sees it, under the names that Prometheus' own libraries use.

use std::{fs, path::Path};

use super::figure::{Figure, number};

/// Linux counts a process's time in hundredths of a second, on every machine (proc(5)).
const TICKS_PER_SECOND: f64 = 100.0;
/// Where in `/proc/self/stat` the time in user mode stands, counted from after the name.
const USER_TIME: usize = 11;
const KIB: f64 = 1024.0;

/// What `/proc` tells; nothing where there is none.
pub(super) fn figures() -> Vec<Figure> {
    let known = [
        ("process_resident_memory_bytes", "Memory in use.", status("VmRSS:").map(|kib| kib * KIB)),
        (
            "process_virtual_memory_bytes",
            "Memory promised.",
            status("VmSize:").map(|kib| kib * KIB),
        ),
        ("process_threads", "Threads.", status("Threads:")),
        ("process_cpu_seconds_total", "Time on processors.", processor_seconds()),
        ("process_open_fds", "Files and connections that are open.", entries("/proc/self/fd")),
        ("process_max_fds", "How many may be open.", open_files_max()),
    ];
    let told = known.into_iter().filter_map(|(name, says, value)| Some((name, says, value?)));
    told.map(|(name, says, value)| Figure::new(name, says, value)).collect()
}

/// The number after this word in `/proc/self/status`.
fn status(word: &str) -> Option<f64> {
    after("/proc/self/status", word)?.split_whitespace().next()?.parse().ok()
}

/// The soft limit stands first.
fn open_files_max() -> Option<f64> {
    after("/proc/self/limits", "Max open files")?.split_whitespace().next()?.parse().ok()
}

fn after(file: &str, word: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix(word)).map(str::to_owned)
}

fn processor_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in parentheses and may hold blanks.
    let (_, rest) = text.rsplit_once(')')?;
    let ticks: Vec<f64> =
        rest.split_whitespace().skip(USER_TIME).take(2).filter_map(|n| n.parse().ok()).collect();
    Some(ticks.iter().sum::<f64>() / TICKS_PER_SECOND)
}

fn entries(folder: impl AsRef<Path>) -> Option<f64> {
    Some(number(i64::try_from(fs::read_dir(folder).ok()?.count()).ok()?))
}
