//! A fact: something known of a service, from where, and of which day.

use base::{Id, Problem, Result, Timestamp, text};
use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use store::{Query, values};
use web::{App, Caller, api::ToSchema};

use crate::{Service, TOPIC, draft::FACTS_MAX, rights, service, sql};

/// Something known. Two facts are one if they say the same from the same source of the same day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct Fact {
    /// What is said.
    #[schema(min_length = 1, max_length = 4000)]
    pub says: String,
    /// Where it comes from: an address, a document, a person asked.
    #[schema(min_length = 1, max_length = 200)]
    pub source: String,
    /// The day of which it is true.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
}

impl Fact {
    /// A fact as somebody wrote it.
    pub(crate) fn check(says: &str, source: &str, date: &str) -> Result<Self> {
        Ok(Self {
            says: text::paragraph("says", says)?,
            source: text::line("source", source)?,
            date: day(date)?,
        })
    }
}

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| {
        Problem::invalid("date", format!("`{text}` is not a day: write it like 2026-11-22"))
    })
}

/// A fact that is kept.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = KeptFact)]
pub struct Kept {
    /// The fact.
    #[serde(flatten)]
    pub fact: Fact,
    /// Who added it by hand and when; a catalogue text has no author here.
    pub added: Option<(String, Timestamp)>,
}

store::row! {
    pub(crate) struct Row {
        pub(crate) service_id: i64,
        says: String,
        source: String,
        day: String,
        added_by: Option<String>,
        added_at: Option<Timestamp>,
    }
}

impl TryFrom<Row> for Kept {
    type Error = Problem;

    fn try_from(row: Row) -> Result<Self> {
        let fact = Fact { says: row.says, source: row.source, date: day(&row.day)? };
        Ok(Self { fact, added: row.added_by.zip(row.added_at) })
    }
}

/// What is known of a service, newest first.
pub async fn facts(on: &impl Query, service: Id<Service>) -> Result<Vec<Kept>> {
    let rows = on.all::<Row>(sql::FACTS_OF, values![service]).await?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// Adds a fact to the service `slug`: `says`, from `source`, true on `date` (2026-11-22).
pub async fn add_fact(
    app: &App,
    caller: &Caller,
    slug: &str,
    (says, source, date): (&str, &str, &str),
) -> Result<()> {
    let fact = Fact::check(says, source, date)?;
    refuse_future(app, fact.date)?;
    let mut act = app.begin(caller, &rights::ADD_FACT).await?;
    let service = service::required(&*act, slug).await?;
    let known = facts(&*act, service.id).await?;
    if known.iter().any(|kept| kept.fact == fact) {
        act.leave_unchanged();
        return Ok(());
    }
    refuse_too_many(known.len())?;
    let values = values![
        service.id,
        fact.says.as_str(),
        fact.source.as_str(),
        fact.date.to_string(),
        act.actor().to_string(),
        act.at(),
    ];
    act.execute(sql::ADD_FACT, values).await?;
    act.touch(TOPIC);
    act.record(audit::Entry::new("catalog.fact", service::object(slug)).after(fact)).await.map(drop)
}

fn refuse_future(app: &App, date: Date) -> Result<()> {
    let zone = TimeZone::get(&app.settings.zone).unwrap_or(TimeZone::UTC);
    if date <= app.now().to_jiff().to_zoned(zone).date() {
        return Ok(());
    }
    Err(Problem::invalid("date", "This day is still to come: write the day of which it is known."))
}

pub(crate) fn refuse_too_many(kept: usize) -> Result<()> {
    if kept < FACTS_MAX {
        return Ok(());
    }
    Err(Problem::invalid(
        "says",
        format!(
            "This service has {kept} facts already; {FACTS_MAX} fit. Add to what matters most."
        ),
    ))
}
