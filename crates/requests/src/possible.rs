//! What a person could do with a request now: what its page offers and the API says.

use base::Seat;
use web::Caller;

use crate::{audience::listed, case::Case, change::check_changer, effect::Effect, rights};

impl Case {
    /// Whether `caller` could join.
    pub(crate) fn may_join(&self, caller: &Caller) -> bool {
        let outside = |person| !self.is_asked_by(person) && self.spoke_for(person).is_none();
        self.request.is_open() && caller.may(&rights::JOIN) && caller.person().is_some_and(outside)
    }

    /// Whether `caller` joined and could leave.
    pub(crate) fn may_leave(&self, caller: &Caller) -> bool {
        let joined = |person| self.joiner(person).is_some();
        self.request.is_open() && caller.may(&rights::JOIN) && caller.person().is_some_and(joined)
    }

    /// Whether `caller` could change the terms.
    pub(crate) fn may_change(&self, caller: &Caller) -> bool {
        let passes = |person| check_changer(self, caller, person).is_ok();
        self.request.is_open()
            && caller.may(&rights::CHANGE_TERMS)
            && caller.person().is_some_and(passes)
    }

    /// Whether `caller` asked it and could take it back.
    pub(crate) fn may_withdraw(&self, caller: &Caller) -> bool {
        self.request.is_open()
            && caller.may(&rights::WITHDRAW)
            && caller.person() == Some(self.request.asker)
    }

    /// The seat for which `caller` is asked now, or could say something else.
    pub(crate) fn speaking_seat(&self, caller: &Caller) -> Option<Seat> {
        if !self.request.is_open() || !caller.may(&rights::REVIEW) {
            return None;
        }
        let held = caller.seats.iter().copied().find(|seat| self.may_review(caller, *seat));
        self.waits_for(caller).first().copied().or(held)
    }

    /// The seat for which `caller` could decide, and what the others say; else why not.
    pub(crate) fn possible(&self, caller: &Caller) -> Result<(Seat, Effect), String> {
        if caller.person().is_some_and(|person| self.is_asked_by(person)) {
            return Err("You ask, so somebody else of your seat reviews and decides.".to_owned());
        }
        let seat = self.deciding_seat(caller).ok_or_else(|| self.who_decides())?;
        let others = || self.required.iter().copied().filter(move |other| *other != seat);
        let silent = others().filter(|other| self.review_of(*other).is_none());
        let silent: Vec<String> = silent.map(|seat| seat.to_string()).collect();
        if !silent.is_empty() {
            return Err(format!("Waits for the review of {}.", listed(&silent)));
        }
        let mut said = others().filter_map(|other| self.review_of(other)).map(|said| said.answer);
        let first = said.next().ok_or_else(|| self.who_decides())?;
        if said.all(|answer| answer == first) {
            return Ok((seat, first));
        }
        Err("The other seats do not say the same yet. Talk about it, or change the terms."
            .to_owned())
    }

    fn who_decides(&self) -> String {
        let seats: Vec<String> = self.required.iter().map(ToString::to_string).collect();
        format!("{} decide on this one.", listed(&seats))
    }
}
