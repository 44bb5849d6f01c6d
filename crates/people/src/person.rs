//! A person: who they are, by every name they are known.

use std::collections::BTreeMap;

use audit::{Act, Entry};
use base::{
    Actor, Id, Problem, Result, Seat,
    text::{fold, fold_login, line},
};
use serde::Serialize;
use store::{Query, values};
use web::{App, Caller};

use crate::{TOPIC, group, rights, sql, token};

store::row! {
    /// Somebody who works here, or did.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct Person {
        /// Their number.
        pub id: Id<Person>,
        /// The canonical login.
        pub login: String,
        /// The name that pages show.
        pub name: String,
        /// Empty if it is not known.
        pub email: String,
        /// 1 if they work here, 0 if they are switched off.
        pub active: i64,
        /// 1 if they have chosen a password.
        pub secured: i64,
    }
}

impl Person {
    /// Whether they are switched on.
    pub fn is_active(&self) -> bool {
        self.active == 1
    }

    /// Their page.
    pub fn href(&self) -> String {
        format!("/people/{}", self.login)
    }

    /// How the audit log names them.
    pub fn object(&self) -> String {
        format!("person/{}", self.login)
    }
}

/// What is said of a person when they are added or changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Any form of the login; it is folded.
    pub login: String,
    /// The name that pages show.
    pub name: String,
    /// May be empty.
    pub email: String,
    /// Slugs of their groups.
    pub groups: Vec<String>,
    /// Other logins of the same person.
    pub aliases: Vec<String>,
}

impl Draft {
    /// The draft in canonical form, or what is wrong with it.
    pub fn checked(&self) -> Result<Self> {
        let login = fold_login(&line("login", &self.login)?);
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '$' | '+');
        if login.is_empty() || login.len() > 64 || !login.chars().all(good) {
            return Err(Problem::invalid(
                "login",
                format!(
                    "`{}` is not a login: use letters, digits and . - _ $ +, at most 64",
                    self.login
                ),
            ));
        }
        let email = self.email.trim().to_owned();
        if !email.is_empty() && (email.chars().count() > 200 || !email.contains('@')) {
            return Err(Problem::invalid("email", format!("`{email}` is not a mail address")));
        }
        let mut aliases: Vec<String> = self
            .aliases
            .iter()
            .map(|alias| fold_login(alias))
            .filter(|alias| !alias.is_empty())
            .collect();
        aliases.retain(|alias| *alias != login);
        aliases.sort();
        aliases.dedup();
        let mut groups: Vec<String> = self.groups.iter().map(|slug| fold(slug)).collect();
        groups.sort();
        groups.dedup();
        Ok(Self { login, name: line("name", &self.name)?, email, groups, aliases })
    }
}

/// The person with this number.
pub async fn person(on: &impl Query, id: i64) -> Result<Option<Person>> {
    on.first(sql::PERSON, values![id]).await
}

/// The person known by `login`, in any of its forms.
pub async fn by_login(on: &impl Query, login: &str) -> Result<Option<Person>> {
    let folded = fold_login(login);
    on.first(sql::PERSON_BY_LOGIN, values![folded.as_str(), folded.as_str()]).await
}

/// Everybody, by name.
pub async fn all(on: &impl Query) -> Result<Vec<Person>> {
    on.all(sql::PEOPLE, vec![]).await
}

store::row! {
    struct Named {
        id: i64,
        name: String,
    }
}

/// The names of the people with these numbers.
pub async fn names(on: &impl Query, ids: &[i64]) -> Result<BTreeMap<i64, String>> {
    let mut found = BTreeMap::new();
    // Numbers of our own making: they need no placeholders, and their count no limit.
    for some in ids.chunks(500) {
        let list = some.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let rows: Vec<Named> =
            on.all(&format!("{} WHERE id IN ({list})", sql::NAMES), vec![]).await?;
        found.extend(rows.into_iter().map(|row| (row.id, row.name)));
    }
    Ok(found)
}

/// The draft of a person as they are now.
pub(crate) async fn draft_of(on: &impl Query, person: &Person) -> Result<Draft> {
    let groups = group::of(on, person.id.get()).await?;
    Ok(Draft {
        login: person.login.clone(),
        name: person.name.clone(),
        email: person.email.clone(),
        groups: groups.into_iter().map(|group| group.slug).collect(),
        aliases: on.column(sql::ALIASES, values![person.id]).await?,
    })
}

/// Adds a person.
pub async fn add(app: &App, caller: &Caller, draft: &Draft) -> Result<Person> {
    let draft = draft.checked()?;
    let mut act = app.begin(caller, &rights::CHANGE).await?;
    refuse_taken(&act, &draft, None).await?;
    let person = insert(&act, &draft).await?;
    act.touch(TOPIC);
    act.record(Entry::new("people.add", person.object()).after(&draft)).await?;
    Ok(person)
}

