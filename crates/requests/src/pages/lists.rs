//! Requests, the review queue and decisions, as lists.

use axum::extract::RawQuery;
use base::{Result, limits};
use web::{Answered, Form, Signed};

use crate::{
    case::cases,
    decision,
    request::{self, Listing, State},
    rights,
    time_to_yes::time_to_yes,
    today::queue as waiting,
    views::lists::{decisions_page, queue_page, requests_page},
    words::Phrase,
};

/// One row more than a page shows: it tells whether there is another page.
fn rows_and_one() -> i64 {
    i64::try_from(limits::PAGE_ROWS + 1).unwrap_or(i64::MAX)
}

/// `GET /requests?whose=all&state=open&before=17`
pub(super) async fn requests(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let sent = Form::from_query(query.as_deref());
    let all = signed.may(&rights::READ) && sent.text("whose") != "mine";
    let listing = Listing {
        of: if all { None } else { Some(signed.caller.require_person()?) },
        state: State::named(sent.text("state")),
        before: sent.text("before").parse().ok(),
    };
    let found = request::list(&signed.app.store, listing, rows_and_one()).await?;
    let cases = cases(&signed.app.store, found).await?;
    let people: Vec<i64> = cases.iter().map(|case| case.request.asker).collect();
    let phrase = Phrase::about(&signed.app, &people).await?;
    let yes = if all { time_to_yes(&signed.app.store, signed.now).await? } else { None };
    Ok(signed.page("Requests", requests_page(&signed, &sent, &cases, &phrase, all, yes)))
}

/// `GET /review`
pub(super) async fn queue(signed: Signed) -> Answered {
    let tasks = waiting(&signed.app.store, &signed.caller).await?;
    let people: Vec<i64> = tasks.iter().map(|task| task.case.request.asker).collect();
    let phrase = Phrase::about(&signed.app, &people).await?;
    Ok(signed.page("Review", queue_page(&signed, &tasks, &phrase)))
}

/// `GET /decisions?state=in-force&before=17`
pub(super) async fn decisions(signed: Signed, RawQuery(query): RawQuery) -> Answered {
    let sent = Form::from_query(query.as_deref());
    let found = found_decisions(&signed, &sent).await?;
    let people: Vec<i64> =
        found.iter().flat_map(|decision| decision.terms.audience.people.clone()).collect();
    let phrase = Phrase::about(&signed.app, &people).await?;
    Ok(signed.page("Decisions", decisions_page(&signed, &sent, &found, &phrase)))
}

async fn found_decisions(signed: &Signed, sent: &Form) -> Result<Vec<crate::Decision>> {
    if sent.text("state") == "in-force" {
        return decision::in_force(&signed.app.store, signed.now).await;
    }
    let before = sent.text("before").parse().unwrap_or(i64::MAX);
    decision::decisions(&signed.app.store, before, rows_and_one()).await
}
