//! When a rule holds: days and hours in a zone.

use maud::{Markup, Render, html};

use super::{Choice, Choices, Field, fieldset};

/// The fields of a weekly schedule: `days` (each `mon` to `sun`), `from`, `to` (`09:00`), `zone`.
#[must_use]
#[derive(Clone, Debug)]
pub struct ScheduleFields<'a> {
    /// The question they answer.
    pub legend: &'a str,
    /// The days that are chosen.
    pub days: Vec<&'a str>,
    /// From this time of day; empty for the whole day.
    pub from: &'a str,
    /// Until this time of day.
    pub to: &'a str,
    /// The zone that is chosen, such as `Europe/Berlin`.
    pub zone: &'a str,
    /// What is wrong with it, said of `days`, `from`, `to` or `zone`.
    pub error: Option<(&'a str, &'a str)>,
}

impl ScheduleFields<'_> {
    const DAYS: [Choice<'static>; 7] = [
        Choice::new("mon", "Mon"),
        Choice::new("tue", "Tue"),
        Choice::new("wed", "Wed"),
        Choice::new("thu", "Thu"),
        Choice::new("fri", "Fri"),
        Choice::new("sat", "Sat"),
        Choice::new("sun", "Sun"),
    ];

    fn error_of(&self, name: &str) -> Option<&str> {
        self.error.filter(|(field, _)| *field == name).map(|(_, sentence)| sentence)
    }
}

impl Render for ScheduleFields<'_> {
    fn render(&self) -> Markup {
        let days = Choices::checkboxes("days", "Days", Self::DAYS)
            .inline()
            .chosen(self.days.iter().copied())
            .error(self.error_of("days"));
        fieldset(
            self.legend,
            html! {
                (days)
                div.field-row {
                    (Field::time("from", "From").value(self.from).error(self.error_of("from")))
                    (Field::time("to", "Until").value(self.to).error(self.error_of("to")))
                    (Field::text("zone", "Time zone").short().value(self.zone)
                        .error(self.error_of("zone")))
                }
            },
        )
    }
}
