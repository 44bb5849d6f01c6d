//! What was refused a moment ago, for whoever met it.

use std::{collections::HashMap, time::Duration};

use base::{Host, Problem, Result, Timestamp};
use store::{Query, Store, values};

use crate::{sql, squid::wire};

/// How long a block is kept.
pub const KEPT: Duration = Duration::from_hours(24);
/// How many blocks are kept; the oldest go first.
pub const KEPT_MAX: i64 = 1_000_000;
/// How far back a person's own list goes.
pub const OWN_SINCE: Duration = Duration::from_hours(1);
/// How many of a person's blocks are looked at before they are folded.
const OWN_ROWS_MAX: i64 = 500;
/// The longest lists of a rulebook's ids that is kept with a block, in bytes.
const RULES_BYTES_MAX: usize = 1_000;

/// One host that was closed for a person, however often they tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnBlock {
    /// Where they wanted to go.
    pub host: Host,
    /// The last time.
    pub at: Timestamp,
    /// How often.
    pub times: i64,
    /// What leads to the door.
    pub token: Option<String>,
}

store::row! {
    struct OwnRow { host: String, at: Timestamp, times: i64, token: Option<String> }
}

/// What was closed for `person` after `since`, each host once, newest first. What came from an
/// address counts if the edition knew whose it is; what nobody can be told of is in nobody's list.
pub async fn own(on: &impl Query, person: i64, since: Timestamp) -> Result<Vec<OwnBlock>> {
    let rows: Vec<OwnRow> = on.all(sql::OWN_BLOCKS, values![person, since, OWN_ROWS_MAX]).await?;
    let mut blocks: Vec<OwnBlock> = Vec::new();
    for row in rows {
        let host: Host = row.host.parse()?;
        match blocks.iter_mut().find(|block| block.host == host) {
            Some(block) => block.times += row.times,
            None => {
                blocks.push(OwnBlock { host, at: row.at, times: row.times, token: row.token });
            }
        }
    }
    Ok(blocks)
}

/// Keeps what helpers told, the same of one person only once with its count.
pub(crate) async fn keep(store: &Store, blocks: Vec<wire::Block>) -> Result<()> {
    let tx = store.begin().await?;
    for (block, times) in folded(blocks) {
        let mut rules = block.rules.join(" ");
        rules.truncate(rules.floor_char_boundary(RULES_BYTES_MAX));
        let values = values![
            block.at,
            block.person,
            block.address.map(|address| address.to_string()),
            block.host.to_string(),
            block.method,
            block.effect,
            rules,
            block.edition,
            block.token,
            times,
        ];
        tx.execute(sql::KEEP_BLOCK, values).await?;
    }
    tx.commit().await
}

/// The newest of each, with how many there were.
fn folded(blocks: Vec<wire::Block>) -> Vec<(wire::Block, i64)> {
    let mut places = HashMap::new();
    let mut folded: Vec<(wire::Block, i64)> = Vec::new();
    for block in blocks {
        let key = (block.person, block.address, block.host.clone(), block.effect.clone());
        if let Some(&place) = places.get(&key) {
            let (last, times): &mut (wire::Block, i64) = &mut folded[place];
            *times += 1;
            *last = block;
        } else {
            places.insert(key, folded.len());
            folded.push((block, 1));
        }
    }
    folded
}

/// Forgets what is older than [`KEPT`] and what is more than [`KEPT_MAX`].
pub(crate) async fn forget(store: &Store, now: Timestamp) -> Result<()> {
    let tx = store.begin().await?;
    tx.execute(sql::FORGET_OLD_BLOCKS, values![now.before(KEPT)]).await?;
    tx.execute(sql::FORGET_MORE_BLOCKS, values![KEPT_MAX]).await?;
    tx.commit().await
}

/// How much was refused of some hosts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// How often.
    pub times: i64,
    /// To how many people; those whom nobody knows do not count.
    pub people: i64,
}

/// What was refused of these hosts and all below them after `since` to others than `asker`.
pub async fn refused(
    on: &impl Query,
    hosts: &[Host],
    since: Timestamp,
    asker: Option<i64>,
) -> Result<Refused> {
    if hosts.is_empty() {
        return Ok(Refused::default());
    }
    let mut values = values![since, asker.unwrap_or(0)];
    let mut tests = Vec::with_capacity(hosts.len());
    for host in hosts {
        let place = values.len() + 1;
        tests.push(format!("host = ${place} OR host LIKE ${}", place + 1));
        // A canonical name holds no sign that means something to LIKE but `_`, which widens nothing
        // that matters here.
        values.extend(values![host.to_string(), format!("%.{host}")]);
    }
    let statement = sql::REFUSED.replace("{hosts}", &tests.join(" OR "));
    let row: Option<RefusedRow> = on.first(&statement, values).await?;
    let row = row.ok_or_else(|| Problem::internal("blocks could not be counted", "no row"))?;
    Ok(Refused { times: row.times, people: row.people })
}

store::row! {
    struct RefusedRow { times: i64, people: i64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(person: Option<i64>, host: &str) -> wire::Block {
        wire::Block {
            at: Timestamp::from_micros(0),
            edition: 1,
            person,
            login: None,
            address: None,
            host: host.parse().expect("a host"),
            port: None,
            method: None,
            effect: "deny".to_owned(),
            rules: vec!["rule/1".to_owned()],
            token: None,
        }
    }

    #[test]
    fn what_comes_at_once_is_kept_once_for_each_person_and_host() {
        let told = vec![
            block(Some(1), "a.example"),
            block(Some(2), "a.example"),
            block(Some(1), "a.example"),
            block(Some(1), "b.example"),
        ];
        let kept: Vec<_> = folded(told)
            .into_iter()
            .map(|(block, times)| (block.person, block.host.to_string(), times))
            .collect();
        assert_eq!(
            kept,
            [
                (Some(1), "a.example".to_owned(), 2),
                (Some(2), "a.example".to_owned(), 1),
                (Some(1), "b.example".to_owned(), 1),
            ]
        );
    }
}
