//! How far something has come: asked, reviews, decision, in force, ended.

use maud::{Markup, Render, html};

use super::Icon;

/// Where one step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// It is happening or waited for.
    Current,
    /// Still to come.
    Ahead,
    /// It ended here, otherwise than asked.
    Stopped,
}

/// One step on the way.
#[must_use]
#[derive(Clone, Debug)]
pub struct Step<'a> {
    label: &'a str,
    state: StepState,
    note: Option<Markup>,
}

impl<'a> Step<'a> {
    /// A step called `label`.
    pub fn new(label: &'a str, state: StepState) -> Self {
        Self { label, state, note: None }
    }

    /// Who or when.
    pub fn note(self, note: Markup) -> Self {
        Self { note: Some(note), ..self }
    }
}

impl Render for Step<'_> {
    fn render(&self) -> Markup {
        let (class, said, sign) = match self.state {
            StepState::Done => ("step-done", "done: ", Some(Icon::Check)),
            StepState::Current => ("step-current", "", None),
            StepState::Ahead => ("step-ahead", "to come: ", None),
            StepState::Stopped => ("step-stopped", "stopped: ", Some(Icon::Cross)),
        };
        let current = (self.state == StepState::Current).then_some("step");
        html! {
            li.step.(class) aria-current=[current] {
                span.step-sign { @if let Some(sign) = sign { (sign) } }
                div {
                    p.step-label { span.hidden { (said) } (self.label) }
                    @if let Some(note) = &self.note { p.step-note { (note) } }
                }
            }
        }
    }
}

/// The steps in order; `label` says of what.
pub fn steps<'a>(label: &str, steps: impl IntoIterator<Item = Step<'a>>) -> Markup {
    html! { ol.steps role="list" aria-label=(label) { @for step in steps { (step) } } }
}
