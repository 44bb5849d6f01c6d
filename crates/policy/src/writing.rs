//! Writing: a draft is saved as often as needed.

use std::time::Duration;

use audit::{Act, Entry};
use base::{
    Id, Problem, Result, Timestamp,
    text::{document, line, optional_paragraph, slug},
};
use serde::Serialize;
use store::{Query, values};
use web::{App, Caller, Right};

use crate::{
    Version, rights, sql,
    version::{draft, newest, sha256},
};

/// Words that are pages, so that no policy can have them.
const RESERVED: &[&str] = &["new"];

/// The smallest step of time that the database keeps.
const TICK: Duration = Duration::from_micros(1);

/// A policy as somebody writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The policy's word in addresses and commands.
    pub slug: String,
    /// Its name.
    pub title: String,
    /// The slug of the group that it is for; `None` for everyone.
    pub audience: Option<String>,
    /// The text, in Markdown.
    pub text: String,
    /// What is different from the version before; may be empty.
    pub note: String,
    /// Whether people must read it although they have read the one before. A first version must
    /// always be read.
    pub must_be_read: bool,
}

/// A draft in canonical form. What the audit log says of it.
#[derive(Debug, Serialize)]
pub(crate) struct Written {
    version: i64,
    pub(crate) title: String,
    audience: Option<String>,
    #[serde(skip)]
    pub(crate) group: Option<Id<people::Group>>,
    #[serde(skip)]
    text: String,
    pub(crate) sha256: String,
    pub(crate) note: Option<String>,
    must_be_read: bool,
}

impl Draft {
    /// What is wrong with it, or how it is kept as version `number`.
    pub(crate) async fn checked(&self, on: &impl Query, number: i64) -> Result<Written> {
        // As a text file ends, so that its hash is the one that `sha256sum` gives.
        let text = document("text", &self.text)? + "\n";
        Ok(Written {
            version: number,
            title: line("title", &self.title)?,
            audience: self.audience.clone(),
            group: group(on, self.audience.as_deref()).await?,
            sha256: sha256(&text),
            text,
            note: optional_paragraph("note", &self.note)?,
            must_be_read: self.must_be_read || number == 1,
        })
    }
}

async fn group(on: &impl Query, slug: Option<&str>) -> Result<Option<Id<people::Group>>> {
    let Some(slug) = slug else { return Ok(None) };
    let group = people::group(on, slug).await?.ok_or_else(|| {
        Problem::invalid("audience", format!("There is no group `{slug}`. Choose one of the list."))
    })?;
    Ok(Some(group.id))
}

/// Saves `draft`. `seen` is when the newest version, published or not, was saved that its writer
/// had before them; if somebody has saved another since, the problem says so and nothing is lost.
pub async fn save(
    app: &App,
    caller: &Caller,
    draft: &Draft,
    seen: Option<Timestamp>,
) -> Result<()> {
    let act = begin(app, caller, &rights::WRITE, &draft.slug).await?;
    let before = newest(&*act, &draft.slug).await?;
    check_seen(before.as_ref(), seen)?;
    let written = write(&act, draft, before.as_ref()).await?;
    act.record(Entry::new("policy.save", object(&draft.slug)).after(written)).await?;
    Ok(())
}

/// Begins to change the policy `slug`; whoever else would waits until this is done.
pub(crate) async fn begin(app: &App, caller: &Caller, right: &Right, slug: &str) -> Result<Act> {
    let act = app.begin(caller, right).await?;
    act.execute(sql::LOCK, values![slug]).await?;
    Ok(act)
}

/// Writes `draft` over the draft that there is, or as the next version.
pub(crate) async fn write(act: &Act, draft: &Draft, before: Option<&Version>) -> Result<Written> {
    let (policy, number, statement) = match before {
        None => (add_policy(act, &draft.slug).await?, 1, sql::ADD_VERSION),
        Some(version) if version.is_draft() => {
            (version.policy_id, version.number, sql::CHANGE_DRAFT)
        }
        Some(version) => (version.policy_id, version.number + 1, sql::ADD_VERSION),
    };
    let written = draft.checked(&**act, number).await?;
    let values = values![
        written.title.as_str(),
        written.group,
        written.text.as_str(),
        written.sha256.as_str(),
        written.note.as_deref(),
        i64::from(written.must_be_read),
        saved_at(act, before),
        act.actor().to_string(),
        policy,
        number,
    ];
    act.execute(statement, values).await?;
    Ok(written)
}

/// Later than every text before it, whatever the clock says: it tells one text from another.
fn saved_at(act: &Act, before: Option<&Version>) -> Timestamp {
    let earliest = before.map_or(act.at(), |version| version.saved_at.after(TICK));
    act.at().max(earliest)
}

async fn add_policy(act: &Act, word: &str) -> Result<i64> {
    let word = slug("slug", word)?;
    if RESERVED.contains(&word.as_str()) {
        return Err(Problem::invalid("slug", format!("`{word}` is a page; choose another word.")));
    }
    Ok(act.insert::<()>(sql::ADD_POLICY, values![word]).await?.get())
}

/// Throws away the draft of `slug` that was saved at `seen`; a policy that was never published goes
/// with it.
pub async fn discard(
    app: &App,
    caller: &Caller,
    slug: &str,
    seen: Option<Timestamp>,
) -> Result<()> {
    let act = begin(app, caller, &rights::WRITE, slug).await?;
    let version = draft(&*act, slug).await?;
    check_seen(Some(&version), seen)?;
    act.execute(sql::REMOVE_DRAFT, values![version.policy_id, version.number]).await?;
    if version.number == 1 {
        act.execute(sql::REMOVE_POLICY, values![version.policy_id]).await?;
    }
    act.record(Entry::new("policy.discard", version.object()).before(&version)).await?;
    Ok(())
}

pub(crate) fn check_seen(newest: Option<&Version>, seen: Option<Timestamp>) -> Result<()> {
    match newest {
        Some(version) if Some(version.saved_at) != seen => Err(match seen {
            None => Problem::invalid("slug", "There is a policy by this word already."),
            Some(_) => changed_meanwhile(),
        }),
        _ => Ok(()),
    }
}

fn changed_meanwhile() -> Problem {
    Problem::conflict("Somebody has saved another text meanwhile. Look at it before you go on.")
}

fn object(slug: &str) -> String {
    format!("policy/{slug}")
}
