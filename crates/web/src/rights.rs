//! Who may do what.

use std::sync::Arc;

use base::Seat;

/// Somebody who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Everybody who is signed in.
    Everyone,
    /// Who holds this seat.
    Seat(Seat),
    /// Who looks after the program.
    Administrator,
}

/// One thing that can be done, and who may do it.
#[derive(Debug, PartialEq, Eq)]
pub struct Right {
    /// `<capability>.<verb>`, as in the audit log.
    pub name: &'static str,
    /// Completes the sentence “… may …”.
    pub may: &'static str,
    /// Who may. The operator at the command line of the server always may.
    pub holders: &'static [Holder],
}

/// Every seat at the table.
pub const SEATS: &[Holder] = &[
    Holder::Seat(Seat::Communications),
    Holder::Seat(Seat::It),
    Holder::Seat(Seat::Security),
    Holder::Seat(Seat::Legal),
];

impl Right {
    /// Who may, in words: “IT or Security”.
    pub fn who(&self) -> String {
        let names: Vec<&str> = self
            .holders
            .iter()
            .map(|holder| match holder {
                Holder::Everyone => "everybody who is signed in",
                Holder::Seat(seat) => seat.title(),
                Holder::Administrator => "an administrator",
            })
            .collect();
        names.join(" or ")
    }
}

/// How much of a person's rights a token carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scopes {
    /// All that the person has.
    #[default]
    All,
    /// The rights of these names; the name of a capability stands for all of its rights.
    Named(Arc<[String]>),
}

impl Scopes {
    /// Whether `right` is among them.
    pub fn cover(&self, right: &Right) -> bool {
        let Self::Named(names) = self else { return true };
        let capability = right.name.split('.').next().unwrap_or_default();
        names.iter().any(|name| name == right.name || name == capability)
    }
}
