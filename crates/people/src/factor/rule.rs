//! Who must have a second factor: a setting of the organisation.

use audit::Entry;
use base::{Result, Seat};
use serde::Serialize;
use store::{Query, values};
use web::{App, Caller};

use crate::{rights, sql};

/// How the administrators are stored, who are no seat.
const ADMINISTRATORS: &str = "administrators";

/// Those who must have a second factor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Holders {
    /// Whether whoever looks after the program must.
    pub administrators: bool,
    /// The seats whose members must.
    pub seats: Vec<Seat>,
}

impl Holders {
    fn words(&self) -> impl Iterator<Item = &'static str> {
        let seats = Seat::ALL.into_iter().filter(|seat| self.seats.contains(seat)).map(Seat::word);
        self.administrators.then_some(ADMINISTRATORS).into_iter().chain(seats)
    }
}

/// Who must have one now.
pub async fn required(on: &impl Query) -> Result<Holders> {
    let words: Vec<String> = on.column(sql::FACTOR_RULE, vec![]).await?;
    Ok(Holders {
        administrators: words.iter().any(|word| word == ADMINISTRATORS),
        seats: words.iter().filter_map(|word| word.parse().ok()).collect(),
    })
}

/// Whether `caller` must have one.
pub async fn applies_to(on: &impl Query, caller: &Caller) -> Result<bool> {
    let holders = required(on).await?;
    Ok(holders.administrators && caller.administrator
        || holders.seats.iter().any(|seat| caller.holds(*seat)))
}

/// From now on these must have one. Whoever has none sets one up when they next sign in.
pub async fn require(app: &App, caller: &Caller, holders: &Holders) -> Result<()> {
    let act = app.begin(caller, &rights::CHANGE).await?;
    let before = required(&act).await?;
    if before.words().eq(holders.words()) {
        act.leave_unchanged();
        return Ok(());
    }
    act.execute(sql::CLEAR_FACTOR_RULE, vec![]).await?;
    for word in holders.words() {
        act.execute(sql::ADD_FACTOR_RULE, values![word]).await?;
    }
    let entry = Entry::new("people.require-second-factor", "second-factor/rule");
    act.record(entry.before(before).after(holders)).await?;
    Ok(())
}
