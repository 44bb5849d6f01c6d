//! One request, with all that the caller may see of it and do with it.

use base::{Id, Result, Timestamp};
use serde::{Deserialize, Serialize};
use web::{
    App, Caller, Evidence,
    api::{Answered, Call, One, Path, ToSchema},
};

use super::{
    lists::RequestLine,
    may::May,
    named::{PersonName, TermsNames},
    said::{ChangeShown, CommentShown, JoinerShown, ReviewShown},
};
use crate::{
    case::{self, Case},
    decision::{Decision, DecisionId, Ending},
    effect::Effect,
    evidence::Seen,
    request::{Request, RequestId, State},
    target::Target,
    whole::Whole,
    words::Phrase,
};

/// A request as far as the caller may see it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = RequestShown)]
pub(crate) enum Shown {
    /// For whoever asked, whoever joined, and the seats.
    Whole(Box<RequestSheet>),
    /// For everybody else, while it is open: they can join.
    Outline(RequestOutline),
}

/// That something is asked already.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestOutline {
    pub(crate) id: RequestId,
    pub(crate) target: Target,
    pub(crate) state: State,
    pub(crate) asked_at: Timestamp,
    pub(crate) may: May,
}

/// All of a request.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RequestSheet {
    #[serde(flatten)]
    pub(crate) line: RequestLine,
    /// The host at which they were stopped, if they were.
    pub(crate) host: Option<String>,
    /// What for, in their words.
    pub(crate) purpose: String,
    /// What the page that stopped them said, if it was not ours.
    pub(crate) told: Option<String>,
    /// The decision that this is to replace.
    pub(crate) replaces: Option<DecisionId>,
    /// What is proposed now.
    pub(crate) terms: TermsNames,
    pub(crate) proposed_by: PersonName,
    pub(crate) proposed_at: Timestamp,
    /// Who asks as well, in the order in which they came.
    pub(crate) joiners: Vec<JoinerShown>,
    /// Every review, oldest first.
    pub(crate) reviews: Vec<ReviewShown>,
    /// What was said, oldest first.
    pub(crate) comments: Vec<CommentShown>,
    /// When the terms were changed, oldest first.
    pub(crate) changes: Vec<ChangeShown>,
    /// What was decided.
    pub(crate) decision: Option<Outcome>,
    /// What is known of it: for the seats, while it is open.
    pub(crate) evidence: Option<EvidenceShown>,
    /// Refusals of the same that are in force: for the seats, while it is open.
    pub(crate) refusals: Vec<DecisionId>,
    /// What the caller may do now.
    pub(crate) may: May,
}

/// How a request was decided.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RequestOutcome)]
pub(crate) struct Outcome {
    /// The number of the decision, where the caller may read its record.
    pub(crate) id: Option<DecisionId>,
    pub(crate) effect: Effect,
    /// What holds, for whom and when, in a sentence.
    pub(crate) says: String,
    pub(crate) reason: String,
    pub(crate) decided_at: Timestamp,
    /// How it ended before its time, if somebody ended it.
    pub(crate) ending: Option<Ending>,
}

/// The evidence, and the hash by which a decider says that they saw it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SeenEvidence)]
pub(crate) struct EvidenceShown {
    pub(crate) sha256: String,
    /// What each part of the program knows.
    pub(crate) panels: Vec<Evidence>,
}

pub(super) async fn show(call: Call, Path(id): Path<Id<Request>>) -> Answered<One<Shown>> {
    Ok(One(Shown::of(&call.app, &call.caller, id).await?))
}

impl Shown {
    /// The request as `caller` sees it.
    pub(super) async fn of(app: &App, caller: &Caller, id: Id<Request>) -> Result<Self> {
        let case = case::required(&app.store, id).await?;
        if !case.is_open_to(caller) {
            return RequestOutline::of(&case, caller).map(Self::Outline);
        }
        let whole = Whole::seen_by(app, caller, case).await?;
        let phrase = Phrase::about(app, &whole.people()).await?;
        Ok(Self::Whole(Box::new(RequestSheet::of(whole, caller, &phrase))))
    }
}

impl RequestOutline {
    fn of(case: &Case, caller: &Caller) -> Result<Self> {
        let request = &case.request;
        if !request.is_open() {
            case.require_open_to(caller)?;
        }
        Ok(Self {
            id: request.id,
            target: request.target.clone(),
            state: request.state(),
            asked_at: request.asked_at,
            may: May { join: case.may_join(caller), ..May::default() },
        })
    }
}

impl RequestSheet {
    fn of(whole: Whole, caller: &Caller, phrase: &Phrase) -> Self {
        let (case, request) = (&whole.case, &whole.case.request);
        let person = |id| PersonName::of(&phrase.names, id);
        Self {
            line: RequestLine::of(case, phrase),
            host: request.host.clone(),
            purpose: request.purpose.clone(),
            told: request.told.clone(),
            replaces: request.replaces,
            terms: TermsNames::of(phrase, Effect::Allow, &request.target.name, &request.terms),
            proposed_by: person(request.changed_by),
            proposed_at: request.changed_at,
            joiners: case.joiners.iter().map(|joiner| JoinerShown::of(joiner, phrase)).collect(),
            reviews: case.reviews.iter().map(|said| ReviewShown::of(case, said, phrase)).collect(),
            comments: whole.comments.iter().map(|said| CommentShown::of(said, phrase)).collect(),
            changes: whole.changes.iter().map(|change| ChangeShown::of(change, phrase)).collect(),
            decision: whole.decision.as_ref().map(|made| Outcome::of(made, caller, phrase)),
            refusals: whole.refusals.iter().map(|refusal| refusal.id).collect(),
            may: May::of(case, caller),
            evidence: whole.evidence.map(EvidenceShown::from),
        }
    }
}

impl Outcome {
    fn of(decision: &Decision, caller: &Caller, phrase: &Phrase) -> Self {
        Self {
            id: decision.is_open_to(caller).then_some(decision.id),
            effect: decision.effect,
            says: phrase.sentence(decision.effect, &decision.target.name, &decision.terms),
            reason: decision.reason.clone(),
            decided_at: decision.decided_at,
            ending: decision.ending.clone(),
        }
    }
}

impl From<Seen> for EvidenceShown {
    fn from(seen: Seen) -> Self {
        Self { sha256: seen.hash, panels: seen.panels }
    }
}
