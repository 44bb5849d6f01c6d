//! Who may do what with requests. Where somebody's own request is meant, the verb looks too.

use web::{Holder, Right, rights::SEATS};

pub(crate) const ALL: &[&Right] =
    &[&READ, &ASK, &JOIN, &CHANGE_TERMS, &REVIEW, &COMMENT, &DECIDE, &END, &WITHDRAW, &SET_RULE];

/// See every request, whoever asked.
pub const READ: Right =
    Right { name: "requests.read", may: "see requests that others asked", holders: SEATS };

/// Ask.
pub const ASK: Right = Right {
    name: "requests.ask",
    may: "ask to use a service or a site",
    holders: &[Holder::Everyone],
};

/// Ask together with somebody who asked already, and leave again.
pub const JOIN: Right =
    Right { name: "requests.join", may: "join a request", holders: &[Holder::Everyone] };

/// Change what is proposed: who asks, until a seat has reviewed it; the seats.
pub const CHANGE_TERMS: Right = Right {
    name: "requests.change-terms",
    may: "change the terms of a request",
    holders: &[Holder::Everyone],
};

/// Say what a seat thinks of a request.
pub const REVIEW: Right =
    Right { name: "requests.review", may: "review a request", holders: SEATS };

/// Say something about a request: who asks, who joined, the seats.
pub const COMMENT: Right =
    Right { name: "requests.comment", may: "comment on a request", holders: &[Holder::Everyone] };

/// Decide, once the seats that must agree do.
pub const DECIDE: Right =
    Right { name: "requests.decide", may: "decide on a request", holders: SEATS };

/// Close a door before its time.
pub const END: Right = Right { name: "requests.end", may: "end a decision", holders: SEATS };

/// Take back what one asked.
pub const WITHDRAW: Right = Right {
    name: "requests.withdraw",
    may: "withdraw their own request",
    holders: &[Holder::Everyone],
};

/// Say which seats must agree for which category.
pub const SET_RULE: Right = Right {
    name: "requests.set-rule",
    may: "set which seats must agree",
    holders: &[Holder::Administrator],
};

/// One of these is needed to see which seats must agree.
pub(crate) const SEEING_RULES: &[&Right] = &[&READ, &SET_RULE];
