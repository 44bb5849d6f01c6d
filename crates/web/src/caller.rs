//! Who asks.

use base::{Actor, Problem, Result, Seat};

use crate::rights::{Holder, Right};

/// Who asks for something to be done: what verbs check rights against.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The name for the audit log.
    pub actor: Actor,
    /// The numbers of their groups.
    pub groups: Vec<i64>,
    /// The seats that their groups hold.
    pub seats: Vec<Seat>,
    /// Whether they look after the program.
    pub administrator: bool,
}

impl Caller {
    /// Somebody at the command line of the server's machine: the whole state is theirs already.
    pub fn operator() -> Self {
        Self {
            actor: Actor::operator(),
            groups: Vec::new(),
            seats: Vec::new(),
            administrator: true,
        }
    }

    /// A part of the program, acting by itself.
    pub fn program(part: &str) -> Self {
        Self { actor: Actor::program(part), ..Self::operator() }
    }

    /// The number of the person, if it is one.
    pub fn person(&self) -> Option<i64> {
        self.actor.person()
    }

    /// The number of the person; the operator is none.
    pub fn require_person(&self) -> Result<i64> {
        self.person()
            .ok_or_else(|| Problem::forbidden("Only a person who is signed in can do this."))
    }

    /// The canonical login, empty for the operator and the program.
    pub fn login(&self) -> &str {
        match &self.actor {
            Actor::Person { login, .. } => login,
            Actor::Operator { .. } | Actor::Program { .. } => "",
        }
    }

    /// The name that pages show.
    pub fn name(&self) -> String {
        self.actor.to_string()
    }

    /// Whether they hold `seat`.
    pub fn holds(&self, seat: Seat) -> bool {
        self.seats.contains(&seat)
    }

    /// Whether they may.
    pub fn may(&self, right: &Right) -> bool {
        self.person().is_none()
            || right.holders.iter().any(|holder| match holder {
                Holder::Everyone => true,
                Holder::Seat(seat) => self.holds(*seat),
                Holder::Administrator => self.administrator,
            })
    }

    /// Whether they may, else a sentence that says who may.
    pub fn require(&self, right: &Right) -> Result<()> {
        if self.may(right) {
            return Ok(());
        }
        Err(Problem::forbidden(format!("Only {} may {}.", right.who(), right.may)))
    }

    /// Who acts, for the audit log: speaking for the first seat that gives them `right`.
    pub fn acting_by(&self, right: &Right) -> Actor {
        let seat = right.holders.iter().find_map(|holder| match holder {
            Holder::Seat(seat) if self.holds(*seat) => Some(*seat),
            _ => None,
        });
        match seat {
            Some(seat) => self.actor.clone().speaking_for(seat),
            None => self.actor.clone(),
        }
    }
}
