//! Deciding together.

use std::collections::BTreeSet;

use audit::{Act, Entry};
use base::{Id, Problem, Result, Seat, Timestamp, text};
use serde_json::json as object;
use store::values;
use web::{App, Caller};

use crate::{
    TOPIC,
    audience::{Audience, listed},
    case::{Case, cases, hold, required},
    decision::{self, Decider, Decision},
    effect::Effect,
    end::supersede,
    evidence::{Seen, seen},
    request::Request,
    review::{self, Opinion, require_seen, speaking_for},
    rights, sql,
    terms::{Terms, json, json_option},
};

/// Two people, whatever the rule says.
const DECIDERS_MIN: usize = 2;

/// What a person of a seat decides, having seen what they name.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// The seat for which they speak; their only one that must agree, if `None`.
    pub seat: Option<Seat>,
    /// The revision that they saw.
    pub revision: i64,
    /// Allow or refuse.
    pub effect: Effect,
    /// Why; needed to refuse.
    pub reason: String,
    /// What to use instead, when it is refused: a service, or words.
    pub alternative: String,
    /// The hash of the evidence that they saw.
    pub evidence_hash: String,
}

/// `caller` decides a request on which all seats that must agree say the same; what their own seat
/// says may be said in the same act. The evidence is frozen as they saw it.
pub async fn decide(
    app: &App,
    caller: &Caller,
    id: Id<Request>,
    ruling: &Ruling,
) -> Result<Id<Decision>> {
    let person = caller.require_person()?;
    caller.require(&rights::DECIDE)?;
    let texts = Texts::read(app, ruling).await?;
    let before = required(&app.store, id).await?;
    let evidence = seen(app, &before.request).await?;
    let seat =
        ruling.seat.or_else(|| before.deciding_seat(caller)).or(caller.seats.first().copied());
    let seat = seat.ok_or_else(|| Problem::forbidden("Only a seat decides."))?;
    let speaking = speaking_for(caller, seat, &rights::DECIDE)?;
    let mut act = app.begin(&speaking, &rights::DECIDE).await?;
    let case = hold(&act, id).await?;
    check(&case, caller, person, seat, ruling, &evidence)?;
    let case = with_own_review(&act, case, person, seat, ruling).await?;
    let deciders = deciders(&act, &case, person, seat, ruling.effect).await?;
    let terms = terms(&case.request, ruling.effect, act.at())?;
    let decided = insert(&act, &case, ruling.effect, &terms, &texts, &deciders, &evidence).await?;
    let superseded =
        supersede_all(&act, &case.request, decided, ruling.effect, &terms.audience).await?;
    act.touch(TOPIC);
    let entry = Entry::new("requests.decide", case.request.object()).after(object!({
        "decision": decided, "effect": ruling.effect, "target": case.request.target, "terms": terms,
        "deciders": deciders, "alternative": texts.alternative,
        "evidence_sha256": evidence.hash, "superseded": superseded,
    }));
    act.record(entry.grounds(texts.reason_of(&case))).await?;
    Ok(decided)
}

/// What was typed, checked.
struct Texts {
    reason: Option<String>,
    alternative: Option<String>,
}

impl Texts {
    async fn read(app: &App, ruling: &Ruling) -> Result<Self> {
        let reason = text::optional_paragraph("reason", &ruling.reason)?;
        if ruling.effect == Effect::Allow {
            return Ok(Self { reason, alternative: None });
        }
        if reason.is_none() {
            return Err(Problem::invalid("reason", "Say why. Whoever asked reads it."));
        }
        let alternative = text::optional_paragraph("alternative", &ruling.alternative)?;
        let known = match &alternative {
            Some(words) => catalog::named(&app.store, words).await?,
            None => None,
        };
        Ok(Self { reason, alternative: known.map(|service| service.slug).or(alternative) })
    }

    /// A door may be opened without words: that the seats agree is the reason.
    fn reason_of(&self, case: &Case) -> String {
        let seats: Vec<String> = case.required.iter().map(ToString::to_string).collect();
        self.reason.clone().unwrap_or_else(|| format!("Agreed by {}.", listed(&seats)))
    }
}

fn check(
    case: &Case,
    caller: &Caller,
    person: i64,
    seat: Seat,
    ruling: &Ruling,
    evidence: &Seen,
) -> Result<()> {
    case.request.require_open()?;
    case.check_reviewer(caller, person, seat)?;
    if !case.required.contains(&seat) {
        return Err(Problem::forbidden(format!(
            "{} decide on this one. You can review it for {seat}.",
            seats_listed(&case.required)
        )));
    }
    require_seen(&case.request, ruling.revision)?;
    if evidence.hash != ruling.evidence_hash {
        return Err(Problem::conflict(
            "The evidence has changed since you opened this page. Look at it again, then decide.",
        ));
    }
    Ok(())
}

