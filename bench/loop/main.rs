//! How long a decision takes from the button to a changed answer at a real Squid that carries load,
//! what asking our helper costs that Squid, and what the server takes at rest.
// A bench that cannot go on says where it broke.
#![allow(clippy::panic)]

mod always_ok;
mod http;
mod load;
mod person;
mod probe;
mod rate;
mod times;

use std::{
    fs,
    time::{Duration, Instant, SystemTime},
};

use journeys::{Office, WALLED};
use store::{Engine, testing::TestDatabase};

use crate::{
    load::Load,
    person::{Button, Person},
    probe::Probe,
    times::Times,
};

/// Decisions that open a door; each is ended again by hand, which is the other half of the flips.
const OPENED: usize = 100;
/// Doors that end by time.
const ENDED: usize = 100;
/// How long such a door is open: enough to ask for it, agree and decide.
const OPEN_FOR: Duration = Duration::from_secs(1);
/// How long the server is left alone before its memory is read.
const REST: Duration = Duration::from_secs(5);

fn main() {
    if std::env::args().nth(1).as_deref() == Some(always_ok::WORD) {
        return always_ok::answer().unwrap_or_else(|error| panic!("Squid hung up: {error}"));
    }
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(run());
}

async fn run() {
    let database = TestDatabase::new(Engine::Sqlite).await.expect("an embedded database");
    let office = Office::open(database).await;
    tokio::time::sleep(REST).await;
    let memory = resident(office.server().pid());
    let load = Load::on(&office, office.squid());
    let seats = Seats::sign_in(&office).await;
    let mut probe = Probe::at(&office, WALLED).await;
    let (opened, closed) = flips(&seats, &mut probe).await;
    let ended = ends(&seats, &mut probe).await;
    let carried = load.ends();
    println!("{}", times::HEADING);
    println!("{}", opened.row("decided: open"));
    println!("{}", closed.row("ended by hand: closed"));
    println!("{}", ended.row("ended by time: closed"));
    println!("\nSquid carried {carried:.0} other requests a second meanwhile.");
    println!("The server at rest: {memory:.1} MiB resident.\n");
    println!("{}", rate::compare(&office).await);
    office.closes();
}

/// Who asks, reviews and decides.
struct Seats {
    noor: Person,
    mara: Person,
    ivo: Person,
}

impl Seats {
    async fn sign_in(office: &Office) -> Self {
        Self {
            noor: Person::sign_in(office, "noor").await,
            mara: Person::sign_in(office, "mara").await,
            ivo: Person::sign_in(office, "ivo").await,
        }
    }

    /// A request that lacks nothing but the decision; gives its page.
    async fn agree(&self, ends: Option<SystemTime>) -> String {
        let page = self.noor.asks("linkedin").await;
        let mut revision = "1";
        if let Some(ends) = ends {
            self.mara.changes_the_end(&page, ends).await;
            revision = "2";
        }
        self.mara.agrees(&page, revision).await;
        page
    }
}

/// From the button to the first changed answer: doors that open, and the same ended by hand.
async fn flips(seats: &Seats, probe: &mut Probe) -> (Times, Times) {
    let (mut opened, mut closed) = (Times::default(), Times::default());
    for _ in 0..OPENED {
        let page = seats.agree(None).await;
        opened.add(decide(seats, probe, &page).await);
        let end = seats.ivo.prepares_to_end(&page).await;
        closed.add(flip(end, probe, false).await.expect("a decision can be ended"));
    }
    (opened, closed)
}

/// Ivo decides. The probe's own blocks are part of the evidence: where they have just become many
/// more, he looks at the page again, as a person would.
async fn decide(seats: &Seats, probe: &mut Probe, page: &str) -> Duration {
    loop {
        let decide = seats.ivo.prepares_to_decide(page).await;
        if let Ok(time) = flip(decide, probe, true).await {
            return time;
        }
    }
}

/// From pressing the button to the first answer that is `open`; or why it did nothing.
async fn flip(button: Button<'_>, probe: &mut Probe, open: bool) -> Result<Duration, String> {
    let pressed = Instant::now();
    let seen = async { Ok(probe.until(open).await) };
    let ((), seen) = tokio::try_join!(button.press(), seen)?;
    Ok(seen - pressed)
}

/// From the end to the first changed answer: nothing is pressed, the helper's clock decides.
async fn ends(seats: &Seats, probe: &mut Probe) -> Times {
    let mut ended = Times::default();
    for _ in 0..ENDED {
        let at = SystemTime::now() + OPEN_FOR;
        let page = seats.agree(Some(at)).await;
        decide(seats, probe, &page).await;
        let left = at.duration_since(SystemTime::now()).expect("decided before the end");
        let end = Instant::now() + left;
        let seen = probe.until(false).await;
        ended.add(seen.checked_duration_since(end).expect("not closed before its end"));
    }
    ended
}

/// Resident memory of a process, in MiB.
fn resident(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kib / 1024.0
}
