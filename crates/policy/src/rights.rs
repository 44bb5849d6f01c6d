//! Who may do what with policies.

use base::Seat;
use web::{Holder, Right};

pub(crate) const ALL: &[&Right] = &[&READ, &ACKNOWLEDGE, &WRITE, &RETIRE, &SEE_READERS];

/// Read what is published.
pub(crate) const READ: Right =
    Right { name: "policy.read", may: "read policies", holders: &[Holder::Everyone] };

/// Say that one has read it; also outside its audience, because a door may require it of anybody.
pub(crate) const ACKNOWLEDGE: Right = Right {
    name: "policy.acknowledge",
    may: "confirm that they have read a policy",
    holders: &[Holder::Everyone],
};

/// Those who answer for what the policies say.
const WRITERS: &[Holder] = &[
    Holder::Seat(Seat::Legal),
    Holder::Seat(Seat::Communications),
    Holder::Seat(Seat::It),
    Holder::Administrator,
];

/// Write drafts and publish them.
pub(crate) const WRITE: Right =
    Right { name: "policy.write", may: "write and publish policies", holders: WRITERS };

/// Put a policy out of force.
pub(crate) const RETIRE: Right =
    Right { name: "policy.retire", may: "retire a policy", holders: WRITERS };

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