/// With the decider's own review, where their seat has not said the same yet.
async fn with_own_review(
    act: &Act,
    case: Case,
    person: i64,
    seat: Seat,
    ruling: &Ruling,
) -> Result<Case> {
    if case.review_of(seat).is_some_and(|review| review.answer == ruling.effect) {
        return Ok(case);
    }
    let opinion =
        Opinion { seat, revision: ruling.revision, answer: ruling.effect, note: String::new() };
    let note = text::optional_paragraph("reason", &ruling.reason)?;
    review::add(act, case.request.id, person, &opinion, note.as_deref()).await?;
    let whole = cases(act, vec![case.request]).await?.pop();
    whole.ok_or_else(|| Problem::not_found("This request is no longer there."))
}

/// Everybody whose word counts: one for each seat that must agree, and whoever decides now.
async fn deciders(
    act: &Act,
    case: &Case,
    person: i64,
    seat: Seat,
    effect: Effect,
) -> Result<Vec<Decider>> {
    let mut spoken = Vec::new();
    for required in &case.required {
        let review = case.review_of(*required).ok_or_else(|| not_yet(case))?;
        if review.answer != effect {
            return Err(Problem::conflict(format!(
                "{required} {} this. Decide the same, or talk about it first.",
                review.answer.verb()
            )));
        }
        spoken.push((review.person_id, *required));
    }
    if !spoken.iter().any(|(speaker, _)| *speaker == person) {
        spoken.push((person, seat));
    }
    let different: BTreeSet<i64> = spoken.iter().map(|(id, _)| *id).collect();
    if different.len() < DECIDERS_MIN || different.contains(&case.request.asker) {
        return Err(Problem::conflict("Two different people decide, and never the one who asked."));
    }
    let names = people::names(act, &different.into_iter().collect::<Vec<_>>()).await?;
    let decider = |(person, seat)| Decider {
        person,
        name: names.get(&person).cloned().unwrap_or_default(),
        seat,
    };
    Ok(spoken.into_iter().map(decider).collect())
}

fn not_yet(case: &Case) -> Problem {
    Problem::conflict(format!("{} must say the same first.", seats_listed(&case.silent())))
}

fn seats_listed(seats: &[Seat]) -> String {
    listed(&seats.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// The terms as reviewed, from now on. A refusal holds for the same people and as long, whatever
/// hours were asked for.
fn terms(request: &Request, effect: Effect, now: Timestamp) -> Result<Terms> {
    let terms = request.terms.clone();
    if terms.ends.is_some_and(|ends| ends <= now) {
        return Err(Problem::conflict(
            "The time that was asked for is over. Change the terms, or leave the request to be withdrawn.",
        ));
    }
    match effect {
        Effect::Allow => {
            let starts = terms.starts.filter(|starts| *starts > now).unwrap_or(now);
            Ok(Terms { starts: Some(starts), ..terms })
        }
        Effect::Refuse => {
            Ok(Terms { schedule: None, conditions: Vec::new(), starts: Some(now), ..terms })
        }
    }
}

async fn insert(
    act: &Act,
    case: &Case,
    effect: Effect,
    terms: &Terms,
    texts: &Texts,
    deciders: &[Decider],
    evidence: &Seen,
) -> Result<Id<Decision>> {
    let request = &case.request;
    let spoken = |decider: &Decider| format!("{} ({})", decider.name, decider.seat);
    let values = values![
        request.id,
        request.revision,
        effect.word(),
        request.target.kind.as_str(),
        request.target.key.as_str(),
        request.target.name.as_str(),
        json(&terms.audience)?,
        json_option(terms.schedule.as_ref())?,
        json(&terms.conditions)?,
        terms.starts,
        terms.ends,
        texts.reason_of(case),
        texts.alternative.as_deref(),
        json(&deciders)?,
        json(&deciders.iter().map(spoken).collect::<Vec<_>>())?,
        act.at(),
        json(&evidence.panels)?,
        evidence.hash.as_str(),
    ];
    let id = act.insert(sql::DECIDE, values).await?;
    act.execute(sql::SET_DECIDED, values![act.at(), request.id]).await?;
    Ok(id)
}

/// Ends what the new decision replaces: the one that the request names, and, where a door opens, the
/// refusals of the same for nobody else: they would go on denying.
async fn supersede_all(
    act: &Act,
    request: &Request,
    by: Id<Decision>,
    effect: Effect,
    audience: &Audience,
) -> Result<Vec<Id<Decision>>> {
    let replaced = |old: &Decision| {
        let named = request.replaces == Some(old.id);
        let outlived =
            effect == Effect::Allow && !old.is_allow() && audience.includes(&old.terms.audience);
        old.id != by && !old.is_ended() && (named || outlived)
    };
    let mut ended = Vec::new();
    for old in
        decision::decisions_on(act, &request.target).await?.iter().filter(|old| replaced(old))
    {
        supersede(act, old.id, by).await?;
        ended.push(old.id);
    }
    Ok(ended)
}
