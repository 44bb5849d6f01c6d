//! A person, as they appear beside what they did.

use base::Seat;
use maud::{Markup, Render, html};

/// Initials, name, and the seat for which they speak.
#[must_use]
#[derive(Clone, Copy, Debug)]
pub struct PersonChip<'a> {
    name: &'a str,
    seat: Option<Seat>,
    href: Option<&'a str>,
}

impl<'a> PersonChip<'a> {
    /// The person called `name`.
    pub const fn new(name: &'a str) -> Self {
        Self { name, seat: None, href: None }
    }

    /// The seat for which they speak here.
    pub const fn seat(self, seat: Option<Seat>) -> Self {
        Self { seat, ..self }
    }

    /// Their page.
    pub const fn href(self, href: &'a str) -> Self {
        Self { href: Some(href), ..self }
    }
}

impl Render for PersonChip<'_> {
    fn render(&self) -> Markup {
        html! {
            span.person {
                (initials_of(self.name))
                span {
                    @if let Some(href) = self.href { a href=(href) { (self.name) } }
                    @else { (self.name) }
                    @if let Some(seat) = self.seat { span.person-seat { ", " (seat.title()) } }
                }
            }
        }
    }
}

/// The round sign with the first letters of the first and the last name.
pub(super) fn initials_of(name: &str) -> Markup {
    html! { span.initials aria-hidden="true" { (initials(name)) } }
}

fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials("Noor van den Berg"), "NB");
        assert_eq!(initials("mara"), "M");
        assert_eq!(initials("Émile Øst"), "ÉØ");
        assert_eq!(initials(""), "");
    }
}
