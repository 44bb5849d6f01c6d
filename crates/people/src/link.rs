//! One-time links: how a person gets their password without anybody else knowing it.

use audit::{Act, Entry};
use base::{Actor, Id, Problem, Result, limits, secret, text::fold_login};
use sha2::{Digest, Sha256};
use store::{Query, values};
use web::{App, Caller, Visit};

use crate::{
    Draft, Person, TOPIC, half, password, person, rights,
    sign_in::{self, Entered, Next, Step},
    sql,
};

/// A link for the first administrator, while there is nobody at all; `None` afterwards. Each start
/// makes a new one and forgets the one before.
pub async fn first_link(app: &App) -> Result<Option<String>> {
    let count: i64 = app.store.value(sql::COUNT, vec![]).await?.unwrap_or(0);
    if count > 0 {
        return Ok(None);
    }
    issue(app, &Caller::program("people"), None).await.map(Some)
}

/// A link at which `login` chooses their password; earlier ones are void.
pub async fn invite(app: &App, caller: &Caller, login: &str) -> Result<String> {
    let person =
        person::by_login(&app.store, login).await?.ok_or_else(|| person::missing(login))?;
    issue(app, caller, Some(&person)).await
}

async fn issue(app: &App, caller: &Caller, person: Option<&Person>) -> Result<String> {
    let token = secret::token()?;
    let act = app.begin(caller, &rights::CHANGE).await?;
    let id = person.map(|person| person.id);
    let known = id.map_or(0, Id::get);
    act.execute(sql::REMOVE_LINKS_OF, values![id, known]).await?;
    let expires = act.at().after(limits::SET_UP_LINK_AGE_MAX);
    act.execute(sql::ADD_LINK, values![hash(&token), id, expires]).await?;
    let object = person.map_or_else(|| "person/first".to_owned(), Person::object);
    act.record(Entry::new("people.invite", object)).await?;
    Ok(format!("{}/set-up?token={token}", app.settings.url))
}

/// Whose link `token` is: the inner `None` stands for the first administrator.
pub async fn open_link(app: &App, on: &impl Query, token: &str) -> Result<Option<Person>> {
    let found: Option<Option<i64>> = on.value(sql::LINK, values![hash(token), app.now()]).await?;
    match found {
        None => Err(Problem::not_found(
            "This link was used already or is too old. Ask an administrator for a new one.",
        )),
        Some(None) => Ok(None),
        Some(Some(id)) => person::person(on, id).await,
    }
}

/// Uses the link: the password is set and the person is signed in, as far as a password goes.
/// `draft` says who the first administrator is and is not looked at otherwise.
pub async fn use_link(visit: &Visit, token: &str, draft: &Draft, password: &str) -> Result<Step> {
    let app = &visit.app;
    let known = open_link(app, &app.store, token).await?;
    let draft = match &known {
        Some(_) => None,
        None => {
            Some(Draft { groups: vec!["administrators".to_owned()], ..draft.clone() }.checked()?)
        }
    };
    let hash_of_password = password::hashed("password", password).await?;
    let login = known
        .as_ref()
        .map_or_else(|| fold_login(&draft_login(draft.as_ref())), |p| p.login.clone());
    let mut act = app.audit.begin(actor(known.as_ref(), &login)).await?;
    // Two browsers may have opened the link: the one that is first finds it.
    open_link(app, &act, token).await?;
    act.execute(sql::REMOVE_LINK, values![hash(token)]).await?;
    let person = match (known, draft) {
        (Some(person), _) => person,
        (None, Some(draft)) => person::insert(&act, &draft).await?,
        (None, None) => return Err(person::missing(&login)),
    };
    act.execute(sql::SET_PASSWORD, values![hash_of_password, person.id]).await?;
    web::session::end_all(&act, person.id.get()).await?;
    let step = go_on(&act, visit, &person).await?;
    act.touch(TOPIC);
    act.record(Entry::new("people.set-up", person.object())).await?;
    Ok(step)
}

/// A link is worth a password, and no second factor.
async fn go_on(act: &Act, visit: &Visit, person: &Person) -> Result<Step> {
    let caller = person::caller(act, person.id.get()).await?;
    let caller = caller.ok_or_else(|| person::missing(&person.login))?;
    let next = sign_in::next(act, &caller).await?;
    if next == Next::In {
        let (token, said) = sign_in::begin_session(act, visit, person).await?;
        return Ok(Step::In(Entered { token, said }));
    }
    Ok(next.step(half::begin(act, visit, person).await?))
}

fn draft_login(draft: Option<&Draft>) -> String {
    draft.map(|draft| draft.login.clone()).unwrap_or_default()
}

/// Whoever holds the link acts as the person it is for.
fn actor(known: Option<&Person>, login: &str) -> Actor {
    match known {
        Some(person) => Actor::Person {
            id: person.id.get(),
            login: person.login.clone(),
            name: person.name.clone(),
            seat: None,
        },
        None => Actor::Operator { login: login.to_owned() },
    }
}

fn hash(token: &str) -> String {
    format!("{:x}", Sha256::digest(token))
}
