//! What people said to a request and did with it.

use base::{Seat, Timestamp};
use serde::{Deserialize, Serialize};
use web::api::ToSchema;

use super::named::PersonName;
use crate::{
    case::{Case, Joiner},
    change::Change,
    comment::{Comment, CommentId},
    effect::Effect,
    review::Review,
    words::Phrase,
};

/// Somebody who asks as well.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RequestJoiner)]
pub(crate) struct JoinerShown {
    pub(crate) person: PersonName,
    /// Whether they want to use it too; else they only follow.
    pub(crate) included: bool,
    pub(crate) joined_at: Timestamp,
}

/// What a seat said.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RequestReview)]
pub(crate) struct ReviewShown {
    pub(crate) seat: Seat,
    pub(crate) by: PersonName,
    pub(crate) answer: Effect,
    pub(crate) note: Option<String>,
    /// The revision of the terms that was reviewed.
    pub(crate) revision: i64,
    /// Whether it counts: of one seat the newest does, unless the terms were changed after it.
    pub(crate) counts: bool,
    pub(crate) reviewed_at: Timestamp,
}

/// Something that was said.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RequestComment)]
pub(crate) struct CommentShown {
    pub(crate) id: CommentId,
    pub(crate) by: PersonName,
    pub(crate) words: String,
    pub(crate) commented_at: Timestamp,
}

/// That the terms were changed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = TermsChange)]
pub(crate) struct ChangeShown {
    /// The revision that came of it.
    pub(crate) revision: i64,
    pub(crate) by: PersonName,
    pub(crate) changed_at: Timestamp,
}

impl JoinerShown {
    pub(super) fn of(joiner: &Joiner, phrase: &Phrase) -> Self {
        Self {
            person: PersonName::of(&phrase.names, joiner.person_id),
            included: joiner.is_included(),
            joined_at: joiner.joined_at,
        }
    }
}

impl ReviewShown {
    pub(super) fn of(case: &Case, review: &Review, phrase: &Phrase) -> Self {
        let counting = case.review_of(review.seat);
        Self {
            seat: review.seat,
            by: PersonName::of(&phrase.names, review.person_id),
            answer: review.answer,
            note: review.note.clone(),
            revision: review.revision,
            counts: counting.is_some_and(|counting| std::ptr::eq(counting, review)),
            reviewed_at: review.reviewed_at,
        }
    }
}

impl CommentShown {
    pub(super) fn of(comment: &Comment, phrase: &Phrase) -> Self {
        Self {
            id: comment.id,
            by: PersonName::of(&phrase.names, comment.person_id),
            words: comment.words.clone(),
            commented_at: comment.commented_at,
        }
    }
}

impl ChangeShown {
    pub(super) fn of(change: &Change, phrase: &Phrase) -> Self {
        Self {
            revision: change.revision,
            by: PersonName::of(&phrase.names, change.changed_by),
            changed_at: change.changed_at,
        }
    }
}
