//! Ways to other pages.

use maud::{Markup, Render, html};

/// A link of a navigation.
#[must_use]
#[derive(Clone, Copy, Debug)]
pub struct NavItem<'a> {
    /// Where it leads.
    pub href: &'a str,
    /// What is there.
    pub label: &'a str,
    /// The page is there already.
    pub current: bool,
    /// How much waits there for this person; nothing is shown for 0.
    pub count: usize,
}

impl<'a> NavItem<'a> {
    /// A way to `href`.
    pub const fn new(href: &'a str, label: &'a str) -> Self {
        Self { href, label, current: false, count: 0 }
    }

    /// The page is there already.
    pub const fn current(self, current: bool) -> Self {
        Self { current, ..self }
    }

    /// How much waits there.
    pub const fn count(self, count: usize) -> Self {
        Self { count, ..self }
    }
}

impl Render for NavItem<'_> {
    fn render(&self) -> Markup {
        html! {
            li {
                a href=(self.href) aria-current=[self.current.then_some("page")] {
                    (self.label)
                    @if self.count > 0 { " " span.count { (self.count) } }
                }
            }
        }
    }
}

/// Views of one thing, each with its own address. `label` says of what.
pub fn tabs<'a>(label: &str, items: impl IntoIterator<Item = NavItem<'a>>) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul role="list" { @for item in items { (item) } }
        }
    }
}
