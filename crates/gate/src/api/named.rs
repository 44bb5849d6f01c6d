//! Whom rules are about, by the names that callers know.

use std::collections::{BTreeMap, BTreeSet};

use base::Result;
use serde::{Deserialize, Serialize};
use store::{Query, values};
use verdict::Audience;
use web::api::ToSchema;

use crate::sql;

/// Whom a rule is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct GateAudience {
    /// Everybody, also those whom nobody knows; the lists are empty then.
    pub(crate) everyone: bool,
    /// These people.
    pub(crate) people: Vec<GatePerson>,
    /// Whoever is in these groups at the time.
    pub(crate) groups: Vec<GateGroup>,
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct GatePerson {
    pub(crate) login: String,
    pub(crate) name: String,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct GateGroup {
    pub(crate) slug: String,
    pub(crate) name: String,
}

store::row! {
    struct PersonRow { id: i64, login: String, name: String }
}
store::row! {
    struct GroupRow { id: i64, slug: String, name: String }
}

/// The people and groups of some audiences.
pub(super) struct Named {
    people: BTreeMap<i64, GatePerson>,
    groups: BTreeMap<i64, GateGroup>,
}

impl Named {
    pub(super) async fn of<'a>(
        on: &impl Query,
        audiences: impl IntoIterator<Item = &'a Audience>,
    ) -> Result<Self> {
        let people: BTreeSet<i64> = audiences.into_iter().flat_map(people).copied().collect();
        let groups: Vec<GroupRow> = on.all(sql::GROUPS_NAMED, values![]).await?;
        let group = |row: GroupRow| (row.id, GateGroup { slug: row.slug, name: row.name });
        Ok(Self {
            people: people_named(on, &people.into_iter().collect::<Vec<_>>()).await?,
            groups: groups.into_iter().map(group).collect(),
        })
    }

    /// Without whoever is gone altogether.
    pub(super) fn audience(&self, audience: &Audience) -> GateAudience {
        let groups: &[i64] = match audience {
            Audience::Everyone => &[],
            Audience::Named { groups, .. } => groups,
        };
        let (people, everyone) = (people(audience), *audience == Audience::Everyone);
        GateAudience {
            everyone,
            people: people.iter().filter_map(|id| self.people.get(id)).cloned().collect(),
            groups: groups.iter().filter_map(|id| self.groups.get(id)).cloned().collect(),
        }
    }
}

fn people(audience: &Audience) -> &[i64] {
    match audience {
        Audience::Everyone => &[],
        Audience::Named { people, .. } => people,
    }
}

async fn people_named(on: &impl Query, ids: &[i64]) -> Result<BTreeMap<i64, GatePerson>> {
    let mut found = BTreeMap::new();
    // Whole numbers from our own tables, so that they can stand in the statement themselves: both
    // engines limit how many placeholders one has.
    for some in ids.chunks(500) {
        let list = some.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let rows: Vec<PersonRow> =
            on.all(&format!("{}({list})", sql::PEOPLE_NAMED), values![]).await?;
        let person = |row: PersonRow| (row.id, GatePerson { login: row.login, name: row.name });
        found.extend(rows.into_iter().map(person));
    }
    Ok(found)
}
