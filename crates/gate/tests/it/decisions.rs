//! Decisions, made as they are made in the program.

use base::Seat;
use requests::{AudienceDraft, Effect, Opinion, Ruling, TermsDraft, Wanted};
use web::App;

use crate::caller;

/// Noor asks for LinkedIn; Mara proposes the terms and agrees; Ivo decides. The number of the
/// decision.
pub(crate) async fn door(app: &App, conditions: &[&str], ends: &str) -> i64 {
    door_in_hours(app, "", conditions, ends).await
}

/// The same, open only in these hours on the clock of Berlin.
pub(crate) async fn door_in_hours(app: &App, hours: &str, conditions: &[&str], ends: &str) -> i64 {
    let (noor, mara, ivo) =
        (caller(app, "noor").await, caller(app, "mara").await, caller(app, "ivo").await);
    let me = AudienceDraft::Asker;
    let draft = requests::Draft {
        wanted: Wanted { service: "linkedin".to_owned(), ..Wanted::default() },
        purpose: "The spring campaign runs there.".to_owned(),
        audience: me,
        until: "week".to_owned(),
        ..requests::Draft::default()
    };
    let id = requests::ask(app, &noor, &draft).await.expect("asked");
    let terms = TermsDraft {
        revision: 1,
        audience: AudienceDraft::Typed { choice: "named".to_owned(), names: "noor".to_owned() },
        hours: hours.to_owned(),
        zone: "Europe/Berlin".to_owned(),
        ends: ends.to_owned(),
        conditions: conditions.iter().map(|slug| (*slug).to_owned()).collect(),
        ..TermsDraft::default()
    };
    requests::change_terms(app, &mara, id, &terms).await.expect("proposed");
    let opinion = Opinion {
        seat: Seat::Communications,
        revision: 2,
        answer: Effect::Allow,
        note: String::new(),
    };
    requests::review(app, &mara, id, &opinion).await.expect("agreed");
    let case = requests::case(&app.store, id).await.expect("a database").expect("the request");
    let seen = requests::seen(app, &case.request).await.expect("evidence");
    let ruling = Ruling {
        seat: Some(Seat::It),
        revision: 2,
        effect: Effect::Allow,
        reason: "The spring campaign runs there.".to_owned(),
        alternative: String::new(),
        evidence_hash: seen.hash,
    };
    requests::decide(app, &ivo, id, &ruling).await.expect("decided").get()
}
