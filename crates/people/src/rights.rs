//! Who may do what with people.

use base::Seat;
use web::{Holder, Right};

pub(crate) const ALL: &[&Right] = &[&READ, &CHANGE, &OWN];

/// See who works here.
pub(crate) const READ: Right = Right {
    name: "people.read",
    may: "see the list of people and groups",
    holders: &[
        Holder::Administrator,
        Holder::Seat(Seat::Communications),
        Holder::Seat(Seat::It),
        Holder::Seat(Seat::Security),
        Holder::Seat(Seat::Legal),
    ],
};

/// Change people, groups and addresses.
pub(crate) const CHANGE: Right = Right {
    name: "people.change",
    may: "change people, groups and addresses",
    holders: &[Holder::Administrator],
};

/// Look after one's own password and sessions.
pub(crate) const OWN: Right = Right {
    name: "people.own",
    may: "change their own password and sign out their own browsers",
    holders: &[Holder::Everyone],
};
