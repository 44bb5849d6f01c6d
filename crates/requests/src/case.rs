//! A request with everything that was said to it: what verbs check and pages show.

use audit::Act;
use base::{Id, Problem, Result, Seat, Timestamp};
use serde::Serialize;
use store::{Query, values};
use web::Caller;

use crate::{
    effect::Effect,
    request::{Request, missing, request},
    review::{self, Review},
    rights,
    rule::Rules,
    sql,
};

store::row! {
    /// Somebody who asks as well.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct Joiner {
        #[serde(skip)]
        pub(crate) request_id: Id<Request>,
        /// Who.
        pub person_id: i64,
        /// 1 if they want to use it too, 0 if they follow only.
        pub included: i64,
        /// When.
        pub joined_at: Timestamp,
    }
}

impl Joiner {
    /// Whether they want to use it too, rather than follow only.
    pub fn is_included(&self) -> bool {
        self.included == 1
    }
}

/// A request, who joined it, and what the seats say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Case {
    /// What is asked.
    pub request: Request,
    /// Who asks as well, in the order in which they came.
    pub joiners: Vec<Joiner>,
    /// Every review of every revision, oldest first.
    pub reviews: Vec<Review>,
    /// The seats that must agree, by the organisation's rule of today.
    pub required: Vec<Seat>,
}

impl Case {
    /// The review of `seat` that counts: its newest one of the revision that stands.
    pub fn review_of(&self, seat: Seat) -> Option<&Review> {
        self.current().rfind(|review| review.seat == seat)
    }

    /// The newest review of `seat` that a change of the terms made void.
    pub fn void_review_of(&self, seat: Seat) -> Option<&Review> {
        self.reviews
            .iter()
            .rfind(|review| review.seat == seat && review.revision < self.request.revision)
    }

    /// The reviews of the revision that stands.
    pub(crate) fn current(&self) -> impl DoubleEndedIterator<Item = &Review> {
        self.reviews.iter().filter(|review| review.revision == self.request.revision)
    }

    /// Whether some seat has reviewed the revision that stands.
    pub fn is_reviewed(&self) -> bool {
        self.current().next().is_some()
    }

    /// What all seats that must agree say, if they say the same.
    pub fn agreement(&self) -> Option<Effect> {
        let mut said =
            self.required.iter().map(|seat| self.review_of(*seat).map(|review| review.answer));
        let first = said.next()??;
        said.all(|answer| answer == Some(first)).then_some(first)
    }

    /// Whether it only waits for its decision.
    pub fn is_agreed(&self) -> bool {
        self.request.is_open() && self.agreement().is_some()
    }

    /// Whether `person` asked it, or joined.
    pub fn is_asked_by(&self, person: i64) -> bool {
        self.request.asker == person || self.joiner(person).is_some()
    }

    /// That `person` joined, if they did.
    pub fn joiner(&self, person: i64) -> Option<&Joiner> {
        self.joiners.iter().find(|joiner| joiner.person_id == person)
    }

    /// Whether `caller` may see all of it.
    pub fn is_open_to(&self, caller: &Caller) -> bool {
        caller.may(&rights::READ) || caller.person().is_some_and(|person| self.is_asked_by(person))
    }

    /// The same as a check.
    pub(crate) fn require_open_to(&self, caller: &Caller) -> Result<()> {
        if self.is_open_to(caller) {
            return Ok(());
        }
        Err(Problem::forbidden(
            "Only whoever asked, whoever joined and the seats see this request.",
        ))
    }

    /// The seat for which `person` has spoken on the revision that stands.
    pub fn spoke_for(&self, person: i64) -> Option<Seat> {
        self.current().find(|review| review.person_id == person).map(|review| review.seat)
    }

    /// Whether `caller` may review for `seat`: it is theirs, they did not ask, and they have not
    /// spoken for another.
    pub fn may_review(&self, caller: &Caller, seat: Seat) -> bool {
        caller.person().is_some_and(|person| self.check_reviewer(caller, person, seat).is_ok())
    }

    /// The same, saying what stands in the way.
    pub(crate) fn check_reviewer(&self, caller: &Caller, person: i64, seat: Seat) -> Result<()> {
        review::require_held(caller, seat)?;
        if self.is_asked_by(person) {
            return Err(Problem::forbidden(
                "Whoever asks neither reviews nor decides. Somebody else of your seat does.",
            ));
        }
        match self.spoke_for(person).filter(|spoken| *spoken != seat) {
            None => Ok(()),
            Some(spoken) => Err(Problem::conflict(format!(
                "You have spoken for {spoken} on this request. One person speaks for one seat."
            ))),
        }
    }

    /// The seats of `caller` that have not said anything to the revision that stands, of those that
    /// must.
    pub fn waits_for(&self, caller: &Caller) -> Vec<Seat> {
        let asked = self.required.iter().copied();
        asked
            .filter(|seat| self.review_of(*seat).is_none() && self.may_review(caller, *seat))
            .collect()
    }

    /// The seats that must agree and have said nothing.
    pub fn silent(&self) -> Vec<Seat> {
        self.required.iter().copied().filter(|seat| self.review_of(*seat).is_none()).collect()
    }

    /// A seat that must agree for which `caller` could decide: their own review first.
    pub fn deciding_seat(&self, caller: &Caller) -> Option<Seat> {
        let could = |seat: &Seat| self.may_review(caller, *seat);
        let waits = self.waits_for(caller).first().copied();
        waits.or_else(|| self.required.iter().copied().find(could))
    }

    /// The numbers of everybody who appears in it.
    pub(crate) fn people(&self) -> Vec<i64> {
        let request = &self.request;
        let mut all = vec![request.asker, request.changed_by];
        all.extend(&request.terms.audience.people);
        all.extend(self.joiners.iter().map(|joiner| joiner.person_id));
        all.extend(self.reviews.iter().map(|review| review.person_id));
        all
    }
}

/// The request with this number, whole.
pub async fn case(on: &impl Query, id: Id<Request>) -> Result<Option<Case>> {
    match request(on, id).await? {
        Some(request) => Ok(cases(on, vec![request]).await?.pop()),
        None => Ok(None),
    }
}

/// The same, or the sentence that there is none.
pub(crate) async fn required(on: &impl Query, id: Id<Request>) -> Result<Case> {
    case(on, id).await?.ok_or_else(|| missing(id))
}

/// The request as it stands, held still until the act ends: of two who decide at the same time the
/// second sees what the first did.
pub(crate) async fn hold(act: &Act, id: Id<Request>) -> Result<Case> {
    act.execute(sql::HOLD, values![id]).await?;
    required(act, id).await
}

/// These requests with all that was said to them.
pub(crate) async fn cases(on: &impl Query, requests: Vec<Request>) -> Result<Vec<Case>> {
    let ids: Vec<i64> = requests.iter().map(|request| request.id.get()).collect();
    let rules = Rules::load(on).await?;
    let joiners: Vec<Joiner> = sql::all_of(on, sql::JOINERS, &ids).await?;
    let reviews = review::of_requests(on, &ids).await?;
    let whole = |request: Request| Case {
        joiners: joiners.iter().filter(|joiner| joiner.request_id == request.id).cloned().collect(),
        reviews: reviews.iter().filter(|review| review.request_id == request.id).cloned().collect(),
        required: rules.seats(&request.category).to_vec(),
        request,
    };
    Ok(requests.into_iter().map(whole).collect())
}
