//! The parts that change seldom.

use std::{
    collections::{BTreeMap, HashSet},
    net::IpAddr,
    sync::{Arc, PoisonError},
};

use base::{Pattern, Result, text::fold_login};
use ipnet::IpNet;
use store::{Query, values};
use verdict::{Address, Audience, Group, Owner, Person, Policy, Service};

use super::Kept;
use crate::sql;

/// The parts as they were last read.
#[derive(Default)]
pub(crate) struct Parts {
    staff: Kept<Staff>,
    services: Kept<Vec<Service>>,
    policies: Kept<Vec<Policy>>,
}

/// Who works here, in which groups, behind which addresses.
#[derive(Default)]
pub(crate) struct Staff {
    pub(crate) people: Vec<Person>,
    pub(crate) groups: Vec<Group>,
    pub(crate) addresses: Vec<Address>,
}

impl Parts {
    pub(super) async fn staff(&self, on: &impl Query, version: i64) -> Result<Arc<Staff>> {
        match kept(&self.staff, version) {
            Some(staff) => Ok(staff),
            None => Ok(keep(&self.staff, version, read_staff(on).await?)),
        }
    }

    pub(super) async fn services(
        &self,
        on: &impl Query,
        version: i64,
    ) -> Result<Arc<Vec<Service>>> {
        match kept(&self.services, version) {
            Some(services) => Ok(services),
            None => Ok(keep(&self.services, version, read_services(on).await?)),
        }
    }

    pub(super) async fn policies(&self, on: &impl Query, version: i64) -> Result<Arc<Vec<Policy>>> {
        match kept(&self.policies, version) {
            Some(policies) => Ok(policies),
            None => Ok(keep(&self.policies, version, read_policies(on).await?)),
        }
    }
}

fn kept<T>(place: &Kept<T>, version: i64) -> Option<Arc<T>> {
    let place = place.lock().unwrap_or_else(PoisonError::into_inner);
    let (known, part) = place.as_ref()?;
    (*known == version).then(|| Arc::clone(part))
}

fn keep<T>(place: &Kept<T>, version: i64, part: T) -> Arc<T> {
    let part = Arc::new(part);
    *place.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, Arc::clone(&part)));
    part
}

store::row! {
    struct PersonRow { id: i64, login: String }
}
store::row! {
    struct Alias { person_id: i64, name: String }
}
store::row! {
    struct Membership { person_id: i64, group_id: i64 }
}
store::row! {
    struct GroupRow { id: i64, slug: String, name: String }
}
store::row! {
    struct AddressRow { net: String, person_id: Option<i64>, group_id: Option<i64> }
}
store::row! {
    struct ServiceRow { id: i64, slug: String, name: String, category: String }
}
store::row! {
    struct Domain { service_id: i64, pattern: String }
}
store::row! {
    struct PolicyRow { id: i64, slug: String, title: String, group_id: Option<i64>, retired: i64 }
}
store::row! {
    struct Acknowledged { policy_id: i64, person_id: i64 }
}

async fn read_staff(on: &impl Query) -> Result<Staff> {
    let groups: Vec<GroupRow> = on.all(sql::GROUPS, values![]).await?;
    let people = read_people(on).await?;
    let groups: Vec<Group> = groups
        .into_iter()
        .map(|row| Group { id: row.id, slug: row.slug, name: row.name })
        .collect();
    let rows: Vec<AddressRow> = on.all(sql::ADDRESSES, values![]).await?;
    let addresses = addresses(rows, &people, &groups);
    Ok(Staff { people: people.into_values().collect(), groups, addresses })
}

async fn read_people(on: &impl Query) -> Result<BTreeMap<i64, Person>> {
    let rows: Vec<PersonRow> = on.all(sql::PEOPLE, values![]).await?;
    let aliases: Vec<Alias> = on.all(sql::ALIASES, values![]).await?;
    let memberships: Vec<Membership> = on.all(sql::MEMBERSHIPS, values![]).await?;
    let mut logins: HashSet<String> = rows.iter().map(|row| row.login.clone()).collect();
    let person =
        |PersonRow { id, login }| (id, Person { id, login, names: Vec::new(), groups: Vec::new() });
    let mut people: BTreeMap<_, _> = rows.into_iter().map(person).collect();
    for Alias { person_id, name } in aliases {
        let Some(person) = people.get_mut(&person_id) else { continue };
        let name = fold_login(&name);
        // One name is one person: whoever has it as their login, else whoever had it first.
        if !name.is_empty() && logins.insert(name.clone()) {
            person.names.push(name);
        }
    }
    for Membership { person_id, group_id } in memberships {
        if let Some(person) = people.get_mut(&person_id) {
            person.groups.push(group_id);
        }
    }
    Ok(people)
}

/// Ranges whose owner is still there, each once.
fn addresses(
    rows: Vec<AddressRow>,
    people: &BTreeMap<i64, Person>,
    groups: &[Group],
) -> Vec<Address> {
    let mut seen = HashSet::new();
    let owner = |row: &AddressRow| match (row.person_id, row.group_id) {
        (Some(id), _) => people.contains_key(&id).then_some(Owner::Person(id)),
        (None, Some(id)) => groups.iter().any(|group| group.id == id).then_some(Owner::Group(id)),
        (None, None) => None,
    };
    let address = |row: AddressRow| {
        let net = net(&row.net)?;
        let owner = owner(&row)?;
        seen.insert(net.trunc()).then_some(Address { net, owner })
    };
    rows.into_iter().filter_map(address).collect()
}

/// A range, or one address.
fn net(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().map(IpNet::from).ok())
}

async fn read_services(on: &impl Query) -> Result<Vec<Service>> {
    let rows: Vec<ServiceRow> = on.all(sql::SERVICES, values![]).await?;
    let mut domains = BTreeMap::<i64, Vec<Pattern>>::new();
    for Domain { service_id, pattern } in on.all(sql::DOMAINS, values![]).await? {
        domains.entry(service_id).or_default().push(pattern.parse()?);
    }
    let service = |row: ServiceRow| Service {
        slug: row.slug,
        name: row.name,
        category: row.category,
        domains: domains.remove(&row.id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(service).collect())
}

async fn read_policies(on: &impl Query) -> Result<Vec<Policy>> {
    let rows: Vec<PolicyRow> = on.all(sql::POLICIES, values![]).await?;
    let mut readers = BTreeMap::<i64, Vec<i64>>::new();
    for row in on.all::<Acknowledged>(sql::ACKNOWLEDGED, values![]).await? {
        readers.entry(row.policy_id).or_default().push(row.person_id);
    }
    let policy = |row: PolicyRow| Policy {
        audience: audience(&row),
        slug: row.slug,
        title: row.title,
        acknowledged_by: readers.remove(&row.id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(policy).collect())
}

/// Who may acknowledge it: of a retired policy nobody any more. Who has done so keeps what it opens.
fn audience(row: &PolicyRow) -> Audience {
    let named = |groups| Audience::Named { people: Vec::new(), groups };
    match (row.retired, row.group_id) {
        (1, _) => named(Vec::new()),
        (_, Some(group)) => named(vec![group]),
        (_, None) => Audience::Everyone,
    }
}
