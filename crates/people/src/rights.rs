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

/// Look after how one signs in oneself.
pub(crate) const OWN: Right = Right {
    name: "people.own",
    may: "look after their own sign-in: password, second factor, browsers and access tokens",
    holders: &[Holder::Everyone],
};
