//! Squid with our helper against Squid with a helper that always says OK.

use std::{fs, path::Path, time::Duration};

use journeys::{Office, Squid};

use crate::{always_ok, load};

/// How often both are measured, one after the other. What else the machine does meets both, so the
/// median of the ratios counts.
const ROUNDS: usize = 15;
/// How long one measurement takes.
const ROUND: Duration = Duration::from_secs(2);

/// The rows of a table.
pub(crate) async fn compare(office: &Office) -> String {
    let ours = office.footbridge(&["gate", "squid-conf", "--door", office.url()]);
    let with_ours = squid(office, "ours", &ours).await;
    let with_other = squid(office, "other", &with_always_ok(office.folder(), &ours)).await;
    let round = |_| {
        let ours = load::rate(office, &with_ours, ROUND);
        (ours, load::rate(office, &with_other, ROUND))
    };
    let rounds: Vec<(f64, f64)> = (0..ROUNDS).map(round).collect();
    let of = |figure: fn(&(f64, f64)) -> f64| median(rounds.iter().map(figure).collect());
    format!(
        "| Squid's helper | requests/s | of the rate with OK to everything |\n|---|---|---|\n\
         | Footbridge | {:.0} | {:.2} |\n| OK to everything | {:.0} | 1.00 |",
        of(|(ours, _)| *ours),
        of(|(ours, other)| ours / other),
        of(|(_, other)| *other),
    )
}

async fn squid(office: &Office, name: &str, fragment: &str) -> Squid {
    // Pages come out of memory: the origin must not be what limits.
    let fragment = format!("cache allow all\nmemory_cache_mode always\n{fragment}");
    Squid::start(&office.folder().join(name), &fragment, "").await
}

/// The same lines with another program behind them.
fn with_always_ok(folder: &Path, fragment: &str) -> String {
    // Where Squid's user can reach it.
    let program = folder.join("always-ok");
    let ourselves = std::env::current_exe().expect("a program has a path");
    fs::copy(ourselves, &program).expect("it can be copied");
    let lines = fragment.lines().map(|line| match line.split_once(" gate squid ") {
        Some((before, _)) => {
            let (options, _) = before.rsplit_once(' ').expect("a program at the end");
            format!("{options} {} {}", program.display(), always_ok::WORD)
        }
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
