//! What holds where no rule says anything.

use audit::Entry;
use base::{Problem, Result, Timestamp, text};
use serde::Serialize;
use store::{Query, values};
use verdict::OrganisationDefault;
use web::{App, Caller};

use crate::{TOPIC, rights, sql};

/// The organisation's choice.
#[derive(Clone, Debug, Serialize)]
pub struct Default {
    /// What holds.
    pub effect: OrganisationDefault,
    /// Why, who chose and when; nothing if nobody did and the program's own default holds.
    #[serde(flatten)]
    pub chosen: Option<Chosen>,
}

store::row! {
    /// A choice that somebody made.
    #[derive(Clone, Debug, Serialize)]
    pub struct Chosen {
        #[serde(skip)]
        effect: String,
        /// Why.
        pub reason: String,
        /// Who.
        pub chosen_by: String,
        /// When.
        pub chosen_at: Timestamp,
    }
}

/// `allow` or `deny`.
pub const fn word(effect: OrganisationDefault) -> &'static str {
    match effect {
        OrganisationDefault::Allow => "allow",
        OrganisationDefault::Deny => "deny",
    }
}

/// Reads `allow` or `deny`.
pub fn read(word: &str) -> Result<OrganisationDefault> {
    match word {
        "allow" => Ok(OrganisationDefault::Allow),
        "deny" => Ok(OrganisationDefault::Deny),
        _ => Err(Problem::invalid("effect", "Choose allow or deny.")),
    }
}

/// What holds now.
pub async fn current(on: &impl Query) -> Result<Default> {
    let chosen: Option<Chosen> = on.first(sql::DEFAULT, vec![]).await?;
    let effect = chosen.as_ref().map_or(Ok(OrganisationDefault::Allow), |row| read(&row.effect))?;
    Ok(Default { effect, chosen })
}

/// Chooses. Choosing what holds already changes nothing and is not recorded.
pub async fn set(
    app: &App,
    caller: &Caller,
    effect: OrganisationDefault,
    reason: &str,
) -> Result<()> {
    let mut act = app.begin(caller, &rights::SET_DEFAULT).await?;
    let reason = text::paragraph("reason", reason)?;
    let before = current(&*act).await?;
    if before.effect == effect && before.chosen.is_some() {
        act.leave_unchanged();
        return Ok(());
    }
    let who = act.actor().to_string();
    act.execute(sql::SET_DEFAULT, values![word(effect), reason.as_str(), who, act.at()]).await?;
    act.touch(TOPIC);
    let after = current(&*act).await?;
    let entry = Entry::new(rights::SET_DEFAULT.name, "gate/default").before(before).after(after);
    act.record(entry.grounds(reason)).await.map(drop)
}
