//! Who calls, and how they sign in.

use base::{Id, Seat, Timestamp};
use serde::{Deserialize, Serialize};
use web::{
    Scopes,
    api::{Answered, Call, Created, Done, Json, Many, One, Path, ToSchema},
    session::{self, Session},
};

use crate::{
    agent, password, sessions,
    token::{self, Draft, Token, scopes},
};

/// Who calls.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Caller)]
pub(super) struct Oneself {
    login: String,
    name: String,
    /// The seats for which they speak.
    seats: Vec<Seat>,
    /// Whether they look after the program.
    administrator: bool,
    /// What of their rights the token carries.
    scopes: Vec<String>,
}

pub(super) async fn show(call: Call) -> Answered<One<Oneself>> {
    let caller = call.caller;
    let scopes = match &caller.scopes {
        Scopes::All => vec![scopes::ALL.to_owned()],
        Scopes::Named(names) => names.to_vec(),
    };
    Ok(One(Oneself {
        login: caller.login().to_owned(),
        name: caller.name(),
        seats: caller.seats,
        administrator: caller.administrator,
        scopes,
    }))
}

/// Another password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPassword {
    /// The present one.
    old: String,
    /// The one to come.
    #[schema(min_length = 10, max_length = 200)]
    new: String,
}

/// Every browser is signed out.
pub(super) async fn change_password(call: Call, Json(sent): Json<NewPassword>) -> Answered<Done> {
    password::replace_password(&call.app, &call.caller, &sent.old, &sent.new).await?;
    Ok(Done)
}

/// A browser in which somebody is signed in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Session)]
pub(super) struct SessionSheet {
    id: i64,
    /// “Firefox on Windows”, as far as it can be told.
    browser: String,
    /// From where.
    address: String,
    /// When they signed in.
    began: Timestamp,
    /// When they last did something, to the minute.
    seen: Timestamp,
}

impl From<Session> for SessionSheet {
    fn from(session: Session) -> Self {
        let browser = agent::words(&session.agent);
        let Session { id, address, began, seen, .. } = session;
        Self { id, browser, address, began, seen }
    }
}

pub(super) async fn list_sessions(call: Call) -> Answered<Many<SessionSheet>> {
    let found = session::list(&call.app.store, call.caller.require_person()?).await?;
    Ok(Many::all(found).map(SessionSheet::from))
}

pub(super) async fn end_session(call: Call, Path(id): Path<i64>) -> Answered<Done> {
    sessions::end_session(&call.app, &call.caller, id).await?;
    Ok(Done)
}

pub(super) async fn end_sessions(call: Call) -> Answered<Done> {
    sessions::sign_out_everywhere(&call.app, &call.caller).await?;
    Ok(Done)
}

/// What is known of a token.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Token)]
pub(crate) struct TokenSheet {
    #[schema(value_type = i64, minimum = 1)]
    pub(crate) id: Id<Token>,
    /// What its person calls it.
    pub(crate) name: String,
    /// Names of rights or of capabilities, or `all`.
    pub(crate) scopes: Vec<String>,
    created: Timestamp,
    /// From when on it is void.
    pub(crate) ends: Timestamp,
    /// When it was last used, to the minute.
    pub(crate) used: Option<Timestamp>,
}

impl From<Token> for TokenSheet {
    fn from(token: Token) -> Self {
        let scopes = token.scopes();
        let Token { id, name, created, ends, used, .. } = token;
        Self { id, name, scopes, created, ends, used }
    }
}

pub(super) async fn tokens(call: Call) -> Answered<Many<TokenSheet>> {
    let found = token::list(&call.app.store, call.caller.require_person()?).await?;
    Ok(Many::all(found).map(TokenSheet::from))
}

/// A token as it is to be.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TokenDraft)]
pub(crate) struct NewToken {
    /// Where it will be used.
    #[schema(min_length = 1, max_length = 200)]
    pub(crate) name: String,
    /// Names of rights that you hold, names of capabilities, or `all`.
    #[schema(min_items = 1, max_items = 100)]
    pub(crate) scopes: Vec<String>,
    /// From when on it is void: at most a year from now; in 90 days if nothing is said.
    #[serde(default)]
    pub(crate) ends: Option<Timestamp>,
}

/// A token that was just made.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = NewToken)]
pub(crate) struct Made {
    /// The token itself, shown only now.
    pub(crate) token: String,
    #[serde(flatten)]
    pub(crate) sheet: TokenSheet,
}

pub(super) async fn make_token(call: Call, Json(new): Json<NewToken>) -> Answered<Created<Made>> {
    let ends = new.ends.unwrap_or_else(|| call.now.after(token::AGE_DEFAULT));
    let draft = Draft { name: new.name, scopes: new.scopes, ends };
    let created = token::create(&call.app, &call.caller, &draft).await?;
    let made = Made { token: created.text, sheet: created.token.into() };
    Ok(Created { secret: true, ..Created::at("/me/tokens", made) })
}

pub(super) async fn end_token(call: Call, Path(id): Path<i64>) -> Answered<Done> {
    let person = call.caller.require_person()?;
    token::revoke(&call.app, &call.caller, person, Id::new(id)).await?;
    Ok(Done)
}