/// Gives a person another name, other groups, other aliases. The login stays: it is who they are.
pub async fn change(app: &App, caller: &Caller, draft: &Draft) -> Result<()> {
    let draft = draft.checked()?;
    let mut act = app.begin(caller, &rights::CHANGE).await?;
    let person = by_login(&act, &draft.login).await?.ok_or_else(|| missing(&draft.login))?;
    let before = draft_of(&act, &person).await?;
    if before == draft {
        act.leave_unchanged();
        return Ok(());
    }
    refuse_taken(&act, &draft, Some(person.id)).await?;
    update(&act, person.id, &draft).await?;
    act.touch(TOPIC);
    act.record(Entry::new("people.change", person.object()).before(before).after(&draft)).await?;
    Ok(())
}

/// Switches a person on or off. Off, they are signed out everywhere and cannot sign in.
pub async fn set_active(app: &App, caller: &Caller, login: &str, active: bool) -> Result<()> {
    let mut act = app.begin(caller, &rights::CHANGE).await?;
    let person = by_login(&act, login).await?.ok_or_else(|| missing(login))?;
    if Some(person.id.get()) == caller.person() {
        return Err(Problem::conflict(
            "Nobody can switch themselves off; ask another administrator.",
        ));
    }
    if person.is_active() == active {
        act.leave_unchanged();
        return Ok(());
    }
    act.execute(sql::SET_ACTIVE, values![i64::from(active), person.id]).await?;
    if !active {
        end_ways_in(&act, person.id.get()).await?;
    }
    act.touch(TOPIC);
    let verb = if active { "people.switch-on" } else { "people.switch-off" };
    act.record(Entry::new(verb, person.object())).await?;
    Ok(())
}

/// Sessions, halves of sign-ins and tokens all end with their person.
async fn end_ways_in(act: &Act, person: i64) -> Result<()> {
    web::session::end_all(act, person).await?;
    act.execute(sql::END_HALVES, values![person]).await?;
    token::end_all(act, person).await
}

pub(crate) async fn insert(act: &Act, draft: &Draft) -> Result<Person> {
    let values = values![
        draft.login.as_str(),
        draft.name.as_str(),
        fold(&draft.name),
        draft.email.as_str(),
        act.at(),
    ];
    let id: Id<Person> = act.insert(sql::ADD, values).await?;
    belong(act, id, draft).await?;
    person(act, id.get()).await?.ok_or_else(|| missing(&draft.login))
}

pub(crate) async fn update(act: &Act, id: Id<Person>, draft: &Draft) -> Result<()> {
    let values = values![draft.name.as_str(), fold(&draft.name), draft.email.as_str(), id];
    act.execute(sql::CHANGE, values).await?;
    act.execute(sql::CLEAR_ALIASES, values![id]).await?;
    act.execute(sql::CLEAR_MEMBERSHIPS, values![id]).await?;
    belong(act, id, draft).await
}

async fn belong(act: &Act, id: Id<Person>, draft: &Draft) -> Result<()> {
    for alias in &draft.aliases {
        act.execute(sql::ADD_ALIAS, values![alias.as_str(), id]).await?;
    }
    for slug in &draft.groups {
        let group = group::group(act, slug).await?.ok_or_else(|| {
            Problem::invalid("groups", format!("There is no group `{slug}`; add it first."))
        })?;
        act.execute(sql::ADD_MEMBER, values![id, group.id]).await?;
    }
    Ok(())
}

/// A name stands for one person only.
async fn refuse_taken(on: &impl Query, draft: &Draft, own: Option<Id<Person>>) -> Result<()> {
    for (field, name) in std::iter::once(("login", &draft.login))
        .chain(draft.aliases.iter().map(|alias| ("aliases", alias)))
    {
        if let Some(other) = by_login(on, name).await?
            && Some(other.id) != own
        {
            return Err(Problem::invalid(field, format!("`{name}` is {} already.", other.name)));
        }
    }
    Ok(())
}

pub(crate) fn missing(login: &str) -> Problem {
    Problem::not_found(format!("Nobody here is called `{login}`."))
}

/// Who is signed in: groups and seats as they are now.
pub(crate) async fn identify(app: &App, id: i64) -> Result<Option<Caller>> {
    caller(&app.store, id).await
}

/// The person with this number as verbs see them, if they are switched on.
pub(crate) async fn caller(on: &impl Query, id: i64) -> Result<Option<Caller>> {
    let Some(person) = person(on, id).await?.filter(Person::is_active) else {
        return Ok(None);
    };
    let groups = group::of(on, id).await?;
    let mut seats: Vec<Seat> = groups.iter().filter_map(group::Group::seat).collect();
    seats.sort();
    seats.dedup();
    let actor = Actor::Person { id, login: person.login, name: person.name, seat: None };
    let numbers = groups.iter().map(|group| group.id.get()).collect();
    let administrator = groups.iter().any(|group| group.administrators == 1);
    Ok(Some(Caller::known(actor, numbers, seats, administrator)))
}
