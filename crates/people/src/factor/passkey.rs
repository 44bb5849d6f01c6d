//! Passkeys: a key that a device keeps, and uses after it has made sure of its person. One is a
//! second factor, and both factors at once.

use audit::{Act, Entry};
use base::{Id, Problem, Result, Timestamp, text::hex};
use store::{Query, values};
use web::{App, Visit};
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        AuthenticationResult, DiscoverableAuthentication, DiscoverableKey, Passkey as Stored,
        PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
        RegisterPublicKeyCredential, Url, Uuid,
    },
};

use super::{
    challenge::{self, Kind},
    recovery, refuse_last, rule,
    secret::Key,
};
use crate::{Person, confirm::Proven, person, sql};

/// Passkeys of one person.
const PASSKEYS_MAX: usize = 20;
/// Characters of a passkey's name.
const NAME_CHARS_MAX: usize = 60;

store::row! {
    /// What is known of a passkey.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Passkey {
        /// Its number.
        pub id: Id<Passkey>,
        /// What its person calls it: usually the device.
        pub name: String,
        /// When it was added.
        pub since: Timestamp,
        /// When it was last used.
        pub used: Option<Timestamp>,
    }
}

store::row! {
    struct Kept {
        id: Id<Passkey>,
        person_id: i64,
        stored: String,
    }
}

impl Kept {
    fn read(&self) -> Result<Stored> {
        serde_json::from_str(&self.stored)
            .map_err(|error| Problem::internal("a stored passkey cannot be read", error))
    }
}

/// A passkey that answered as it should; what changed in it is written with the act it proves.
pub(crate) struct Shown {
    kept: Kept,
    result: AuthenticationResult,
}

/// The passkeys of a person, newest first.
pub(super) async fn list(on: &impl Query, person: i64) -> Result<Vec<Passkey>> {
    on.all(sql::PASSKEYS, values![person]).await
}

/// Whether this server's address can have passkeys: they belong to a domain, and an address in
/// figures is none.
pub(crate) fn are_possible(app: &App) -> bool {
    site(app).is_ok()
}

fn site(app: &App) -> Result<Webauthn> {
    let impossible = || {
        Problem::conflict(
            "Passkeys need a server that is reached by its name, not by an address in figures.",
        )
    };
    let url: Url = app.settings.url.parse().map_err(|_| impossible())?;
    let domain = url.domain().ok_or_else(impossible)?;
    let builder = WebauthnBuilder::new(domain, &url).map_err(|_| impossible())?;
    builder.rp_name(&app.settings.organisation).build().map_err(|_| impossible())
}

/// What the browser is asked when a passkey is to be added, as JSON.
pub(crate) async fn offer(proven: &Proven) -> Result<serde_json::Value> {
    let (app, caller) = (&proven.app, &proven.caller);
    let person = caller.require_person()?;
    let known = stored(app, person).await?;
    let exclude = known.iter().map(|key| key.cred_id().clone()).collect();
    let (login, name) = (caller.login(), caller.name());
    let begun = site(app)?.start_passkey_registration(handle(person), login, &name, Some(exclude));
    let (question, state) = begun.map_err(|error| unusable(&error))?;
    challenge::keep(app, &proven.token, Kind::Register, &state).await?;
    let mut question = serde_json::json!(question);
    // So that the device can name the person when nobody has typed a login.
    question["publicKey"]["authenticatorSelection"]["residentKey"] = "preferred".into();
    Ok(question)
}

/// The person as devices remember them: a number that says nothing to others.
fn handle(person: i64) -> Uuid {
    Uuid::from_u128(u128::from(person.unsigned_abs()))
}

/// Takes a passkey; gives recovery codes to whoever has none.
pub(crate) async fn add(proven: &Proven, name: &str, credential: &str) -> Result<Vec<String>> {
    let (app, person) = (&proven.app, proven.caller.require_person()?);
    let name = base::text::line("name", name)?.chars().take(NAME_CHARS_MAX).collect::<String>();
    let stored = registered(app, &proven.token, credential).await?;
    let text = serde_json::to_string(&stored)
        .map_err(|error| Problem::internal("a passkey could not be written", error))?;
    let key = Key::of(app).await?;
    let act = proven.begin().await?;
    refuse_many(&act, person).await?;
    let values = values![person, hex(stored.cred_id()), name.as_str(), text, act.at()];
    let id: Id<Passkey> = act.insert(sql::ADD_PASSKEY, values).await?;
    let codes = recovery::give_first(&key, &act, person).await?;
    let after = serde_json::json!({ "passkey": id, "name": name });
    act.record(Entry::new("people.add-passkey", proven.object()).after(after)).await?;
    Ok(codes)
}

async fn registered(app: &App, token: &str, credential: &str) -> Result<Stored> {
    let state: Option<PasskeyRegistration> = challenge::take(app, token, Kind::Register).await?;
    let sent: Option<RegisterPublicKeyCredential> = serde_json::from_str(credential).ok();
    let (Some(state), Some(sent)) = (state, sent) else { return Err(not_taken()) };
    site(app)?.finish_passkey_registration(&sent, &state).map_err(|error| {
        tracing::info!(%error, "a passkey could not be added");
        not_taken()
    })
}

