//! A group: people, and perhaps a seat.

use audit::Entry;
use base::{
    Id, Problem, Result, Seat,
    text::{line, slug},
};
use serde::Serialize;
use store::{Query, values};
use web::{App, Caller};

use crate::{Person, TOPIC, rights, sql};

store::row! {
    /// People who belong together.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct Group {
        /// Its number.
        pub id: Id<Group>,
        /// Its word in files and commands.
        pub slug: String,
        /// Its name.
        pub name: String,
        /// The word of the seat that it holds, if one.
        pub seat: Option<String>,
        /// 1 if its members look after the program.
        pub administrators: i64,
        /// How many belong to it; 0 where nobody counted.
        pub members: i64,
    }
}

impl Group {
    /// The seat that it holds.
    pub fn seat(&self) -> Option<Seat> {
        self.seat.as_deref().and_then(|word| word.parse().ok())
    }
}

/// Every group, those with seats first.
pub async fn groups(on: &impl Query) -> Result<Vec<Group>> {
    on.all(sql::GROUPS, vec![]).await
}

/// The group called `slug`.
pub async fn group(on: &impl Query, slug: &str) -> Result<Option<Group>> {
    Ok(groups(on).await?.into_iter().find(|group| group.slug == slug))
}

/// The groups of a person.
pub(crate) async fn of(on: &impl Query, person: i64) -> Result<Vec<Group>> {
    on.all(sql::GROUPS_OF, values![person]).await
}

/// The people of a group, by name.
pub async fn members(on: &impl Query, group: Id<Group>) -> Result<Vec<Person>> {
    on.all(sql::MEMBERS, values![group]).await
}

/// Adds a group; `seat` is for a second group that speaks for a side, such as a branch office's IT.
pub async fn add_group(
    app: &App,
    caller: &Caller,
    word: &str,
    name: &str,
    seat: Option<Seat>,
) -> Result<Id<Group>> {
    let (word, name) = (slug("slug", word)?, line("name", name)?);
    let mut act = app.begin(caller, &rights::CHANGE).await?;
    if group(&act, &word).await?.is_some() {
        return Err(Problem::invalid("slug", format!("There is a group `{word}` already.")));
    }
    let values = values![word.as_str(), name.as_str(), seat.map(Seat::word)];
    let id = act.insert(sql::ADD_GROUP, values).await?;
    act.touch(TOPIC);
    let after = serde_json::json!({ "name": name, "seat": seat });
    act.record(Entry::new("people.add-group", format!("group/{word}")).after(after)).await?;
    Ok(id)
}
