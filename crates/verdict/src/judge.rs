//! Questions, and who answers them.

use std::{cell::Cell, net::IpAddr, sync::Arc};

use base::{HostRef, Timestamp};

use crate::{Compiled, Effect, OrganisationDefault, Rank, Verdict, Who, case::Case};

/// Who wants to go where, when.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who, as [`Compiled::identify`] of the same rulebook says.
    pub who: Who,
    /// Where.
    pub host: HostRef<'a>,
    /// When.
    pub at: Timestamp,
}

/// Answers from one compiled rulebook. It remembers until when each schedule holds, so it belongs
/// to one thread; the rulebook is shared.
#[derive(Debug)]
pub struct Judge {
    book: Arc<Compiled>,
    schedules: Vec<Cell<Held>>,
}

/// The state of a schedule, and the span of microseconds in which it is known.
#[derive(Clone, Copy, Debug)]
struct Held {
    from: i64,
    until: i64,
    open: bool,
}

impl Judge {
    /// A judge who goes by `book`.
    pub fn new(book: Arc<Compiled>) -> Self {
        let nothing = Held { from: 0, until: 0, open: false };
        let schedules = book.schedules.iter().map(|_| Cell::new(nothing)).collect();
        Self { book, schedules }
    }

    /// The rulebook.
    pub fn book(&self) -> &Arc<Compiled> {
        &self.book
    }

    /// Identifies and judges in one step.
    pub fn ask(
        &self,
        login: Option<&str>,
        address: Option<IpAddr>,
        host: HostRef<'_>,
        at: Timestamp,
    ) -> Verdict<'_> {
        self.judge(&Question { who: self.book.identify(login, address), host, at })
    }

    /// The answer, with its reasons.
    pub fn judge(&self, question: &Question<'_>) -> Verdict<'_> {
        self.decide(&Case::new(self, question))
    }

    pub(crate) fn decide<'a>(&'a self, case: &Case<'a>) -> Verdict<'a> {
        for (rank, effect) in
            [(Rank::Seal, Effect::Deny), (Rank::Refusal, Effect::Deny), (Rank::Door, Effect::Allow)]
        {
            let rules = case.matching(rank);
            if !rules.is_empty() {
                return Verdict::new(effect, Some(rank), rules);
            }
        }
        let walls = case.matching(Rank::Wall);
        if walls.is_empty() && self.book.book.default == OrganisationDefault::Allow {
            return Verdict::new(Effect::Allow, None, walls);
        }
        let rank = (!walls.is_empty()).then_some(Rank::Wall);
        let to_do = case.to_do();
        let effect = if to_do.is_empty() { Effect::Deny } else { Effect::Coach };
        Verdict { to_do, ..Verdict::new(effect, rank, walls) }
    }

    /// Whether the schedule at this place is open.
    pub(crate) fn is_open(&self, schedule: u32, at: Timestamp) -> bool {
        let cell = &self.schedules[schedule as usize];
        let held = cell.get();
        if (held.from..held.until).contains(&at.micros()) {
            return held.open;
        }
        let (open, until) = self.book.schedules[schedule as usize].state_at(at);
        let until = until.map_or(i64::MAX, Timestamp::micros);
        cell.set(Held { from: at.micros(), until, open });
        open
    }
}
