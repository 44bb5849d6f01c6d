//! A day on which people ask, review and decide without a pause, each time through another node.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use journeys::{Nodes, Page, Visitor, within};
use tokio::task::JoinSet;

/// How long so many decisions may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// What they do, until it ends.
pub(super) struct Day {
    /// Requests of which somebody was told that they are decided.
    acknowledged: Mutex<Vec<String>>,
    is_over: AtomicBool,
    at_work: Mutex<JoinSet<()>>,
    seats: Vec<Seats>,
}

/// Three people who work together.
struct Seats {
    noor: Visitor,
    mara: Visitor,
    ivo: Visitor,
}

impl Day {
    /// So many groups of people sign in; they begin when the first decision is waited for.
    pub(super) async fn begin(nodes: &Nodes, groups: usize) -> Self {
        let mut seats = Vec::new();
        for _ in 0..groups {
            let (noor, mara) = (nodes.visitor("noor").await, nodes.visitor("mara").await);
            seats.push(Seats { noor, mara, ivo: nodes.visitor("ivo").await });
        }
        let (acknowledged, is_over) = (Mutex::default(), AtomicBool::new(false));
        Self { acknowledged, is_over, at_work: Mutex::default(), seats }
    }

    /// Waits until so many decisions are acknowledged since the day began; gives how many are.
    pub(super) async fn decides_at_least(self: Arc<Self>, count: usize) -> usize {
        self.clone().goes_on();
        let enough = || async { (self.decided() >= count).then_some(()) };
        let seen = within(PATIENCE, enough).await;
        assert!(seen.is_some(), "{} instead of {count} decisions", self.decided());
        self.decided()
    }

    /// How many decisions were acknowledged.
    pub(super) fn decided(&self) -> usize {
        self.acknowledged.lock().expect("nobody panicked").len()
    }

    /// Everybody ends what they are at; gives the requests that were decided.
    pub(super) async fn ends(&self) -> Vec<String> {
        self.is_over.store(true, Ordering::SeqCst);
        let at_work = std::mem::take(&mut *self.at_work.lock().expect("nobody panicked"));
        at_work.join_all().await;
        std::mem::take(&mut *self.acknowledged.lock().expect("nobody panicked"))
    }

    fn goes_on(self: Arc<Self>) {
        let mut at_work = self.at_work.lock().expect("nobody panicked");
        if at_work.is_empty() {
            for group in 0..self.seats.len() {
                at_work.spawn(self.clone().works(group));
            }
        }
    }

    async fn works(self: Arc<Self>, group: usize) {
        while !self.is_over.load(Ordering::SeqCst) {
            if let Some(request) = self.seats[group].decide_one(&self.is_over).await {
                self.acknowledged.lock().expect("nobody panicked").push(request);
            }
        }
    }
}

impl Seats {
    /// From asking to deciding; the page of the request, if each of them was told that it is done.
    async fn decide_one(&self, is_over: &AtomicBool) -> Option<String> {
        let form = self.noor.opens("/requests/new?service=linkedin").await;
        let asked = self.noor.sends(&form, "/requests", ASKED).await.ok()?;
        let request = Some(asked.location).filter(|_| asked.status == 303)?;
        let request = request.split('?').next().unwrap_or_default().to_owned();
        while !is_over.load(Ordering::SeqCst) {
            let page = self.mara.opens(&request).await;
            let sent = self.mara.sends(&page, &format!("{request}/reviews"), AGREED).await;
            if sent.is_ok_and(|sent| sent.status == 303) {
                return self.decide(request, is_over).await;
            }
        }
        None
    }

    async fn decide(&self, request: String, is_over: &AtomicBool) -> Option<String> {
        while !is_over.load(Ordering::SeqCst) {
            let page = self.ivo.opens(&request).await;
            // Where the node died after it decided and before it said so.
            if page.body.contains("href=\"/decisions/") && page.field("evidence").is_none() {
                return None;
            }
            let sent = self.ivo.sends(&page, &format!("{request}/decisions"), &ruling(&page)).await;
            if sent.is_ok_and(|sent| sent.status == 303) {
                return Some(request);
            }
        }
        None
    }
}

const ASKED: &[(&str, &str)] = &[
    ("service", "linkedin"),
    ("purpose", "We are looking for two upholsterers, and they are there."),
    ("audience", "me"),
    ("until", "week"),
    ("anyway", "yes"),
];

const AGREED: &[(&str, &str)] =
    &[("seat", "communications"), ("revision", "1"), ("answer", "allow")];

/// What the page shows is what is decided.
fn ruling(page: &Page) -> [(&str, &str); 4] {
    let shown = |name| page.field(name).unwrap_or_default();
    [
        ("seat", "it"),
        ("revision", shown("revision")),
        ("effect", "allow"),
        ("evidence", shown("evidence")),
    ]
}
