//! What whoever looks after the program is told of the gate.

use base::Result;
use web::{App, Figure, Ready, metrics::number};

use crate::{edition::Editions, editions, memory::Memory, published::newest_number};

/// Helpers answer from the newest edition once its file is here.
pub(crate) const READY: Ready = Ready { part: "edition", ask: |app| Box::pin(lacks(app)) };

async fn lacks(app: &App) -> Result<Option<&'static str>> {
    let newest = newest_number(&app.store).await?;
    let here = Editions::of(&app.settings.data).current()?;
    let is_here = newest.is_some() && here >= newest;
    Ok((!is_here).then_some("The newest edition is not published here yet."))
}

/// Editions, answers and helpers.
pub(crate) async fn figures(app: &App) -> Result<Vec<Figure>> {
    let mut figures = answers(app);
    if let Some(newest) = editions(&app.store, None, 1).await?.first() {
        let age = app.now().since(newest.published_at).as_secs_f64();
        let says = "The number of the newest edition.";
        figures.push(Figure::new("footbridge_edition", says, number(newest.number)));
        let says = "How long ago the newest edition was published.";
        figures.push(Figure::new("footbridge_edition_age_seconds", says, age));
    }
    Ok(figures)
}

/// What helpers told this process since it started.
fn answers(app: &App) -> Vec<Figure> {
    let memory = app.memory::<Memory>();
    let counters = memory.counters();
    let answered = |effect| {
        let says = "Answers that helpers gave, by effect, as far as they told.";
        let times = number(counters.answers(effect));
        Figure::new("footbridge_gate_answers_total", says, times).of("effect", effect)
    };
    let mut figures: Vec<Figure> = ["allow", "coach", "deny"].map(answered).into();
    let says = "Blocks and counts that found no room.";
    figures.push(Figure::new("footbridge_gate_dropped_total", says, number(counters.lost())));
    let helpers = number(i64::try_from(memory.helpers().len()).unwrap_or(i64::MAX));
    figures.push(Figure::new("footbridge_gate_helpers", "Helpers that are connected.", helpers));
    figures
}
