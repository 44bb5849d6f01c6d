//! Decisions and rules, as the rulebook has them.

use std::collections::HashSet;

use base::{Problem, Result, Timestamp};
use store::{Query, values};
use verdict::{Audience, Because, Condition, Rank, Rule, Rulebook, Target};

use crate::{rule, sql, stored};

/// Every decision and every rule that is in force at `now` or may come, by id.
pub(super) async fn read(on: &impl Query, now: Timestamp) -> Result<Vec<Rule>> {
    let decisions: Vec<Decision> = on.all(sql::DECISIONS, values![now]).await?;
    let mut rules: Vec<Rule> = decisions.into_iter().map(Rule::try_from).collect::<Result<_>>()?;
    rules.extend(rule::standing(on, now).await?.into_iter().map(rule::Rule::in_rulebook));
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(rules)
}

store::row! {
    struct Decision {
        id: i64,
        request_id: Option<i64>,
        effect: String,
        target_kind: String,
        target: String,
        audience: String,
        schedule: Option<String>,
        conditions: String,
        starts: Option<Timestamp>,
        ends: Option<Timestamp>,
        reason: String,
        alternative: Option<String>,
        decided_at: Timestamp,
        decided_by: String,
    }
}

impl TryFrom<Decision> for Rule {
    type Error = Problem;

    fn try_from(row: Decision) -> Result<Self> {
        let policies: Vec<String> = list(&row.conditions)?;
        Ok(Self {
            id: format!("decision/{}", row.id),
            rank: rank(&row.effect)?,
            target: stored::target(&row.target_kind, &row.target)?,
            audience: stored::audience(&row.audience)?,
            schedule: stored::schedule(row.schedule.as_deref())?,
            from: row.starts,
            until: row.ends,
            conditions: policies
                .into_iter()
                .map(|policy| Condition::Acknowledged { policy })
                .collect(),
            because: Because {
                reason: row.reason,
                decided_by: list(&row.decided_by)?,
                decided_at: row.decided_at,
                request: row.request_id,
                alternative: row.alternative,
            },
        })
    }
}

fn rank(effect: &str) -> Result<Rank> {
    match effect {
        "allow" => Ok(Rank::Door),
        "refuse" => Ok(Rank::Refusal),
        _ => Err(Problem::internal("the effect of a decision cannot be read", effect.to_owned())),
    }
}

fn list(json: &str) -> Result<Vec<String>> {
    serde_json::from_str(json)
        .map_err(|error| Problem::internal("a list of a decision cannot be read", error))
}

/// See [`super::rulebook`].
pub(super) fn leave_out_what_refers_to_nothing(book: &mut Rulebook) {
    let groups: HashSet<i64> = book.groups.iter().map(|group| group.id).collect();
    let services: HashSet<&str> = book.services.iter().map(|s| s.slug.as_str()).collect();
    let policies: HashSet<&str> = book.policies.iter().map(|p| p.slug.as_str()).collect();
    for person in &mut book.people {
        person.groups.retain(|group| groups.contains(group));
    }
    book.rules.retain(|rule| {
        let has_target =
            !matches!(&rule.target, Target::Service(slug) if !services.contains(slug.as_str()));
        let can_be_met = rule.conditions.iter().all(|condition| {
            let Condition::Acknowledged { policy } = condition;
            policies.contains(policy.as_str())
        });
        has_target && can_be_met
    });
    let rules = book.rules.iter_mut().map(|rule| &mut rule.audience);
    for audience in rules.chain(book.policies.iter_mut().map(|policy| &mut policy.audience)) {
        if let Audience::Named { groups: named, .. } = audience {
            named.retain(|group| groups.contains(group));
        }
    }
}
