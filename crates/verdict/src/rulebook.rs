//! A rulebook as plain values: what the server builds from its database and an edition holds.

use base::{Pattern, Schedule, Timestamp};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// Everything that decides, at one moment. Order inside its lists means nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rulebook {
    /// What holds where no rule says anything.
    pub default: OrganisationDefault,
    /// Who works here.
    pub people: Vec<Person>,
    /// The groups that people are in and rules name.
    pub groups: Vec<Group>,
    /// Who sits behind which addresses, for where nobody logs in at the proxy.
    pub addresses: Vec<Address>,
    /// What people use, by domain.
    pub services: Vec<Service>,
    /// The policies that conditions name, with who has acknowledged them.
    pub policies: Vec<Policy>,
    /// Seals, refusals, doors and walls.
    pub rules: Vec<Rule>,
}

/// What holds where no rule says anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationDefault {
    /// Everything is open unless a wall stands before it.
    #[default]
    Allow,
    /// A wall around everything.
    Deny,
}

/// Somebody who works here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their number.
    pub id: i64,
    /// Their canonical login, as [`base::text::fold_login`] gives it.
    pub login: String,
    /// Other logins of the same person, folded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The numbers of their groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<i64>,
}

/// People whom rules name together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its number.
    pub id: i64,
    /// Its short name.
    pub slug: String,
    /// The name that pages show.
    pub name: String,
}

/// Who sits behind a range of addresses; the most specific range wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// The range.
    pub net: IpNet,
    /// Who it is.
    pub owner: Owner,
}

/// Whom a range of addresses stands for, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// That person.
    Person(i64),
    /// Somebody of that group; nobody knows who.
    Group(i64),
}

/// Something people use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its short name.
    pub slug: String,
    /// The name that pages show.
    pub name: String,
    /// The short name of its category.
    pub category: String,
    /// What belongs to it. No two services claim the same pattern.
    pub domains: Vec<Pattern>,
}

/// A policy that conditions name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its short name.
    pub slug: String,
    /// The name that pages show.
    pub title: String,
    /// Who may acknowledge it; nobody else can meet a condition on it.
    #[serde(default)]
    pub audience: Audience,
    /// The numbers of those whose acknowledgement is good now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledged_by: Vec<i64>,
}

/// One rule in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it is called on the record: `decision/12`, `rule/3`. At most 64 of `[A-Za-z0-9_-/.]`,
    /// so that it can stand in an answer to a proxy as it is.
    pub id: String,
    /// Which rank it has.
    pub rank: Rank,
    /// What it is about.
    pub target: Target,
    /// Whom it is about.
    #[serde(default)]
    pub audience: Audience,
    /// The hours of the week in which it holds; always, if none are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// The first instant at which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// The first instant at which it holds no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What a person must have done. Only a door has conditions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// Why it is there.
    pub because: Because,
}

/// The four ranks, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Denies; nothing opens it.
    Seal,
    /// Denies its audience.
    Refusal,
    /// Allows its audience.
    Door,
    /// Denies where no door allows.
    Wall,
}

/// What a rule is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Every destination.
    Everything,
    /// Every service of the category of this short name.
    Category(String),
    /// The service of this short name.
    Service(String),
    /// Hosts by name or address.
    Host(Pattern),
}

/// Whom a rule is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody, also those whom nobody knows.
    #[default]
    Everyone,
    /// These people and the members of these groups. The number of a person who is not in the
    /// rulebook is nobody: people leave, and the decisions about them stay.
    Named {
        /// The numbers of people.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        people: Vec<i64>,
        /// The numbers of groups.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<i64>,
    },
}

/// What a person must have done before a door opens for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Condition {
    /// Acknowledged the policy.
    Acknowledged {
        /// The short name of the policy.
        policy: String,
    },
}

/// Why a rule is there: what a person who meets it wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Because {
    /// The reason, in plain words.
    pub reason: String,
    /// The names of those who decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided_by: Vec<String>,
    /// When they decided.
    pub decided_at: Timestamp,
    /// The number of the request that led to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<i64>,
    /// What to use instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative: Option<String>,
}
