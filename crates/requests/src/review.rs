//! What a seat says to a request.

use audit::{Act, Entry};
use base::{Id, Problem, Result, Seat, Timestamp, text};
use serde::Serialize;
use store::{Query, values};
use web::{App, Caller, Right};

use crate::{case::hold, effect::Effect, request::Request, rights, sql};

/// A seat's word on one revision of a request. Of several of one seat the newest counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Review {
    #[serde(skip)]
    pub(crate) request_id: Id<Request>,
    /// The revision that was reviewed.
    pub revision: i64,
    /// The seat.
    pub seat: Seat,
    /// Who spoke for it.
    pub person_id: i64,
    /// Allow or refuse.
    pub answer: Effect,
    /// In their words.
    pub note: Option<String>,
    /// When.
    pub reviewed_at: Timestamp,
}

store::row! {
    struct Row {
        request_id: Id<Request>,
        revision: i64,
        seat: String,
        person_id: i64,
        answer: String,
        note: Option<String>,
        reviewed_at: Timestamp,
    }
}

impl TryFrom<Row> for Review {
    type Error = Problem;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            request_id: row.request_id,
            revision: row.revision,
            seat: row.seat.parse()?,
            person_id: row.person_id,
            answer: row.answer.parse()?,
            note: row.note,
            reviewed_at: row.reviewed_at,
        })
    }
}

/// Every review of these requests, oldest first.
pub(crate) async fn of_requests(on: &impl Query, ids: &[i64]) -> Result<Vec<Review>> {
    let rows: Vec<Row> = sql::all_of(on, sql::REVIEWS, ids).await?;
    rows.into_iter().map(Review::try_from).collect()
}

/// What somebody says for a seat.
#[derive(Clone, Debug, Serialize)]
pub struct Opinion {
    /// The seat for which they speak.
    pub seat: Seat,
    /// The revision that they saw.
    pub revision: i64,
    /// Allow or refuse.
    pub answer: Effect,
    /// A sentence; needed to refuse.
    pub note: String,
}

/// `caller` speaks for a seat.
pub async fn review(app: &App, caller: &Caller, id: Id<Request>, opinion: &Opinion) -> Result<()> {
    let person = caller.require_person()?;
    let note = text::optional_paragraph("note", &opinion.note)?;
    if opinion.answer == Effect::Refuse && note.is_none() {
        return Err(Problem::invalid("note", "Say in a sentence what stands against it."));
    }
    let speaking = speaking_for(caller, opinion.seat, &rights::REVIEW)?;
    let act = app.begin(&speaking, &rights::REVIEW).await?;
    let case = hold(&act, id).await?;
    case.request.require_open()?;
    case.check_reviewer(caller, person, opinion.seat)?;
    require_seen(&case.request, opinion.revision)?;
    add(&act, id, person, opinion, note.as_deref()).await?;
    let mut entry = Entry::new("requests.review", case.request.object()).after(opinion);
    if let Some(before) = case.review_of(opinion.seat) {
        entry = entry.before(before);
    }
    if let Some(note) = note {
        entry = entry.grounds(note);
    }
    act.record(entry).await.map(drop)
}

/// The caller with one seat only, which they hold: the audit log says for which they spoke.
pub(crate) fn speaking_for(caller: &Caller, seat: Seat, right: &Right) -> Result<Caller> {
    caller.require(right)?;
    require_held(caller, seat)?;
    let mut speaking = caller.clone();
    speaking.seats.retain(|held| *held == seat);
    Ok(speaking)
}

/// Nobody speaks for a seat that is not theirs.
pub(crate) fn require_held(caller: &Caller, seat: Seat) -> Result<()> {
    if caller.holds(seat) {
        return Ok(());
    }
    Err(Problem::forbidden(format!("Only {seat} may speak for {seat}.")))
}

/// What they judge must be what they saw.
pub(crate) fn require_seen(request: &Request, revision: i64) -> Result<()> {
    if request.revision == revision {
        return Ok(());
    }
    Err(Problem::conflict(
        "The terms have changed since you opened this page. Read them again below.",
    ))
}

pub(crate) async fn add(
    act: &Act,
    id: Id<Request>,
    person: i64,
    opinion: &Opinion,
    note: Option<&str>,
) -> Result<()> {
    let values = values![
        id,
        opinion.revision,
        opinion.seat.word(),
        person,
        opinion.answer.word(),
        note,
        act.at(),
    ];
    act.execute(sql::ADD_REVIEW, values).await.map(drop)
}
