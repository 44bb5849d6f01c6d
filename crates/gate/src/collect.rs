//! The rulebook out of what the slices publish.
//!
//! Who works here, what there is and what was read change seldom and are many; decisions and rules
//! change often and are few. So the former are read again only when their topic was touched.

mod part;
mod rules;

use std::{collections::HashMap, sync::Arc};

use base::{Result, Timestamp};
use store::{Query, Topic};
use verdict::Rulebook;

pub(crate) use part::Parts;

use crate::default;

/// Everything that decides at `now` or may decide later, in an order that only its content gives.
///
/// What refers to something that is no longer there is left out where that changes no answer: a
/// rule about a service that is gone matches no host, a group that is gone has no members.
pub(crate) async fn rulebook(on: &impl Query, parts: &Parts, now: Timestamp) -> Result<Rulebook> {
    // Before what they stand for: what changes in between is read again next time.
    let versions = store::versions(on).await?;
    let staff = parts.staff(on, version(&versions, people::TOPIC)).await?;
    let services = parts.services(on, version(&versions, catalog::TOPIC)).await?;
    let policies = parts.policies(on, version(&versions, policy::TOPIC)).await?;
    let mut book = Rulebook {
        default: default::current(on).await?.effect,
        people: staff.people.clone(),
        groups: staff.groups.clone(),
        addresses: staff.addresses.clone(),
        services: Vec::clone(&services),
        policies: Vec::clone(&policies),
        rules: rules::read(on, now).await?,
    };
    rules::leave_out_what_refers_to_nothing(&mut book);
    Ok(book)
}

fn version(versions: &HashMap<String, i64>, topic: Topic) -> i64 {
    versions.get(topic.0).copied().unwrap_or(0)
}

/// A part of the rulebook as it was when its topic had this version.
type Kept<T> = std::sync::Mutex<Option<(i64, Arc<T>)>>;
