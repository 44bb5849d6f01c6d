//! The organisation's rule: which seats must agree for which category.

use std::collections::BTreeMap;

use audit::Entry;
use base::{Problem, Result, Seat};
use store::{Query, values};
use web::{App, Caller};

use crate::{rights, sql, target::UNKNOWN};

/// Stands for every category without a rule of its own.
pub const ALL: &str = "all";
/// Where nothing was set: both sides of the bridge.
const DEFAULT: [Seat; 2] = [Seat::Communications, Seat::It];
/// Two different people decide, and one person speaks for one seat.
const SEATS_MIN: usize = 2;

/// Every rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    default: Vec<Seat>,
    own: BTreeMap<String, Vec<Seat>>,
}

store::row! {
    struct Row {
        category: String,
        seats: String,
    }
}

impl Rules {
    /// The rules of today.
    pub async fn load(on: &impl Query) -> Result<Self> {
        let rows: Vec<Row> = on.all(sql::RULES, vec![]).await?;
        let mut own = BTreeMap::new();
        for row in rows {
            let seats = row.seats.split_whitespace().map(str::parse).collect::<Result<_>>()?;
            own.insert(row.category, seats);
        }
        let default = own.remove(ALL).unwrap_or_else(|| DEFAULT.to_vec());
        Ok(Self { default, own })
    }

    /// The seats that must agree for `category`.
    pub fn seats(&self, category: &str) -> &[Seat] {
        self.own.get(category).unwrap_or(&self.default)
    }

    /// The seats of every category without a rule of its own.
    pub fn default_seats(&self) -> &[Seat] {
        &self.default
    }

    /// The categories that have a rule of their own.
    pub fn own(&self) -> &BTreeMap<String, Vec<Seat>> {
        &self.own
    }

    fn set_for(&self, category: &str) -> Option<&[Seat]> {
        if category == ALL {
            Some(&self.default)
        } else {
            self.own.get(category).map(Vec::as_slice)
        }
    }
}

/// Says which seats must agree for `category` ([`ALL`] for every category without a rule of its
/// own). No seats take its own rule away.
pub async fn set_rule(app: &App, caller: &Caller, category: &str, seats: &[Seat]) -> Result<()> {
    let mut seats = seats.to_vec();
    seats.sort();
    seats.dedup();
    check(app, category, &seats).await?;
    let act = app.begin(caller, &rights::SET_RULE).await?;
    let rules = Rules::load(&act).await?;
    let before = rules.set_for(category).unwrap_or_default();
    if before == seats {
        act.leave_unchanged();
        return Ok(());
    }
    act.execute(sql::REMOVE_RULE, values![category]).await?;
    if !seats.is_empty() {
        let words = seats.iter().map(|seat| seat.word()).collect::<Vec<_>>().join(" ");
        let values = values![category, words, act.actor().to_string(), act.at()];
        act.execute(sql::SET_RULE, values).await?;
    }
    let entry = Entry::new("requests.set-rule", format!("review-rule/{category}"));
    act.record(entry.before(before).after(&seats)).await?;
    Ok(())
}

/// Whether there can be a rule for `category`.
pub(crate) async fn is_category(app: &App, category: &str) -> Result<bool> {
    Ok([ALL, UNKNOWN].contains(&category)
        || catalog::categories(&app.store).await?.iter().any(|known| known.slug == category))
}

async fn check(app: &App, category: &str, seats: &[Seat]) -> Result<()> {
    if seats.len() < SEATS_MIN && (category == ALL || !seats.is_empty()) {
        return Err(Problem::invalid(
            "seats",
            "At least two seats must agree: two different people decide, each for one seat.",
        ));
    }
    if is_category(app, category).await? {
        return Ok(());
    }
    Err(Problem::invalid(
        "category",
        format!(
            "There is no category `{category}`. Use one of the catalogue, `{UNKNOWN}` or `{ALL}`."
        ),
    ))
}
