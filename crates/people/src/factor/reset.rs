//! Taking away somebody's factors: their phone is lost, and the codes with it.

use audit::{Act, Entry};
use base::{Problem, Result, Timestamp};
use store::{Query, values};
use web::{App, Caller};

use crate::{Person, person, rights, sql};

/// Takes away every factor and recovery code of `login`; they are told when they next sign in.
pub async fn reset(app: &App, caller: &Caller, login: &str) -> Result<()> {
    let act = app.begin(caller, &rights::CHANGE).await?;
    let person = person::by_login(&act, login).await?.ok_or_else(|| person::missing(login))?;
    if Some(person.id.get()) == caller.person() {
        return Err(Problem::conflict(
            "These are your own factors: change them on your own page, where you confirm that it is you.",
        ));
    }
    let factors = super::factors(&act, person.id.get()).await?;
    if !factors.any() && factors.codes == 0 {
        act.leave_unchanged();
        return Ok(());
    }
    super::clear(&act, person.id.get()).await?;
    act.execute(sql::NOTE_RESET, values![person.id, act.at()]).await?;
    let passkeys: Vec<&str> = factors.passkeys.iter().map(|key| key.name.as_str()).collect();
    let before =
        serde_json::json!({ "authenticator": factors.app.is_some(), "passkeys": passkeys });
    act.record(Entry::new("people.reset-second-factor", person.object()).before(before)).await?;
    Ok(())
}

/// Whether an administrator took the person's factors away since they were last here, and when; said
/// once.
pub(crate) async fn tell_of_reset(act: &Act, person: &Person) -> Result<Option<Timestamp>> {
    act.value(sql::TELL_RESET, values![person.id]).await
}
