//! Where the organisation stands on a service.

use std::{fmt, str::FromStr};

use base::{Problem, Result, text};
use serde::{Deserialize, Serialize};
use store::values;
use web::{App, Caller, api::ToSchema};

use crate::{TOPIC, rights, service, sql};

/// What the organisation thinks of a service. It guides people and deciders; walls and doors are
/// what the gate obeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Good to use.
    Approved,
    /// Good to use under conditions that the reason names.
    Conditional,
    /// Being tried out.
    Trial,
    /// In use without having been chosen; no new use.
    Tolerated,
    /// Not to be used.
    Refused,
    /// Nobody has looked at it yet.
    Unreviewed,
}

impl Standing {
    /// All of them, in the order in which pages offer them.
    pub const ALL: [Self; 6] = [
        Self::Approved,
        Self::Conditional,
        Self::Trial,
        Self::Tolerated,
        Self::Refused,
        Self::Unreviewed,
    ];

    /// The word in the database, in addresses and in commands.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Conditional => "conditional",
            Self::Trial => "trial",
            Self::Tolerated => "tolerated",
            Self::Refused => "refused",
            Self::Unreviewed => "unreviewed",
        }
    }

    /// The words on a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Approved => "Approved",
            Self::Conditional => "Conditional",
            Self::Trial => "Trial",
            Self::Tolerated => "Tolerated",
            Self::Refused => "Refused",
            Self::Unreviewed => "Not reviewed",
        }
    }

    /// What it means to somebody who would use the service.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Approved => "Good to use.",
            Self::Conditional => "Good to use under the conditions named in the reason.",
            Self::Trial => "Being tried out by a few.",
            Self::Tolerated => "In use already. No new use.",
            Self::Refused => "Not to be used.",
            Self::Unreviewed => "Nobody has looked at it yet.",
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Standing {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == text).ok_or_else(|| {
            let words = Self::ALL.map(Self::word).join(", ");
            Problem::invalid("standing", format!("`{text}` is not a standing: use one of {words}"))
        })
    }
}

/// Sets where the organisation stands on the service `slug`, and why. The same standing for another
/// reason is a new review; the same for the same reason changes nothing.
pub async fn set_standing(
    app: &App,
    caller: &Caller,
    slug: &str,
    standing: Standing,
    reason: &str,
) -> Result<()> {
    let reason = text::paragraph("reason", reason)?;
    let mut act = app.begin(caller, &rights::SET_STANDING).await?;
    let before = service::required(&*act, slug).await?.review;
    if before.is(standing, &reason) {
        act.leave_unchanged();
        return Ok(());
    }
    let after = Review {
        standing,
        by: Some(act.actor().to_string()),
        at: Some(act.at()),
        reason: Some(reason.clone()),
    };
    let by = after.by.clone();
    act.execute(sql::SET_STANDING, values![standing.word(), by, act.at(), reason.clone(), slug])
        .await?;
    act.touch(TOPIC);
    let entry = audit::Entry::new("catalog.standing", service::object(slug));
    act.record(entry.before(before).after(after).grounds(reason)).await.map(drop)
}

/// A standing with who set it, when and why; nobody has set the standing of a new service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// The standing.
    pub standing: Standing,
    /// Who set it, with the seat for which they spoke.
    #[serde(rename = "standing_by")]
    pub by: Option<String>,
    /// When.
    #[serde(rename = "standing_at")]
    pub at: Option<base::Timestamp>,
    /// Why, in their words.
    #[serde(rename = "standing_reason")]
    pub reason: Option<String>,
}

impl Review {
    fn is(&self, standing: Standing, reason: &str) -> bool {
        self.standing == standing && self.reason.as_deref() == Some(reason)
    }
}
