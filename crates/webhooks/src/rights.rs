//! Who may do what.

use base::Seat;
use web::{Holder, Right};

/// Those who connect programs.
const KEEPERS: &[Holder] = &[Holder::Administrator, Holder::Seat(Seat::It)];

/// See which programs are told, and what they answered.
pub const READ: Right = Right {
    name: "webhooks.read",
    may: "see the webhooks and what became of each",
    holders: KEEPERS,
};

/// Make, switch and end webhooks, and send again.
pub const KEEP: Right =
    Right { name: "webhooks.keep", may: "make, switch and end webhooks", holders: KEEPERS };
