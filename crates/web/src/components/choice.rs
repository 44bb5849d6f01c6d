//! A few answers to choose from.

use maud::{Markup, Render, html};

use super::{
    field::{described_by, help},
    field_id,
};

/// One answer that can be chosen.
#[must_use]
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    pub(super) value: &'a str,
    pub(super) label: &'a str,
    hint: Option<&'a str>,
}

impl<'a> Choice<'a> {
    /// `value` is sent, `label` is read.
    pub const fn new(value: &'a str, label: &'a str) -> Self {
        Self { value, label, hint: None }
    }

    /// What choosing it means.
    pub const fn hint(self, hint: &'a str) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

/// A group of radios or checkboxes under one question.
#[must_use]
#[derive(Clone, Debug)]
pub struct Choices<'a> {
    kind: &'static str,
    name: &'a str,
    legend: &'a str,
    answers: Vec<Choice<'a>>,
    chosen: Vec<&'a str>,
    hint: Option<&'a str>,
    error: Option<&'a str>,
    inline: bool,
}

impl<'a> Choices<'a> {
    fn new(
        kind: &'static str,
        name: &'a str,
        legend: &'a str,
        choices: impl IntoIterator<Item = Choice<'a>>,
    ) -> Self {
        let answers = choices.into_iter().collect();
        Self { kind, name, legend, answers, chosen: vec![], hint: None, error: None, inline: false }
    }

    /// Exactly one of them.
    pub fn radios(
        name: &'a str,
        legend: &'a str,
        choices: impl IntoIterator<Item = Choice<'a>>,
    ) -> Self {
        Self::new("radio", name, legend, choices)
    }

    /// Any of them; each sends `name=value`.
    pub fn checkboxes(
        name: &'a str,
        legend: &'a str,
        choices: impl IntoIterator<Item = Choice<'a>>,
    ) -> Self {
        Self::new("checkbox", name, legend, choices)
    }

    /// One box to tick, which says all by itself.
    pub fn checkbox(name: &'a str, choice: Choice<'a>) -> Self {
        Self::new("checkbox", name, "", [choice])
    }

    /// Which are chosen already.
    pub fn chosen(self, chosen: impl IntoIterator<Item = &'a str>) -> Self {
        Self { chosen: chosen.into_iter().collect(), ..self }
    }

    /// How to choose.
    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// What is wrong with the choice.
    pub fn error(self, error: Option<&'a str>) -> Self {
        Self { error, ..self }
    }

    /// Side by side: for short answers such as the days of a week.
    pub fn inline(self) -> Self {
        Self { inline: true, ..self }
    }

    /// The first answer has the id of the field, so that an error summary leads to it.
    fn answer(&self, index: usize, choice: &Choice<'_>) -> Markup {
        let mut id = field_id(self.name);
        if index > 0 {
            id = format!("{id}-{index}");
        }
        let hint = choice.hint.map(|_| format!("{id}-means"));
        html! {
            div.choice {
                input type=(self.kind) id=(id) name=(self.name) value=(choice.value)
                    checked[self.chosen.contains(&choice.value)] aria-describedby=[hint.as_deref()];
                label for=(id) { (choice.label) }
                @if let Some(text) = choice.hint { p.hint id=[hint.as_deref()] { (text) } }
            }
        }
    }
}

impl Render for Choices<'_> {
    fn render(&self) -> Markup {
        let id = field_id(self.name);
        let answers = html! {
            (help(&id, self.hint, self.error))
            div.choices.choices-inline[self.inline] {
                @for (index, choice) in self.answers.iter().enumerate() {
                    (self.answer(index, choice))
                }
            }
        };
        html! {
            @if self.legend.is_empty() {
                div.field.field-wrong[self.error.is_some()] { (answers) }
            } @else {
                fieldset.field.field-wrong[self.error.is_some()]
                    aria-describedby=[described_by(&id, self.hint, self.error)] {
                    legend.label { (self.legend) }
                    (answers)
                }
            }
        }
    }
}

/// Several fields that answer one question together.
pub fn fieldset(legend: &str, fields: Markup) -> Markup {
    html! {
        fieldset.fieldset {
            legend.label { (legend) }
            (fields)
        }
    }
}
