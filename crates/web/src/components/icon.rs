//! Small drawn signs. They repeat what the words beside them say, so readers aloud skip them.

use maud::{Markup, Render, html};

/// A sign of 16 by 16, drawn in the colour of the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Nothing special.
    Dot,
    /// Waiting.
    Clock,
    /// Open, agreed, done.
    Check,
    /// One step is missing.
    Step,
    /// Closed.
    Bar,
    /// Somebody said no.
    Cross,
    /// Nothing opens it.
    Lock,
    /// For your knowledge.
    Note,
    /// Something went wrong.
    Problem,
    /// Onwards.
    Right,
    /// Back.
    Left,
    /// The menu of a narrow screen.
    Menu,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Dot => "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
            Self::Clock => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.2l2 1.3",
            Self::Check => "M3 8.6l3.2 3.2L13 4.6",
            Self::Step => "M2.5 13h4V9h4V5h4",
            Self::Bar => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5 8h6",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Lock => "M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
            Self::Note => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.3V11M8 4.8v.2",
            Self::Problem => "M8 2.2L14.4 13.4H1.6zM8 6.5v3M8 11.3v.2",
            Self::Right => "M3 8h9M8.5 4.2L12.3 8l-3.8 3.8",
            Self::Left => "M13 8H4M7.5 4.2L3.7 8l3.8 3.8",
            Self::Menu => "M2 4.5h12M2 8h12M2 11.5h12",
        }
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.icon viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor"
                stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"
                aria-hidden="true" focusable="false" {
                path d=(self.path()) {}
            }
        }
    }
}
