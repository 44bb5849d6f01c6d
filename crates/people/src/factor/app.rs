//! An authenticator app: codes of six digits that change every half minute (RFC 6238).

use audit::{Act, Entry};
use base::{Problem, Result, secret as random};
use store::{Query, values};
use totp_rs::{Builder, Totp};
use web::App;

use super::{recovery, refuse_last, rule, secret::Key};
use crate::{confirm::Proven, sql};

/// Codes of so many steps before and after the present one are taken: clocks differ.
const DRIFT_STEPS: u16 = 1;
/// RFC 4226 asks for at least 16 and recommends 20; every app takes 20.
const SECRET_BYTES: usize = 20;

/// An app that is being set up: nothing is stored before its first code was right.
#[derive(Debug)]
pub(crate) struct Setup {
    /// What the form sends back: the secret follows from it, but only here.
    pub(crate) seed: String,
    /// The secret as it is typed into an app, in base 32.
    pub(crate) secret: String,
    /// The secret as an app scans it.
    pub(crate) address: String,
}

/// What an app needs to know; with the seed of a form that is given back, the same as before.
pub(crate) async fn set_up(proven: &Proven, seed: Option<&str>) -> Result<Setup> {
    let seed = match seed {
        Some(seed) => checked(seed)?,
        None => random::token()?,
    };
    let key = Key::of(&proven.app).await?;
    let totp = totp(&proven.app, &key, proven, &seed)?;
    let address = totp.to_url().map_err(|error| unusable(&error))?;
    Ok(Setup { seed, secret: totp.secret().to_base32(), address })
}

/// A seed is of our own making; anything else would be somebody's experiment.
fn checked(seed: &str) -> Result<String> {
    let good = seed.len() == 32 && seed.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if good { Ok(seed.to_owned()) } else { Err(Problem::invalid("code", "Begin again.")) }
}

/// As the app shows it: under the organisation's name and the person's login.
fn totp(app: &App, key: &Key, proven: &Proven, seed: &str) -> Result<Totp> {
    let issuer = format!("Footbridge, {}", app.settings.organisation).replace(':', " ");
    let builder = builder(key, proven.caller.require_person()?, seed);
    let named = builder.with_account_name(proven.caller.login()).with_issuer(Some(issuer));
    named.build().map_err(|error| unusable(&error))
}

fn builder(key: &Key, person: i64, seed: &str) -> Builder {
    let secret = key.derive("app", &format!("{person} {seed}"));
    Builder::new().with_secret(secret[..SECRET_BYTES].to_vec()).with_skew(DRIFT_STEPS)
}

fn unusable(error: &totp_rs::TotpError) -> Problem {
    Problem::internal("the secret of an authenticator app could not be used", error.to_string())
}

/// Takes the app as a second factor, in place of the one before; gives recovery codes to whoever has
/// none.
pub(crate) async fn add(proven: &Proven, seed: &str, code: &str) -> Result<Vec<String>> {
    let (app, caller) = (&proven.app, &proven.caller);
    let person = caller.require_person()?;
    let seed = checked(seed)?;
    let key = Key::of(app).await?;
    let totp = totp(app, &key, proven, &seed)?;
    let step = step_of(app, &totp, code).ok_or_else(|| {
        Problem::invalid(
            "code",
            "This is not the code that the app shows now. Wait for the next one, and check that the clock of the phone is right.",
        )
    })?;
    let act = proven.begin().await?;
    let values = values![person, seed.as_str(), step, act.at()];
    act.execute(sql::SET_APP, values).await?;
    let codes = recovery::give_first(&key, &act, person).await?;
    act.record(Entry::new("people.add-authenticator", proven.object())).await?;
    Ok(codes)
}

/// Takes the app away.
pub(crate) async fn end(proven: &Proven) -> Result<()> {
    let person = proven.caller.require_person()?;
    let act = proven.begin().await?;
    let factors = super::factors(&act, person).await?;
    if factors.app.is_none() {
        act.leave_unchanged();
        return Ok(());
    }
    refuse_last(&factors, rule::applies_to(&act, &proven.caller).await?)?;
    act.execute(sql::END_APP, values![person]).await?;
    super::after_removal(&act, person).await?;
    act.record(Entry::new("people.end-authenticator", proven.object())).await?;
    Ok(())
}

/// Whether `code` is right, as part of an act; it is used up with it.
pub(super) async fn takes(
    app: &App,
    key: &Key,
    act: &Act,
    person: i64,
    code: &str,
) -> Result<bool> {
    let seed: Option<String> = act.value(sql::APP, values![person]).await?;
    let Some(seed) = seed else { return Ok(false) };
    let totp = builder(key, person, &seed).build().map_err(|error| unusable(&error))?;
    let Some(step) = step_of(app, &totp, code) else { return Ok(false) };
    // Of two who send the same code at once, one is first.
    Ok(act.execute(sql::USE_APP, values![step, person, step]).await? == 1)
}

/// The time step for which `code` is right.
fn step_of(app: &App, totp: &Totp, code: &str) -> Option<i64> {
    let now = u64::try_from(app.now().seconds()).ok()?;
    totp.check(&digits(code), now).and_then(|step| i64::try_from(step).ok())
}

/// Apps show their codes in two groups, and people type the blank between them.
fn digits(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(any(test, feature = "testing"))]
pub(crate) use testing::code;

#[cfg(any(test, feature = "testing"))]
mod testing {
    use totp_rs::{Builder, Secret};

    /// The code that an app with this secret shows at `seconds` after 1970.
    pub(crate) fn code(secret: &str, seconds: i64) -> String {
        let secret = Secret::try_from_base32(secret).expect("base 32");
        let totp = Builder::new().with_secret(secret).build().expect("a secret of 20 bytes");
        totp.generate(u64::try_from(seconds).expect("after 1970")).to_string()
    }
}
