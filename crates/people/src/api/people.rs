//! Everybody.

use base::{Id, Problem, Result, text::fold};
use serde::{Deserialize, Serialize};
use store::{Query as _, values};
use web::{
    App,
    api::{Answered, Call, Created, Done, Json, Limit, Many, One, Path, Query, ToSchema},
};

use super::oneself::TokenSheet;
use crate::{Draft, Import, Person, Plan, import as importing, link, person, sql, token};

/// Which people to list.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Wanted {
    /// Part of the name or of the login.
    text: String,
    limit: Limit,
    /// Where the page begins: `next` of the one before.
    after: String,
}

/// A person.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Person)]
pub(crate) struct PersonSheet {
    /// Their number.
    #[schema(value_type = i64, minimum = 1)]
    pub(crate) id: Id<Person>,
    /// The canonical login.
    pub(crate) login: String,
    /// Their name.
    pub(crate) name: String,
    /// Their mail address; may be empty.
    pub(crate) email: String,
    /// Whether they are switched on.
    pub(crate) active: bool,
    /// Whether they have chosen a password.
    pub(crate) secured: bool,
    /// Short names of their groups.
    pub(crate) groups: Vec<String>,
    /// Other logins of the same person.
    pub(crate) aliases: Vec<String>,
}

impl PersonSheet {
    async fn of(app: &App, person: &Person) -> Result<Self> {
        let Draft { groups, aliases, .. } = person::draft_of(&app.store, person).await?;
        Ok(Self {
            id: person.id,
            login: person.login.clone(),
            name: person.name.clone(),
            email: person.email.clone(),
            active: person.is_active(),
            secured: person.secured == 1,
            groups,
            aliases,
        })
    }

    async fn named(app: &App, login: &str) -> Result<Self> {
        Self::of(app, &find(app, login).await?).await
    }
}

/// The person called `login`.
pub(super) async fn find(app: &App, login: &str) -> Result<Person> {
    person::by_login(&app.store, login).await?.ok_or_else(|| person::missing(login))
}

pub(super) async fn list(call: Call, Query(wanted): Query<Wanted>) -> Answered<Many<PersonSheet>> {
    let store = &call.app.store;
    let like = format!("%{}%", fold(&wanted.text).replace(['%', '_', '\\'], ""));
    let after = person::by_login(store, &wanted.after).await?;
    let (name, id) = after.map_or((String::new(), 0), |after| (fold(&after.name), after.id.get()));
    let values = values![like.clone(), like, name, id, wanted.limit.and_one()];
    let found: Vec<Person> = store.all(sql::PEOPLE_LIKE, values).await?;
    let page = Many::page(found, wanted.limit, |person| person.login.clone());
    let mut items = Vec::with_capacity(page.items.len());
    for person in &page.items {
        items.push(PersonSheet::of(&call.app, person).await?);
    }
    Ok(Many { items, next: page.next })
}

pub(super) async fn show(call: Call, Path(login): Path<String>) -> Answered<One<PersonSheet>> {
    Ok(One(PersonSheet::named(&call.app, &login).await?))
}

/// A person as they are to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonDraft {
    /// Any form of the login; it is folded, and stays.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub(crate) login: String,
    /// Their name.
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) name: String,
    /// Their mail address; may be empty.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub(crate) email: String,
    /// Short names of their groups.
    #[serde(default)]
    pub(crate) groups: Vec<String>,
    /// Other logins of the same person.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}

impl From<PersonDraft> for Draft {
    fn from(draft: PersonDraft) -> Self {
        let PersonDraft { login, name, email, groups, aliases } = draft;
        Self { login, name, email, groups, aliases }
    }
}

pub(super) async fn create(
    call: Call,
    Json(draft): Json<PersonDraft>,
) -> Answered<Created<PersonSheet>> {
    let person = person::add(&call.app, &call.caller, &draft.into()).await?;
    let sheet = PersonSheet::of(&call.app, &person).await?;
    Ok(Created::at(format!("/people/{}", person.login), sheet))
}

pub(super) async fn replace(
    call: Call,
    Path(login): Path<String>,
    Json(draft): Json<PersonDraft>,
) -> Answered<One<PersonSheet>> {
    let known = find(&call.app, &login).await?;
    if !draft.login.is_empty() && base::text::fold_login(&draft.login) != known.login {
        return Err(Problem::invalid("login", "The login of a person stays as it is.").into());
    }
    let draft = Draft { login: known.login.clone(), ..draft.into() };
    person::change(&call.app, &call.caller, &draft).await?;
    Ok(One(PersonSheet::named(&call.app, &known.login).await?))
}

/// Whether a person is switched on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switch {
    /// Switched off, they are signed out everywhere, and no rule names them.
    pub(crate) active: bool,
}

pub(super) async fn switch(
    call: Call,
    Path(login): Path<String>,
    Json(to): Json<Switch>,
) -> Answered<One<PersonSheet>> {
    person::set_active(&call.app, &call.caller, &login, to.active).await?;
    Ok(One(PersonSheet::named(&call.app, &login).await?))
}

/// A link at which a person chooses their password.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Invitation {
    /// It works once, for three days, and is shown only now.
    pub(crate) link: String,
}

pub(super) async fn invite(call: Call, Path(login): Path<String>) -> Answered<Created<Invitation>> {
    let link = link::invite(&call.app, &call.caller, &login).await?;
    let at = format!("/people/{}", web::api::escaped(&login));
    Ok(Created { secret: true, ..Created::at(at, Invitation { link }) })
}

/// A file of people.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PeopleFile)]
pub(crate) struct Sent {
    /// The text of the file: columns login, name, email, groups, aliases.
    pub(crate) csv: String,
    /// Without it, the answer says what would happen, and nothing does.
    #[serde(default)]
    pub(crate) apply: bool,
}

pub(super) async fn import(call: Call, Json(sent): Json<Sent>) -> Answered<One<Plan>> {
    let file = Import::read(sent.csv.as_bytes()).map_err(|problem| problem.at("csv"))?;
    Ok(One(importing::import(&call.app, &call.caller, &file, sent.apply).await?))
}

pub(super) async fn tokens(call: Call, Path(login): Path<String>) -> Answered<Many<TokenSheet>> {
    let person = find(&call.app, &login).await?;
    let found = token::list(&call.app.store, person.id.get()).await?;
    Ok(Many::all(found).map(TokenSheet::from))
}

pub(super) async fn end_token(
    call: Call,
    Path((login, id)): Path<(String, i64)>,
) -> Answered<Done> {
    let person = find(&call.app, &login).await?;
    token::revoke(&call.app, &call.caller, person.id.get(), Id::new(id)).await?;
    Ok(Done)
}
