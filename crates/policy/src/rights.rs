//! Who may do what with policies.

use base::Seat;
use web::{Holder, Right};

pub(crate) const ALL: &[&Right] = &[&READ, &ACKNOWLEDGE, &WRITE, &SEE_READERS];

/// Read what is published.
pub(crate) const READ: Right =
    Right { name: "policy.read", may: "read policies", holders: &[Holder::Everyone] };

/// Say that one has read it; also outside its audience, because a door may require it of anybody.
pub(crate) const ACKNOWLEDGE: Right = Right {
    name: "policy.acknowledge",
    may: "confirm that they have read a policy",
    holders: &[Holder::Everyone],
};

/// Write drafts and publish them.
pub(crate) const WRITE: Right = Right {
    name: "policy.write",
    may: "write and publish policies",
    holders: &[
        Holder::Seat(Seat::Legal),
        Holder::Seat(Seat::Communications),
        Holder::Seat(Seat::It),
        Holder::Administrator,
    ],
};

/// See who has read what.
pub(crate) const SEE_READERS: Right = Right {
    name: "policy.see-readers",
    may: "see who has read a policy",
    holders: &[
        Holder::Seat(Seat::Communications),
        Holder::Seat(Seat::It),
        Holder::Seat(Seat::Security),
        Holder::Seat(Seat::Legal),
        Holder::Administrator,
    ],
};
