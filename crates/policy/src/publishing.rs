//! Publishing: a version comes into force, and never changes again.

use audit::{Act, Entry};
use base::{Id, Problem, Result, Timestamp};
use store::{search, values};
use web::{App, Caller};

use crate::{
    Draft, TOPIC, Version, rights, sql, version,
    writing::{Written, begin, check_seen, write},
};

/// Publishes the draft of `slug` that was saved at `seen`: it is in force, and can no longer be
/// changed. Gives its number.
pub async fn publish_draft(
    app: &App,
    caller: &Caller,
    slug: &str,
    seen: Option<Timestamp>,
) -> Result<i64> {
    let act = begin(app, caller, &rights::WRITE, slug).await?;
    let version = version::draft(&*act, slug).await?;
    check_seen(Some(&version), seen)?;
    put_in_force(act, version).await
}

/// Writes and publishes `draft` in one act, as the command line does. Gives the number of the
/// version in force; nothing changes if it says the same already.
pub async fn publish(app: &App, caller: &Caller, draft: &Draft) -> Result<i64> {
    let act = begin(app, caller, &rights::WRITE, &draft.slug).await?;
    let before = version::newest(&*act, &draft.slug).await?;
    if let Some(version) = &before {
        refuse_over_draft(version)?;
        if says_the_same(version, draft, &draft.checked(&*act, version.number).await?) {
            act.leave_unchanged();
            return Ok(version.number);
        }
    }
    write(&act, draft, before.as_ref()).await?;
    let version = version::draft(&*act, &draft.slug).await?;
    put_in_force(act, version).await
}

fn refuse_over_draft(version: &Version) -> Result<()> {
    if !version.is_draft() {
        return Ok(());
    }
    Err(Problem::conflict(format!(
        "{} is writing version {} of this policy. Publish or discard that draft first, at /policies/{}/draft.",
        version.saved_by, version.number, version.slug
    )))
}

/// Whether the version in force says all that would be published. To ask for the same text to be
/// read again is to say something, once.
fn says_the_same(version: &Version, draft: &Draft, written: &Written) -> bool {
    let asked_already = version.must_be_read() && version.note == written.note;
    version.retired().is_none()
        && version.sha256 == written.sha256
        && version.title == written.title
        && version.group_id == written.group.map(Id::get)
        && (!draft.must_be_read || asked_already)
}

async fn put_in_force(mut act: Act, version: Version) -> Result<i64> {
    let by = act.actor().to_string();
    act.execute(sql::PUBLISH, values![act.at(), by, version.policy_id, version.number]).await?;
    let text = version.text(&*act).await?;
    let document = search::Document {
        kind: "policy",
        key: &version.slug,
        title: &version.title,
        text: &text,
        href: &format!("/policies/{}", version.slug),
    };
    search::index(&act, &document).await?;
    act.touch(TOPIC);
    let mut entry = Entry::new("policy.publish", version.object()).after(&version);
    if let Some(note) = &version.note {
        entry = entry.grounds(note);
    }
    act.record(entry).await?;
    Ok(version.number)
}
