//! What the caller may do.

use base::Seat;
use serde::{Deserialize, Serialize};
use web::{Caller, api::ToSchema};

use crate::{case::Case, effect::Effect, rights};

/// What the caller may do with a request now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MayDo)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(crate) struct May {
    pub(crate) join: bool,
    pub(crate) leave: bool,
    pub(crate) change_terms: bool,
    pub(crate) comment: bool,
    pub(crate) withdraw: bool,
    /// The seat for which they may say what it thinks.
    pub(crate) review: Option<Seat>,
    /// The decision that they can make.
    pub(crate) decide: Option<MayDecide>,
    /// Why they cannot decide, where they could otherwise.
    pub(crate) decide_not_yet: Option<String>,
}

/// A decision that can be made now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct MayDecide {
    pub(crate) seat: Seat,
    /// What the other seats say.
    pub(crate) effect: Effect,
}

impl May {
    pub(super) fn of(case: &Case, caller: &Caller) -> Self {
        let deciding = case.request.is_open() && caller.may(&rights::DECIDE);
        let possible = deciding.then(|| case.possible(caller));
        let (decide, decide_not_yet) = match possible {
            Some(Ok((seat, effect))) => (Some(MayDecide { seat, effect }), None),
            Some(Err(why)) => (None, Some(why)),
            None => (None, None),
        };
        Self {
            join: case.may_join(caller),
            leave: case.may_leave(caller),
            change_terms: case.may_change(caller),
            comment: caller.may(&rights::COMMENT) && caller.person().is_some(),
            withdraw: case.may_withdraw(caller),
            review: case.speaking_seat(caller),
            decide,
            decide_not_yet,
        }
    }
}
