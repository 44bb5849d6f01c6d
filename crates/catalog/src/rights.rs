//! Who may do what.

use base::Seat;
use web::{Holder, Right};

/// See what is known of services.
pub const READ: Right =
    Right { name: "catalog.read", may: "see the services", holders: &[Holder::Everyone] };

/// Every seat, and whoever looks after the program.
const TABLE: &[Holder] = &[
    Holder::Seat(Seat::Communications),
    Holder::Seat(Seat::It),
    Holder::Seat(Seat::Security),
    Holder::Seat(Seat::Legal),
    Holder::Administrator,
];

/// Say where the organisation stands on a service.
pub const SET_STANDING: Right =
    Right { name: "catalog.standing", may: "set the standing of a service", holders: TABLE };

/// Add what is known of a service.
pub const ADD_FACT: Right =
    Right { name: "catalog.fact", may: "add a fact to a service", holders: TABLE };

/// Keep the organisation's own services.
pub const CHANGE: Right = Right {
    name: "catalog.change",
    may: "add and change services",
    holders: &[Holder::Seat(Seat::Communications), Holder::Seat(Seat::It), Holder::Administrator],
};
