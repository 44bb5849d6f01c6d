//! Groups and the seats they hold.

use base::{Problem, Result, Seat};
use serde::{Deserialize, Serialize};
use web::{
    App,
    api::{Answered, Call, Created, Json, Many, One, Path, ToSchema},
};

use crate::{Group, group};

/// A group.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Group)]
pub(crate) struct GroupSheet {
    /// Its short name.
    pub(crate) slug: String,
    /// Its name.
    pub(crate) name: String,
    /// The seat that it holds, if one.
    pub(crate) seat: Option<Seat>,
    /// Whether its members look after the program.
    pub(crate) administrators: bool,
    /// How many belong to it.
    pub(crate) members: i64,
}

impl From<Group> for GroupSheet {
    fn from(group: Group) -> Self {
        let (seat, administrators) = (group.seat(), group.administrators == 1);
        Self { slug: group.slug, name: group.name, seat, administrators, members: group.members }
    }
}

pub(super) async fn list(call: Call) -> Answered<Many<GroupSheet>> {
    Ok(Many::all(group::groups(&call.app.store).await?).map(GroupSheet::from))
}

/// A group and who belongs to it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct WithMembers {
    #[serde(flatten)]
    group: GroupSheet,
    /// Logins, in the order of names.
    logins: Vec<String>,
}

async fn find(app: &App, slug: &str) -> Result<Group> {
    let found = group::group(&app.store, slug).await?;
    found.ok_or_else(|| Problem::not_found(format!("There is no group `{slug}`.")))
}

pub(super) async fn show(call: Call, Path(slug): Path<String>) -> Answered<One<WithMembers>> {
    let group = find(&call.app, &slug).await?;
    let members = group::members(&call.app.store, group.id).await?;
    let logins = members.into_iter().map(|person| person.login).collect();
    Ok(One(WithMembers { group: group.into(), logins }))
}

/// A group as it is to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupDraft {
    /// Small letters, digits and hyphens.
    #[schema(min_length = 1, max_length = 60)]
    pub(crate) slug: String,
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) name: String,
    /// The seat that it is to hold, if one.
    #[serde(default)]
    pub(crate) seat: Option<Seat>,
}

pub(super) async fn create(
    call: Call,
    Json(draft): Json<GroupDraft>,
) -> Answered<Created<GroupSheet>> {
    let GroupDraft { slug, name, seat } = draft;
    group::add_group(&call.app, &call.caller, &slug, &name, seat).await?;
    Ok(Created::at(format!("/groups/{slug}"), find(&call.app, &slug).await?.into()))
}
