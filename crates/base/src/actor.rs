//! Who does something.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Problem;

/// A side of the table at which decisions are made. A group of people holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seat {
    /// Those who reach people: marketing, press, social media.
    Communications,
    /// Those who run the network and the tools.
    It,
    /// Those who answer for threats.
    Security,
    /// Those who answer for law and records.
    Legal,
}

impl Seat {
    /// Every seat, in the order in which pages show them.
    pub const ALL: [Self; 4] = [Self::Communications, Self::It, Self::Security, Self::Legal];

    /// The word in the database, in files and in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Communications => "communications",
            Self::It => "it",
            Self::Security => "security",
            Self::Legal => "legal",
        }
    }

    /// The name on a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Communications => "Communications",
            Self::It => "IT",
            Self::Security => "Security",
            Self::Legal => "Legal",
        }
    }
}

impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

impl FromStr for Seat {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        Self::ALL.into_iter().find(|seat| seat.word() == text).ok_or_else(|| {
            Problem::invalid(
                "seat",
                format!("`{text}` is not a seat: use communications, it, security or legal"),
            )
        })
    }
}

/// Who acts: the first thing that the audit log wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum Actor {
    /// A person of the company, signed in.
    Person {
        /// The number of the person.
        id: i64,
        /// Their canonical login.
        login: String,
        /// The name that pages show.
        name: String,
        /// The seat for which they speak in this act, if for one.
        seat: Option<Seat>,
    },
    /// Somebody at the command line of the server's machine.
    Operator {
        /// The login at the operating system.
        login: String,
    },
    /// The program itself; the word says which part of it.
    Program {
        /// For example `gate`.
        part: String,
    },
}

impl Actor {
    /// The part `part` of the program acts by itself.
    pub fn program(part: &str) -> Self {
        Self::Program { part: part.to_owned() }
    }

    /// Whoever runs this process, by the name that the operating system gives them.
    pub fn operator() -> Self {
        let login =
            ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|key| std::env::var(key).ok());
        Self::Operator { login: login.unwrap_or_else(|| "operator".to_owned()) }
    }

    /// The number of the person who acts, if a person does.
    pub fn person(&self) -> Option<i64> {
        match self {
            Self::Person { id, .. } => Some(*id),
            Self::Operator { .. } | Self::Program { .. } => None,
        }
    }

    /// The seat for which they speak.
    pub fn seat(&self) -> Option<Seat> {
        match self {
            Self::Person { seat, .. } => *seat,
            Self::Operator { .. } | Self::Program { .. } => None,
        }
    }

    /// The same actor speaking for `seat`; the operator and the program have no seat.
    #[must_use]
    pub fn speaking_for(self, seat: Seat) -> Self {
        match self {
            Self::Person { id, login, name, .. } => {
                Self::Person { id, login, name, seat: Some(seat) }
            }
            other => other,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person { name, seat: Some(seat), .. } => write!(f, "{name} ({seat})"),
            Self::Person { name, seat: None, .. } => f.write_str(name),
            Self::Operator { login } => write!(f, "{login} at the command line"),
            Self::Program { part } => write!(f, "Footbridge ({part})"),
        }
    }
}
