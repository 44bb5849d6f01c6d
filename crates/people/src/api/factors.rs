//! Second factors: who has which, and who must.

use base::{Seat, Timestamp};
use serde::{Deserialize, Serialize};
use web::api::{Answered, Call, Done, Json, One, Path, ToSchema};

use super::people::find;
use crate::factor::{self, Factors, Holders};

/// What somebody has besides their password.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SecondFactor)]
pub(crate) struct Has {
    /// Since when they have an authenticator app, if they do.
    app: Option<Timestamp>,
    /// The names of their passkeys.
    passkeys: Vec<String>,
    /// How many recovery codes are left.
    codes: i64,
}

impl From<Factors> for Has {
    fn from(factors: Factors) -> Self {
        let passkeys = factors.passkeys.into_iter().map(|passkey| passkey.name).collect();
        Self { app: factors.app, passkeys, codes: factors.codes }
    }
}

pub(super) async fn of(call: Call, Path(login): Path<String>) -> Answered<One<Has>> {
    let person = find(&call.app, &login).await?;
    Ok(One(factor::factors(&call.app.store, person.id.get()).await?.into()))
}

pub(super) async fn own(call: Call) -> Answered<One<Has>> {
    let person = call.caller.require_person()?;
    Ok(One(factor::factors(&call.app.store, person).await?.into()))
}

pub(super) async fn reset(call: Call, Path(login): Path<String>) -> Answered<Done> {
    factor::reset(&call.app, &call.caller, &login).await?;
    Ok(Done)
}

/// Who must have a second factor.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SecondFactorRule)]
pub(super) struct Must {
    /// Whoever looks after the program.
    administrators: bool,
    /// Whoever holds one of these seats.
    seats: Vec<Seat>,
}

pub(super) async fn rule(call: Call) -> Answered<One<Must>> {
    let Holders { administrators, seats } = factor::required(&call.app.store).await?;
    Ok(One(Must { administrators, seats }))
}

pub(super) async fn set_rule(call: Call, Json(must): Json<Must>) -> Answered<One<Must>> {
    let holders = Holders { administrators: must.administrators, seats: must.seats };
    factor::require(&call.app, &call.caller, &holders).await?;
    rule(call).await
}
