//! Changing the terms of a request.

use axum::extract::Path;
use base::Result;
use maud::Markup;
use web::{Answered, Form, Signed};

use super::{acting::revision, number};
use crate::{
    TermsDraft,
    audience::AudienceDraft,
    case::{self, Case},
    change::{change_terms, check_changer},
    until::typed,
    views::terms::terms_page,
    words::Phrase,
};

/// `GET /requests/{id}/terms`
pub(super) async fn edit(signed: Signed, Path(id): Path<String>) -> Answered {
    let case = case::required(&signed.app.store, number(&id, "request")?).await?;
    check_changer(&case, &signed.caller, signed.caller.require_person()?)?;
    case.request.require_open()?;
    let phrase = Phrase::about(&signed.app, &case.people()).await?;
    let form = filled(&signed, &case, &phrase).await?;
    Ok(signed.page("Change the terms", terms_page(&signed, &form, &case, &phrase)))
}

/// The terms as they stand; who joined and is not part of them yet is written in.
async fn filled(signed: &Signed, case: &Case, phrase: &Phrase) -> Result<Form> {
    let (terms, zone) = (&case.request.terms, &signed.app.settings.zone);
    let mut audience = terms.audience.clone();
    for joiner in case.joiners.iter().filter(|joiner| joiner.is_included()) {
        audience = audience.with(joiner.person_id);
    }
    let mut names: Vec<String> = audience
        .groups
        .iter()
        .filter_map(|id| phrase.names.group_slug(*id))
        .map(str::to_owned)
        .collect();
    for id in &audience.people {
        let person = people::person(&signed.app.store, *id).await?;
        names.extend(person.map(|person| person.login));
    }
    let moment = |at: Option<base::Timestamp>| at.map(|at| typed(at, zone)).unwrap_or_default();
    let schedule = terms.schedule.as_ref();
    let form = Form::empty()
        .with("revision", case.request.revision.to_string())
        .with("audience", if audience.everyone { "everyone" } else { "named" })
        .with("people", names.join(", "))
        .with("hours", schedule.map(base::Schedule::hours).unwrap_or_default())
        .with("zone", schedule.map_or(zone.as_str(), base::Schedule::zone))
        .with("starts", moment(terms.starts))
        .with("ends", moment(terms.ends));
    Ok(terms.conditions.iter().fold(form, |form, slug| form.with("conditions", slug.clone())))
}

/// `POST /requests/{id}/terms`
pub(super) async fn change(signed: Signed, Path(id): Path<String>, form: Form) -> Answered {
    let id = number(&id, "request")?;
    match change_terms(&signed.app, &signed.caller, id, &draft(&form)).await {
        Ok(()) => Ok(signed.go_saying(
            &format!("/requests/{id}"),
            "The terms are changed. Every seat is asked anew.",
        )),
        Err(problem) => {
            let status = web::failure_status(&problem);
            let form = form.refused(problem)?;
            let view = given_back(&signed, &form, id).await?;
            Ok(signed.page_with(status, "Change the terms", view))
        }
    }
}

async fn given_back(signed: &Signed, form: &Form, id: base::Id<crate::Request>) -> Result<Markup> {
    let case = case::required(&signed.app.store, id).await?;
    let phrase = Phrase::about(&signed.app, &case.people()).await?;
    Ok(terms_page(signed, form, &case, &phrase))
}

fn draft(form: &Form) -> TermsDraft {
    let text = |name| form.text(name).to_owned();
    TermsDraft {
        revision: revision(form),
        audience: AudienceDraft::Typed { choice: text("audience"), names: text("people") },
        hours: text("hours"),
        zone: text("zone"),
        starts: text("starts"),
        ends: text("ends"),
        conditions: form.all("conditions").into_iter().map(str::to_owned).collect(),
    }
}
