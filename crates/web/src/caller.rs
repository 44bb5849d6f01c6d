//! Who asks.

use base::{Actor, Problem, Result, Seat};

use crate::{
    api::Conditions,
    rights::{Holder, Right, Scopes},
};

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
    /// What of their rights they brought: a token may carry fewer than its person has.
    pub scopes: Scopes,
    /// What the act must find before it writes.
    pub(crate) conditions: Conditions,
}

impl Caller {
    /// A person, with what follows from their groups.
    pub fn known(actor: Actor, groups: Vec<i64>, seats: Vec<Seat>, administrator: bool) -> Self {
        let (scopes, conditions) = (Scopes::All, Conditions::default());
        Self { actor, groups, seats, administrator, scopes, conditions }
    }

    /// The same person with no more than `scopes`.
    #[must_use]
    pub fn limited_to(self, scopes: Scopes) -> Self {
        Self { scopes, ..self }
    }

    /// Somebody at the command line of the server's machine: the whole state is theirs already.
    pub fn operator() -> Self {
        Self::known(Actor::operator(), Vec::new(), Vec::new(), true)
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
        self.scopes.cover(right) && self.could(right)
    }

    /// Whether their groups give it to them.
    fn could(&self, right: &Right) -> bool {
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
        Err(Problem::forbidden(if self.could(right) {
            format!("This token may not {}: it lacks the scope `{}`.", right.may, right.name)
        } else {
            format!("Only {} may {}.", right.who(), right.may)
        }))
    }

    /// Whether they may do one of these, else the sentence about the first.
    pub fn require_any(&self, rights: &[&Right]) -> Result<()> {
        match rights.first() {
            Some(first) if !rights.iter().any(|right| self.may(right)) => self.require(first),
            _ => Ok(()),
        }
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
