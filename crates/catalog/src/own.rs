//! The organisation's own services: added by hand or from its own files.

use audit::{Act, Entry};
use base::{Problem, Result};
use store::Query;
use web::{App, Caller};

use crate::{
    draft::{Draft, Typed},
    keep::{self, Outcome},
    known::Known,
    rights, service,
    stock::Stock,
    text::{self, Sheet, Text},
};

/// Where a form stands, beside what a file calls a line.
const FORM: &str = "in this form";

/// Adds a service; its slug.
pub async fn add(app: &App, caller: &Caller, typed: &Typed<'_>) -> Result<String> {
    caller.require(&rights::CHANGE)?;
    let draft = Draft::check(typed)?;
    let mut act = app.begin(caller, &rights::CHANGE).await?;
    let stock = Stock::load(&*act).await?;
    keep_one(&mut act, &stock, stock.known(), &draft).await?;
    let entry = Entry::new("catalog.add", service::object(&draft.slug));
    act.record(entry.after(&draft)).await?;
    Ok(draft.slug)
}

/// Describes an own service anew; its slug stays.
pub async fn change(app: &App, caller: &Caller, slug: &str, typed: &Typed<'_>) -> Result<()> {
    caller.require(&rights::CHANGE)?;
    let mut draft = Draft::check(&Typed { slug, ..*typed })?;
    let mut act = app.begin(caller, &rights::CHANGE).await?;
    let stock = Stock::load(&*act).await?;
    let before = described(&stock, slug)?;
    draft.facts.clone_from(&before.facts);
    if *before == draft {
        act.leave_unchanged();
        return Ok(());
    }
    let mut known = stock.known();
    known.release_own(slug);
    keep_one(&mut act, &stock, known, &draft).await?;
    let entry = Entry::new("catalog.change", service::object(slug));
    act.record(entry.before(before).after(&draft)).await.map(drop)
}

/// An own service as it was described, to be described anew.
pub(crate) async fn description(on: &impl Query, slug: &str) -> Result<Draft> {
    described(&Stock::load(on).await?, slug).cloned()
}

fn described<'a>(stock: &'a Stock, slug: &str) -> Result<&'a Draft> {
    let missing = || Problem::not_found(format!("The catalogue has no service `{slug}`."));
    let stored = stock.services.get(slug).ok_or_else(missing)?;
    if stored.own {
        return Ok(&stored.draft);
    }
    Err(Problem::conflict(format!(
        "{} comes with Footbridge and changes with its releases. Set its standing, or add facts.",
        stored.draft.name
    )))
}

async fn keep_one(act: &mut Act, stock: &Stock, mut known: Known, draft: &Draft) -> Result<()> {
    let category = known.category(&draft.category)?;
    known.claim(draft, FORM)?;
    let sheet = Sheet { category, services: vec![draft.clone()] };
    keep::write(act, stock, &[sheet], true).await
}

/// What the organisation's own files would do to the catalogue, if nothing in them is wrong.
pub async fn plan(on: &impl Query, files: &[Text]) -> Result<Outcome> {
    let stock = Stock::load(on).await?;
    let sheets = text::read(files, stock.known())?;
    Ok(Outcome::of(&stock, &sheets))
}

/// Takes the organisation's own files into the catalogue: all of them or nothing.
pub async fn import(app: &App, caller: &Caller, files: &[Text]) -> Result<Outcome> {
    let mut act = app.begin(caller, &rights::CHANGE).await?;
    let stock = Stock::load(&*act).await?;
    let sheets = text::read(files, stock.known())?;
    let outcome = Outcome::of(&stock, &sheets);
    if outcome.is_nothing() {
        act.leave_unchanged();
        return Ok(outcome);
    }
    keep::write(&mut act, &stock, &sheets, true).await?;
    act.record(Entry::new("catalog.import", "catalog").after(&outcome)).await?;
    Ok(outcome)
}
