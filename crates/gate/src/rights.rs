//! Who may do what at the gate.

use base::Seat;
use web::{Holder, Right};

/// Those who may wall and refuse.
const KEEPERS: &[Holder] =
    &[Holder::Seat(Seat::It), Holder::Seat(Seat::Security), Holder::Administrator];

/// Read the rules, the editions, and try a verdict.
pub const READ: Right = Right {
    name: "gate.read",
    may: "see the rules of the gate",
    holders: &[
        Holder::Seat(Seat::Communications),
        Holder::Seat(Seat::It),
        Holder::Seat(Seat::Security),
        Holder::Seat(Seat::Legal),
        Holder::Administrator,
    ],
};

/// See the gate in the navigation: those who work on it.
pub const KEEP: Right = Right { name: "gate.keep", may: "look after the gate", holders: KEEPERS };

/// See one's own blocks.
pub const OWN_BLOCKS: Right = Right {
    name: "gate.own-blocks",
    may: "see what was closed for them",
    holders: &[Holder::Everyone],
};

/// Put up a wall.
pub const WALL: Right = Right { name: "gate.wall", may: "put up a wall", holders: KEEPERS };

/// Refuse something to somebody.
pub const REFUSE: Right = Right { name: "gate.refuse", may: "make a refusal", holders: KEEPERS };

/// Seal something.
pub const SEAL: Right = Right {
    name: "gate.seal",
    may: "make a seal",
    holders: &[Holder::Seat(Seat::Security), Holder::Seat(Seat::Legal), Holder::Administrator],
};

/// End a wall or a refusal.
pub const END: Right = Right { name: "gate.end", may: "end a wall or a refusal", holders: KEEPERS };

/// Lift a seal. Recorded as `gate.end`, like every end of a rule.
pub const LIFT: Right = Right {
    name: "gate.lift",
    may: "lift a seal",
    holders: &[Holder::Seat(Seat::Security), Holder::Seat(Seat::Legal)],
};

/// Choose what holds where no rule says anything.
pub const SET_DEFAULT: Right = Right {
    name: "gate.set-default",
    may: "choose what holds where no rule says anything",
    holders: KEEPERS,
};

/// Publish what was agreed now instead of within a second: for whoever can change what the gate says.
pub const PUBLISH: Right = Right {
    name: "gate.publish",
    may: "publish the next edition",
    holders: &[
        Holder::Seat(Seat::It),
        Holder::Seat(Seat::Security),
        Holder::Seat(Seat::Legal),
        Holder::Administrator,
    ],
};

/// One of these is needed to make a rule: which one depends on its kind.
pub(crate) const MAKING: &[&Right] = &[&WALL, &REFUSE, &SEAL];

/// One of these is needed to end a rule: which one depends on its kind.
pub(crate) const ENDING: &[&Right] = &[&END, &LIFT];

/// All of them.
pub const ALL: &[&Right] =
    &[&READ, &KEEP, &OWN_BLOCKS, &WALL, &REFUSE, &SEAL, &END, &LIFT, &SET_DEFAULT, &PUBLISH];