fn not_taken() -> Problem {
    Problem::invalid("name", "The device did not make a passkey in time. Press the button again.")
}

async fn refuse_many(act: &Act, person: i64) -> Result<()> {
    if list(act, person).await?.len() < PASSKEYS_MAX {
        return Ok(());
    }
    Err(Problem::conflict(format!(
        "You have {PASSKEYS_MAX} passkeys, and more do not fit. Remove one first."
    )))
}

/// Takes a passkey away.
pub(crate) async fn end(proven: &Proven, id: Id<Passkey>) -> Result<()> {
    let person = proven.caller.require_person()?;
    let act = proven.begin().await?;
    let factors = super::factors(&act, person).await?;
    let Some(known) = factors.passkeys.iter().find(|passkey| passkey.id == id) else {
        return Err(Problem::not_found("You have no such passkey; it may be removed already."));
    };
    refuse_last(&factors, rule::applies_to(&act, &proven.caller).await?)?;
    act.execute(sql::END_PASSKEY, values![id, person]).await?;
    super::after_removal(&act, person).await?;
    let before = serde_json::json!({ "passkey": id, "name": known.name });
    act.record(Entry::new("people.end-passkey", proven.object()).before(before)).await?;
    Ok(())
}

async fn stored(app: &App, person: i64) -> Result<Vec<Stored>> {
    let kept: Vec<Kept> = app.store.all(sql::STORED_PASSKEYS, values![person]).await?;
    kept.iter().map(Kept::read).collect()
}

/// What the browser is asked when `person` is to show a passkey, as JSON.
pub(crate) async fn ask(visit: &Visit, person: i64) -> Result<serde_json::Value> {
    let known = stored(&visit.app, person).await?;
    if known.is_empty() {
        return Err(Problem::not_found("You have no passkey here."));
    }
    let begun = site(&visit.app)?.start_passkey_authentication(&known);
    let (question, state) = begun.map_err(|error| unusable(&error))?;
    challenge::keep(&visit.app, visit.token(), Kind::Prove, &state).await?;
    Ok(serde_json::json!(question))
}

/// Whether the answer to [`ask`] is of a passkey of `person`.
pub(super) async fn shown(visit: &Visit, person: i64, credential: &str) -> Result<Option<Shown>> {
    let state: Option<PasskeyAuthentication> =
        challenge::take(&visit.app, visit.token(), Kind::Prove).await?;
    let (Some(state), Some(sent)) = (state, read(credential)) else { return Ok(None) };
    let Some(kept) = by_credential(&visit.app, &sent).await? else { return Ok(None) };
    let result = site(&visit.app)?.finish_passkey_authentication(&sent, &state);
    let right = result.map_err(log).ok().filter(|_| kept.person_id == person);
    Ok(right.map(|result| Shown { kept, result }))
}

/// What the browser is asked when somebody signs in by passkey alone, as JSON.
pub(crate) async fn ask_anybody(visit: &Visit) -> Result<serde_json::Value> {
    let begun = site(&visit.app)?.start_discoverable_authentication();
    let (question, state) = begun.map_err(|error| unusable(&error))?;
    challenge::keep(&visit.app, visit.token(), Kind::SignIn, &state).await?;
    Ok(serde_json::json!(question))
}

/// Whose passkey answered [`ask_anybody`], if the answer is right and they work here.
pub(crate) async fn shown_by(visit: &Visit, credential: &str) -> Result<Option<(Person, Shown)>> {
    let app = &visit.app;
    let state: Option<DiscoverableAuthentication> =
        challenge::take(app, visit.token(), Kind::SignIn).await?;
    let (Some(state), Some(sent)) = (state, read(credential)) else { return Ok(None) };
    let Some(kept) = by_credential(app, &sent).await? else { return Ok(None) };
    let key = DiscoverableKey::from(kept.read()?);
    let result = site(app)?.finish_discoverable_authentication_v2(&sent, state, &key);
    let Ok(result) = result.map_err(log) else { return Ok(None) };
    let person = person::person(&app.store, kept.person_id).await?.filter(Person::is_active);
    Ok(person.map(|person| (person, Shown { kept, result })))
}

fn read(credential: &str) -> Option<PublicKeyCredential> {
    serde_json::from_str(credential).ok()
}

async fn by_credential(app: &App, sent: &PublicKeyCredential) -> Result<Option<Kept>> {
    app.store.first(sql::PASSKEY_BY_CREDENTIAL, values![hex(&sent.raw_id)]).await
}

impl Shown {
    /// Writes what the device's answer changed: its counter, and when it was used.
    pub(crate) async fn note(self, act: &Act) -> Result<()> {
        let mut stored = self.kept.read()?;
        stored.update_credential(&self.result);
        let text = serde_json::to_string(&stored)
            .map_err(|error| Problem::internal("a passkey could not be written", error))?;
        act.execute(sql::USE_PASSKEY, values![text, act.at(), self.kept.id]).await.map(drop)
    }
}

/// The person hears that it did not work; whoever runs the program may want to know why.
fn log(error: webauthn_rs::prelude::WebauthnError) {
    tracing::info!(%error, "a passkey was not accepted");
}

fn unusable(error: &webauthn_rs::prelude::WebauthnError) -> Problem {
    Problem::internal("a question to a passkey could not be asked", error.to_string())
}
