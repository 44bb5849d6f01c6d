//! The audit log for programs.

use audit::{Consistency, Filter, Head, Proof, Recorded};
use base::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{READ, pages::missing};
use crate::{
    Api,
    api::{Answered, Call, Limit, Many, One, Path, Query},
};

pub(super) fn api() -> Api {
    Api::new("Audit log", "Who did what, when and on what grounds; and the proofs of it.")
        .get("/audit/entries", "List entries, newest first", &READ, list)
        .get("/audit/entries/{seq}", "Read an entry", &READ, show)
        .get("/audit/entries/{seq}/proof", "Prove an entry", &READ, prove)
        .get("/audit/head", "Say where the log stands", &READ, head)
        .get("/audit/consistency", "Prove that the log only grew", &READ, prove_consistency)
}

/// Which entries to list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = WantedEntries)]
struct Wanted {
    /// An act (`requests.decide`) or a capability (`requests`).
    act: String,
    /// An object, for example `request/17`.
    object: String,
    /// Part of the name of whoever acted.
    actor: String,
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: String,
}

async fn list(call: Call, Query(wanted): Query<Wanted>) -> Answered<Many<Recorded>> {
    let Wanted { act, object, actor, limit, after } = wanted;
    let before = match after.as_str() {
        "" => None,
        seq => Some(seq.parse().map_err(|_| {
            Problem::invalid("after", "Send what the page before gave as `next`, or nothing.")
        })?),
    };
    let filter = Filter { act, object, actor };
    let found = audit::entries(&call.app.store, &filter, before, limit.get() + 1).await?;
    Ok(Many::page(found, limit, |entry| entry.seq.to_string()))
}

async fn show(call: Call, Path(seq): Path<u64>) -> Answered<One<Recorded>> {
    let entry = audit::entry(&call.app.store, seq).await?;
    Ok(One(entry.ok_or_else(|| missing(&seq.to_string()))?))
}

async fn prove(call: Call, Path(seq): Path<u64>) -> Answered<One<Proof>> {
    let proof = call.app.audit.prove(seq).await?;
    Ok(One(proof.ok_or_else(|| missing(&seq.to_string()))?))
}

/// Where the log stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LogHead)]
struct Stand {
    #[serde(flatten)]
    head: Head,
    /// The public key by which others check the log, `name+hash+key`.
    key: String,
}

async fn head(call: Call) -> Answered<One<Stand>> {
    let head = audit::head(&call.app.store).await?;
    Ok(One(Stand { head, key: call.app.audit.trust().to_text() }))
}

/// Which two states of the log to compare.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WantedConsistency)]
struct Between {
    /// How many entries the older one had: the second line of its checkpoint.
    #[schema(minimum = 1)]
    older: u64,
    /// How many the later one had; as many as there are now, if left out.
    #[schema(minimum = 1)]
    size: Option<u64>,
}

async fn prove_consistency(
    call: Call,
    Query(between): Query<Between>,
) -> Answered<One<Consistency>> {
    Ok(One(call.app.audit.prove_consistency(between.older, between.size).await?))
}
