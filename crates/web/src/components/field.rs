//! One question of a form.

use maud::{Markup, Render, html};

use super::{Choice, Icon, sentence};

/// The id of the field called `name`, to which labels and error summaries point.
pub fn field_id(name: &str) -> String {
    format!("field-{name}")
}

#[derive(Clone, Debug)]
enum Control<'a> {
    Input(&'static str),
    Area(u8),
    Select(Vec<Choice<'a>>),
}

/// A label, a control, and what helps with it: hint before, error beside.
#[must_use]
#[derive(Clone, Debug)]
pub struct Field<'a> {
    name: &'a str,
    label: &'a str,
    control: Control<'a>,
    value: &'a str,
    hint: Option<&'a str>,
    error: Option<&'a str>,
    autocomplete: Option<&'static str>,
    max_chars: Option<usize>,
    short: bool,
    optional: bool,
    autofocus: bool,
}

impl<'a> Field<'a> {
    fn new(name: &'a str, label: &'a str, control: Control<'a>) -> Self {
        Self {
            name,
            label,
            control,
            value: "",
            hint: None,
            error: None,
            autocomplete: None,
            max_chars: None,
            short: false,
            optional: false,
            autofocus: false,
        }
    }

    /// One line.
    pub fn text(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Control::Input("text"))
    }

    /// A password; never filled in from the server.
    pub fn password(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Control::Input("password"))
    }

    /// A file to send; the form needs its own `enctype`.
    pub fn file(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Control::Input("file"))
    }

    /// A whole number.
    pub fn number(name: &'a str, label: &'a str) -> Self {
        Self { short: true, ..Self::new(name, label, Control::Input("number")) }
    }

    /// A day, as `2026-11-22`.
    pub fn date(name: &'a str, label: &'a str) -> Self {
        Self { short: true, ..Self::new(name, label, Control::Input("date")) }
    }

    /// A time of day, as `09:30`.
    pub fn time(name: &'a str, label: &'a str) -> Self {
        Self { short: true, ..Self::new(name, label, Control::Input("time")) }
    }

    /// A day and a time in the organisation's zone, as `2026-11-22T09:30`.
    pub fn moment(name: &'a str, label: &'a str) -> Self {
        Self { short: true, ..Self::new(name, label, Control::Input("datetime-local")) }
    }

    /// Several lines, `rows` of them to begin with.
    pub fn area(name: &'a str, label: &'a str, rows: u8) -> Self {
        Self::new(name, label, Control::Area(rows))
    }

    /// One of a long list; under eight, radios by [`Choices`](super::Choices) are easier.
    pub fn select(
        name: &'a str,
        label: &'a str,
        choices: impl IntoIterator<Item = Choice<'a>>,
    ) -> Self {
        Self::new(name, label, Control::Select(choices.into_iter().collect()))
    }

    /// What it holds already; for a select the value that is chosen.
    pub fn value(self, value: &'a str) -> Self {
        Self { value, ..self }
    }

    /// How to answer, or an example. A sentence, not a placeholder.
    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// What is wrong with the answer and what to write instead.
    pub fn error(self, error: Option<&'a str>) -> Self {
        Self { error, ..self }
    }

    /// What browsers and password keepers may fill in, by the HTML standard's words.
    pub fn autocomplete(self, word: &'static str) -> Self {
        Self { autocomplete: Some(word), ..self }
    }

    /// At most this many characters.
    pub fn max_chars(self, max: usize) -> Self {
        Self { max_chars: Some(max), ..self }
    }

    /// As narrow as a date or a number.
    pub fn short(self) -> Self {
        Self { short: true, ..self }
    }

    /// Says that it may stay empty. Everything else is asked because it is needed.
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// The cursor waits here. Only on a page that is one form, such as signing in.
    pub fn autofocus(self) -> Self {
        Self { autofocus: true, ..self }
    }

    fn control(&self, id: &str) -> Markup {
        let described = described_by(id, self.hint, self.error);
        let invalid = self.error.map(|_| "true");
        html! {
            @match &self.control {
                Control::Input(kind) => {
                    input.input.input-short[self.short] type=(kind) id=(id) name=(self.name)
                        value=[Some(self.value).filter(|value| !value.is_empty())]
                        aria-describedby=[described] aria-invalid=[invalid]
                        autocomplete=[self.autocomplete] maxlength=[self.max_chars]
                        autofocus[self.autofocus];
                }
                Control::Area(rows) => {
                    textarea.input id=(id) name=(self.name) rows=(rows) maxlength=[self.max_chars]
                        aria-describedby=[described] aria-invalid=[invalid] {
                        "\n" (self.value)
                    }
                }
                Control::Select(choices) => {
                    select.input.input-short[self.short] id=(id) name=(self.name)
                        aria-describedby=[described] aria-invalid=[invalid] {
                        @for choice in choices {
                            option value=(choice.value) selected[choice.value == self.value] {
                                (choice.label)
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let id = field_id(self.name);
        html! {
            div.field.field-wrong[self.error.is_some()] {
                label.label for=(id) {
                    (self.label)
                    @if self.optional { span.optional { " (optional)" } }
                }
                (help(&id, self.hint, self.error))
                (self.control(&id))
            }
        }
    }
}

/// The hint and the error of the field `id`.
pub(super) fn help(id: &str, hint: Option<&str>, error: Option<&str>) -> Markup {
    html! {
        @if let Some(hint) = hint { p.hint id={ (id) "-hint" } { (hint) } }
        @if let Some(error) = error {
            p.field-error id={ (id) "-error" } {
                (Icon::Problem) span { span.hidden { "Error: " } (sentence(error)) }
            }
        }
    }
}

/// What describes the field `id`, for `aria-describedby`.
pub(super) fn described_by(id: &str, hint: Option<&str>, error: Option<&str>) -> Option<String> {
    let parts = [hint.map(|_| format!("{id}-hint")), error.map(|_| format!("{id}-error"))];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
