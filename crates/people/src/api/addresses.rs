//! Addresses that stand for somebody.

use base::{Id, Problem};
use serde::{Deserialize, Serialize};
use web::api::{Answered, Call, Created, Done, Json, Many, Path, ToSchema};

use crate::{Address, address};

/// An address or a range, and who is behind it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Address)]
pub(crate) struct Mapped {
    #[schema(value_type = i64, minimum = 1)]
    id: Id<Address>,
    /// For example `10.1.0.0/16`.
    pub(crate) net: String,
    /// The name of the person or group.
    stands_for: String,
}

impl From<Address> for Mapped {
    fn from(address: Address) -> Self {
        Self { id: address.id, net: address.net, stands_for: address.stands_for }
    }
}

pub(super) async fn list(call: Call) -> Answered<Many<Mapped>> {
    Ok(Many::all(address::addresses(&call.app.store).await?).map(Mapped::from))
}

/// Who is behind an address.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AddressDraft)]
pub(crate) struct Mapping {
    /// An address or a range.
    pub(crate) net: String,
    /// The login of a person, or the short name of a group.
    pub(crate) who: String,
}

pub(super) async fn create(call: Call, Json(mapping): Json<Mapping>) -> Answered<Created<Mapped>> {
    let (app, caller) = (&call.app, &call.caller);
    let id = address::map_address(app, caller, &mapping.net, &mapping.who).await?;
    let all = address::addresses(&app.store).await?;
    let made = all.into_iter().find(|address| address.id == id);
    let made = made.ok_or_else(|| Problem::not_found("This address was removed again."))?;
    Ok(Created::at("/addresses", made.into()))
}

pub(super) async fn end(call: Call, Path(id): Path<i64>) -> Answered<Done> {
    address::unmap_address(&call.app, &call.caller, Id::new(id)).await?;
    Ok(Done)
}
